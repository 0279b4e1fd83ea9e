import { matches, type Part, partsOf } from '../search/expression.ts';

/**
 * Whether index patterns of a local user allow an expression: each of its positive parts must be covered by one pattern,
 * so that whatever the part comes to match is allowed too. Exclusions only take away.
 * @throws bad_request when the expression is none
 */
export function allows(patterns: readonly string[], expression: string): boolean {
  return partsOf(expression).every((part) => part.excluded || patterns.some((pattern) => covers(pattern, part)));
}

function covers(pattern: string, part: Part): boolean {
  // What date math and _all come to is OpenSearch's to say, so only a pattern without limits covers them.
  if (part.dateMath || part.text === '_all') return pattern === '*';
  if (/^[._]/.test(part.text) && pattern[0] !== part.text[0]) return false;
  // A `*` of the expression is an ordinary character here: only a `*` of the pattern takes it in. So `fl*` is not
  // covered by `flights*`, and `flights-*` is.
  return matches(pattern, part.text);
}
