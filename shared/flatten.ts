import { isLosslessNumber, stringify } from 'lossless-json';

/**
 * What a CSV cell holds, before it is quoted. `raw`: JSON as stored (numbers, true, false, arrays, `{}`), not a string's
 * content; null is raw and empty. `listed`: all of it comes out of the objects in an array, whose own cell holds it, too.
 */
export type Cell = { readonly text: string; readonly raw: boolean; readonly listed?: true };

/** The values of a path. `listed`, `beside`: out of the objects in an array, and not. */
type Found = { readonly values: unknown[]; listed: boolean; beside: boolean };

/**
 * The cells of a row by dotted path, in the document's order, from a `_source` that lossless-json parsed. They are what
 * the CSV export writes into columns of these names, save for white space and needless escapes inside arrays, which a
 * parser does not keep.
 *
 * An array is a cell of its own. The paths below it have the values of the objects in it as one array: in their order,
 * nothing for an object without the path, and arrays among them opened.
 */
export function flattenRow(source: unknown): Map<string, Cell> {
  const leaves = new Map<string, Found>();
  if (isObject(source)) collect(source, { path: undefined, listed: false }, leaves);
  return new Map(Array.from(leaves, ([path, found]) => [path, cellOf(found)]));
}

type Place = { path: string | undefined; listed: boolean };

function collect(object: object, { path, listed }: Place, leaves: Map<string, Found>): void {
  for (const [name, value] of Object.entries(object)) {
    const inner = path === undefined ? name : `${path}.${name}`;
    if (isObject(value) && Object.keys(value).length > 0) {
      collect(value, { path: inner, listed }, leaves);
      continue;
    }
    const found = leaves.get(inner) ?? newFound(leaves, inner);
    found.values.push(value);
    if (listed) found.listed = true;
    else found.beside = true;
    if (Array.isArray(value)) collectEach(value, inner, leaves);
  }
}

function collectEach(array: readonly unknown[], path: string, leaves: Map<string, Found>): void {
  for (const value of array) {
    if (Array.isArray(value)) collectEach(value, path, leaves);
    else if (isObject(value)) collect(value, { path, listed: true }, leaves);
  }
}

function newFound(leaves: Map<string, Found>, path: string): Found {
  const found = { values: [], listed: false, beside: false };
  leaves.set(path, found);
  return found;
}

/** `{"a":{"b":1},"a.b":2}` has two values for one column: then it holds both, as an array. */
function cellOf({ values, listed, beside }: Found): Cell {
  if (listed) {
    const cell = { text: `[${values.flatMap(opened).map(jsonOf).join(',')}]`, raw: true };
    return beside ? cell : { ...cell, listed };
  }
  if (values.length > 1) return { text: `[${values.map(jsonOf).join(',')}]`, raw: true };
  const [value] = values;
  if (value === null || value === undefined) return { text: '', raw: true };
  // Half a surrogate pair has no form in UTF-8; the encoder makes this of it.
  if (typeof value === 'string') return { text: value.replace(/\p{Surrogate}/gu, '\ufffd'), raw: false };
  return { text: jsonOf(value), raw: true };
}

function opened(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(opened) : [value];
}

function jsonOf(value: unknown): string {
  return stringify(value) ?? 'null';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}
