import type { Field } from '../../../../shared/http.ts';
import { onlyPath } from '../../../../shared/nested.ts';
import type { Order } from '../../../../shared/order.ts';
import type { Address } from '../address/address.ts';
import { AS_WRITTEN, makeSortFields, readSort, type WantedOrder } from '../address/sort.ts';
import { nestedOf } from '../fields/nested-fields.ts';
import { defaultTimeField } from '../time/times.ts';

/** An order as it is asked for, and the columns of it by which rows cannot be sorted. */
export type ResolvedOrder = {
  readonly order: WantedOrder;
  readonly sort?: Order | 'seq_no';
  readonly unsorted: readonly string[];
};

/** The order that the address names; where it names none, the newest rows first, if the index has a time. */
export function resolveOrder({ sort, time }: Address, fields: readonly Field[]): ResolvedOrder {
  const named = readSort(sort);
  const sortField = makeSortFields(fields);
  const unsorted = (named ?? []).map(({ column }) => column).filter((column) => !sortField(column));
  const sortable = named?.filter(({ column }) => !unsorted.includes(column));
  const isNamed = sortable !== undefined && (sortable.length > 0 || unsorted.length === 0);
  const order = isNamed ? sortable : newestFirst(time, fields);
  const keys = order.flatMap(({ column, order }) => {
    const field = sortField(column);
    const nested = field && nestedOf(field.field, fields);
    const path = nested && onlyPath(nested);
    return field ? [{ ...field, order, ...(path === undefined ? {} : { path }) }] : [];
  });
  if (keys.length > 0) return { order, sort: keys, unsorted };
  return { order: [], unsorted, ...(sort === AS_WRITTEN ? { sort: 'seq_no' } : {}) };
}

/** By the time that a range would speak of; not by one of nested objects, of which a row has several. */
function newestFirst(time: string, fields: readonly Field[]): WantedOrder {
  const column = time || defaultTimeField(fields);
  const isOwn = column !== undefined && !nestedOf(column, fields) && makeSortFields(fields)(column) !== undefined;
  return isOwn ? [{ column, order: 'desc' }] : [];
}
