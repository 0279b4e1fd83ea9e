import { isLosslessNumber, stringify } from 'lossless-json';

/** What a CSV cell holds, before it is quoted. `raw`: JSON as stored (numbers, true, false, arrays, `{}`), not a string's content; null is raw and empty. */
export type Cell = { readonly text: string; readonly raw: boolean };

/**
 * The cells of a row by dotted path, in the document's order, from a `_source` that lossless-json parsed. They are what
 * the CSV export writes into columns of these names, save for white space and needless escapes inside arrays, which a
 * parser does not keep.
 */
export function flattenRow(source: unknown): Map<string, Cell> {
  const leaves = new Map<string, unknown[]>();
  if (isObject(source)) collect(source, undefined, leaves);
  return new Map(Array.from(leaves, ([path, found]) => [path, cellOf(found)]));
}

function collect(object: object, path: string | undefined, leaves: Map<string, unknown[]>): void {
  for (const [name, value] of Object.entries(object)) {
    const inner = path === undefined ? name : `${path}.${name}`;
    if (isObject(value) && Object.keys(value).length > 0) {
      collect(value, inner, leaves);
      continue;
    }
    const before = leaves.get(inner);
    if (before === undefined) leaves.set(inner, [value]);
    else before.push(value);
  }
}

/** `{"a":{"b":1},"a.b":2}` has two values for one column: then it holds both, as an array. */
function cellOf(found: readonly unknown[]): Cell {
  if (found.length > 1) return { text: `[${found.map(jsonOf).join(',')}]`, raw: true };
  const [value] = found;
  if (value === null || value === undefined) return { text: '', raw: true };
  // Half a surrogate pair has no form in UTF-8; the encoder makes this of it.
  if (typeof value === 'string') return { text: value.replace(/\p{Surrogate}/gu, '\ufffd'), raw: false };
  return { text: jsonOf(value), raw: true };
}

function jsonOf(value: unknown): string {
  return stringify(value) ?? 'null';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}
