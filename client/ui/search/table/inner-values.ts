import { parse } from 'lossless-json';
import { type Cell, flattenRow } from '../../../../shared/flatten.ts';

export type InnerValue = { readonly field: string; readonly value: string };

/** Longer arrays are read no further. Characters, and values shown. */
const MAX_CHARS = 100_000;
const MAX_VALUES = 8;

/** The single values in an array's cell, each once, with the fields that they are of: those of objects in it, too. */
export function innerValues(name: string, cell: Cell | undefined): InnerValue[] {
  if (!cell?.raw || !cell.text.startsWith('[') || cell.text.length > MAX_CHARS) return [];
  const found = new Map<string, InnerValue>();
  // Arrays in arrays wait for their turn, so that no depth is a recursion's.
  const waiting: { field: string; values: unknown }[] = [{ field: name, values: parse(cell.text) }];
  for (let next = waiting.shift(); next && found.size < MAX_VALUES; next = waiting.shift()) {
    const { field, values } = next;
    for (const value of Array.isArray(values) ? values : []) {
      for (const [path, inner] of flattenRow({ [field]: value })) {
        const key = `${path}\n${inner.text}`;
        if (inner.raw && inner.text.startsWith('[')) waiting.push({ field: path, values: parse(inner.text) });
        else if (isValue(inner) && found.size < MAX_VALUES) found.set(key, { field: path, value: inner.text });
      }
    }
  }
  return [...found.values()];
}

/** Not null, which no field has, and not an object without fields. */
function isValue({ raw, text }: Cell): boolean {
  return !raw || (text !== '' && !text.startsWith('{'));
}
