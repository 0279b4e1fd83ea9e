import { parse } from 'lossless-json';
import { type Cell, flattenRow } from '../../../../shared/flatten.ts';

export type InnerValue = { readonly field: string; readonly value: string };

/** Longer arrays are not read. Characters, and values shown. */
const MAX_CHARS = 100_000;
const MAX_VALUES = 8;

/** The single values in an array's cell, each once, with the fields that they are of: those of objects in it, too. */
export function innerValues(name: string, cell: Cell | undefined): InnerValue[] {
  if (!cell?.raw || !cell.text.startsWith('[') || cell.text.length > MAX_CHARS) return [];
  const found = new Map<string, InnerValue>();
  for (const [field, { text }] of flattenRow({ [name]: parse(cell.text) })) {
    const values = (parse(text) as unknown[]).flat(Number.POSITIVE_INFINITY);
    for (const value of values) {
      const single = flattenRow({ value }).get('value');
      if (single && isValue(single)) found.set(`${field}\n${single.text}`, { field, value: single.text });
      if (found.size === MAX_VALUES) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** Not null, which no field has, and not an object without fields. */
function isValue({ raw, text }: Cell): boolean {
  return !raw || (text !== '' && !text.startsWith('{'));
}
