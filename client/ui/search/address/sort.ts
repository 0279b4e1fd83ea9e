import type { Field } from '../../../../shared/http.ts';
import { MAX_ORDER_FIELDS, type OrderField, SORTABLE_TYPES } from '../../../../shared/order.ts';
import { isCountable } from '../fields/nested-fields.ts';

/** What a column's rows can be sorted by. */
export type SortField = Pick<OrderField, 'field' | 'type'>;
/** A column to sort by, and its direction. */
export type WantedSort = { readonly column: string; readonly order: OrderField['order'] };
/** Columns to sort by, each where those before it are equal. */
export type WantedOrder = readonly WantedSort[];

/** In the address: as the rows were written, or by relevance, also where the index has a usual order. */
export const AS_WRITTEN = 'none';
export const BY_RELEVANCE = 'relevance';
const KEY = /^(.+):(asc|desc)$/s;

/**
 * An order as the address holds it: `delay:desc,date:asc`, with a comma in a name as `%2C`. Undefined where it holds
 * none; an empty list is the order of a table without one. More columns than can be sorted by are left out.
 */
export function readSort(text: string): WantedOrder | undefined {
  if (text === AS_WRITTEN || text === BY_RELEVANCE) return [];
  // A single column stood with its commas as they are.
  const sorts = readKeys(text.split(',').map(decoded)) ?? readKeys([text]);
  return sorts
    ?.filter(({ column }, i) => sorts.findIndex((other) => other.column === column) === i)
    .slice(0, MAX_ORDER_FIELDS);
}

function readKeys(keys: readonly string[]): WantedSort[] | undefined {
  const sorts = keys.flatMap((key) => {
    const [, column = '', order] = KEY.exec(key) ?? [];
    return order === 'asc' || order === 'desc' ? [{ column, order } as const] : [];
  });
  return sorts.length === keys.length ? sorts : undefined;
}

/** Of at least one column. */
export function writeSort(order: WantedOrder): string {
  return order.map((sort) => `${sort.column.replace(/[%,]/g, encodeURIComponent)}:${sort.order}`).join(',');
}

function decoded(key: string): string {
  return key.replace(/%2C|%25/gi, decodeURIComponent);
}

/** How a column comes into an order: in a direction, else the one whose turn it is; `also`: beside the others. */
export type SortHow = { readonly order?: WantedSort['order'] | 'none'; readonly also?: boolean };

/**
 * An order when its table is to be sorted by a column: up, down, and not at all, in turn. With `also` it keeps its rank,
 * or comes behind the others as long as there is room; else the order is that of this column alone.
 * @param how.isUsual  nobody chose the order of now: its column turns before it goes
 */
export function nextOrder(now: WantedOrder, column: string, how: SortHow & { isUsual?: boolean } = {}): WantedOrder {
  const rank = now.findIndex((sort) => sort.column === column);
  const order = how.order ?? turned(now[rank]?.order, how.isUsual);
  const sorts = order === 'none' ? [] : [{ column, order }];
  if (!how.also && order !== 'none') return sorts;
  if (rank >= 0) return how.also ? now.toSpliced(rank, 1, ...sorts) : sorts;
  return isFull(now) ? now : [...now, ...sorts];
}

function turned(now: WantedSort['order'] | undefined, isUsual = false): WantedSort['order'] | 'none' {
  if (now === 'desc') return isUsual ? 'asc' : 'none';
  return now === 'asc' ? 'desc' : 'asc';
}

/** No further column can be sorted by. */
export function isFull(order: WantedOrder): boolean {
  return order.length >= MAX_ORDER_FIELDS;
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
