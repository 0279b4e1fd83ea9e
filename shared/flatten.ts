import { isLosslessNumber, stringify } from 'lossless-json';

/** What a CSV cell holds, before it is quoted. `raw`: JSON as stored (numbers, true, false, arrays, `{}`), not a string's content; null is raw and empty. */
export type Cell = { readonly text: string; readonly raw: boolean };

type Leaf = { cell: Cell; json: string };

/**
 * The cells of a row by dotted path, in the document's order, from a `_source` that lossless-json parsed. They are what
 * the CSV export writes into columns of these names, save for white space and needless escapes inside arrays, which a
 * parser does not keep.
 */
export function flattenRow(source: unknown): Map<string, Cell> {
  const leaves = new Map<string, Leaf[]>();
  if (isObject(source)) collect(source, undefined, leaves);
  return new Map(Array.from(leaves, ([path, found]) => [path, cellOf(found)]));
}

function collect(object: object, path: string | undefined, leaves: Map<string, Leaf[]>): void {
  for (const [name, value] of Object.entries(object)) {
    const inner = path === undefined ? name : `${path}.${name}`;
    if (isObject(value) && Object.keys(value).length > 0) {
      collect(value, inner, leaves);
      continue;
    }
    const leaf = leafOf(value);
    const before = leaves.get(inner);
    if (before === undefined) leaves.set(inner, [leaf]);
    else before.push(leaf);
  }
}

/** `{"a":{"b":1},"a.b":2}` has two values for one column: then it holds both, as an array. */
function cellOf(found: readonly Leaf[]): Cell {
  const [first] = found;
  if (first !== undefined && found.length === 1) return first.cell;
  return { text: `[${found.map((leaf) => leaf.json).join(',')}]`, raw: true };
}

function leafOf(value: unknown): Leaf {
  const json = stringify(value) ?? 'null';
  if (value === null || value === undefined) return { cell: { text: '', raw: true }, json };
  // Half a surrogate pair has no form in UTF-8; the encoder makes this of it.
  if (typeof value === 'string')
    return { cell: { text: value.replace(/\p{Surrogate}/gu, '\ufffd'), raw: false }, json };
  return { cell: { text: json, raw: true }, json };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}
