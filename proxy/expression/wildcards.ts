import type { Part } from './expression.ts';

/** What nearly all names begin with; `reach.ts` finds the others that matter. */
export const FIRSTS = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');

/**
 * The parts as they are sent. To OpenSearch a pattern that begins with `*` means names with a dot at their beginning as
 * well, unless these are hidden: so it is followed by `-.*`. That takes away more than such names: the backing indices of
 * data streams (`.ds-…`), and all that an alias with a dot leads to. What of it is reached by a name without a dot comes
 * back by patterns that can mean no others: `a*`, `b*` … for `*`, and `a*x`, `b*x` … for `*x`.
 */
export function withoutDotNames(parts: readonly Part[]): string[] {
  const open = openPatterns(parts);
  const rest = parts.filter((part) => !isOpen(part)).map(textOf);
  if (open.length === 0) return rest;
  const again = open.flatMap((text) => FIRSTS.map((first) => first + text));
  // Exclusions take away from what stands before them, and no part that begins with `*` stands behind one (`partsOf`).
  return [...open, '-.*', ...again, ...tailsOf(parts).filter((tail) => tail.includes('*')), ...rest];
}

/** The patterns of an expression that begin with `*`; where one is `*` itself, the others mean no more. */
export function openPatterns(parts: readonly Part[]): string[] {
  const texts = new Set(parts.filter(isOpen).map(({ text }) => text.replace(/^\*+/, '*')));
  return texts.has('*') ? ['*'] : [...texts];
}

/** What patterns mean where the `*` that they begin with means nothing: a name, or again a pattern. */
export function tailsOf(parts: readonly Part[]): string[] {
  return openPatterns(parts)
    .map((pattern) => pattern.slice(1))
    .filter((tail) => /^[^.\-+_]/.test(tail));
}

/**
 * An expression with more of what its patterns that begin with `*` mean without `withoutDotNames`: what begins with one of
 * `firsts`, and names of `tailsOf` that there are.
 */
export function withMore(
  parts: readonly Part[],
  more: { firsts: readonly string[]; names: readonly string[] },
): string {
  const open = openPatterns(parts);
  const again = more.firsts.flatMap((first) => open.map((pattern) => first + pattern));
  return [...open, ...again, ...more.names, ...parts.filter((part) => !isOpen(part)).map(textOf)].join(',');
}

function isOpen({ text, excluded }: Part): boolean {
  return !excluded && text.startsWith('*');
}

/** A part as OpenSearch takes it. */
function textOf({ text, excluded }: Part): string {
  return excluded ? `-${text}` : text;
}
