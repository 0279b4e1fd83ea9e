import type { Field } from '../../../../shared/http.ts';
import { type FieldSort, SORTABLE_TYPES } from '../../../../shared/sort.ts';
import { isCountable } from '../fields/nested-fields.ts';

/** What a column's rows can be sorted by. */
export type SortField = Pick<FieldSort, 'field' | 'type'>;
/** A sort as the address holds it: `delay:desc`. */
export type WantedSort = { readonly column: string; readonly order: FieldSort['order'] };

export function readSort(text: string): WantedSort | undefined {
  const cut = text.lastIndexOf(':');
  const order = text.slice(cut + 1);
  if (cut < 1 || (order !== 'asc' && order !== 'desc')) return undefined;
  return { column: text.slice(0, cut), order };
}

export function writeSort(sort: WantedSort | undefined): string {
  return sort ? `${sort.column}:${sort.order}` : '';
}

/** A column's next order when its head is pressed: up, down, none. */
export function nextSort(now: WantedSort | undefined, column: string): WantedSort | undefined {
  if (now?.column !== column) return { column, order: 'asc' };
  return now.order === 'asc' ? { column, order: 'desc' } : undefined;
}

/** Finds what columns can be sorted by: the field itself, or a text's reading as a keyword. */
export function makeSortFields(fields: readonly Field[]): (column: string) => SortField | undefined {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const readings = new Map<string, SortField>();
  for (const field of fields) {
    const parent = field.name.slice(0, field.name.lastIndexOf('.'));
    const found = toSortField(field);
    if (found && byName.get(parent)?.type === 'text' && !readings.has(parent)) readings.set(parent, found);
  }
  return (column) => {
    const field = byName.get(column);
    const found = (field && toSortField(field)) ?? readings.get(column);
    return found && isCountable(found.field, fields) ? found : undefined;
  };
}

function toSortField({ name, type, aggregatable }: Field): SortField | undefined {
  const known = SORTABLE_TYPES.find((sortable) => sortable === type);
  return known && aggregatable ? { field: name, type: known } : undefined;
}
