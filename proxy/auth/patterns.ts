import { matches, type Part, partsOf } from '../expression/expression.ts';

/**
 * Whether index patterns of a local user allow an expression: each of its positive parts must be covered by one pattern,
 * so that whatever the part comes to match is allowed too. Exclusions only take away.
 * @throws bad_request when the expression is none
 */
export function allows(patterns: readonly string[], expression: string): boolean {
  return partsOf(expression).every((part) => part.excluded || patterns.some((pattern) => covers(pattern, part)));
}

/**
 * A `*` of the part is an ordinary character here: only a `*` of the pattern takes it in. So `fl*` is not covered by
 * `flights*`, and `flights-*` is. A name that begins with a dot is covered by a pattern that begins with one only.
 */
function covers(pattern: string, { shape }: Part): boolean {
  return matches(pattern === '_all' ? '*' : pattern, shape);
}
