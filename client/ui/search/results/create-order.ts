import { createMemo } from 'solid-js';
import type { Address } from '../address/address.ts';
import { keepSort } from '../address/kept-sort.ts';
import { AS_WRITTEN, BY_RELEVANCE, nextOrder, readSort, type SortHow, writeSort } from '../address/sort.ts';
import type { Columns } from '../columns/create-columns.ts';
import type { SearchPort } from '../state/create-search.ts';
import { resolveOrder } from '../state/wanted-order.ts';

type Options = { search: SearchPort; columns: Columns; onSearch: (address: Address) => void };

/** What the rows are sorted by, as it is asked for, and another order when somebody chooses one: kept for this index. */
export function createOrder({ search, columns, onSearch }: Options) {
  const order = createMemo(() => resolveOrder(search.address(), search.fields()).order);

  function choose(sort: string): void {
    const address = { ...search.address(), sort };
    keepSort(address);
    onSearch(address);
  }

  function sortBy(column: string, how: SortHow = {}): void {
    if (!columns.columnOf(column)?.sort) return;
    const { q, dql, dsl, sort } = search.address();
    const next = nextOrder(order(), column, { ...how, isUsual: sort === '' });
    if (next.length > 0) return next === order() ? undefined : choose(writeSort(next));
    choose(q.trim() === '' && dql.trim() === '' && dsl === '' ? AS_WRITTEN : BY_RELEVANCE);
  }

  /** Takes columns out of the address that rows cannot be sorted by. */
  function leaveOut(columns: readonly string[]): void {
    const rest = (readSort(search.address().sort) ?? []).filter(({ column }) => !columns.includes(column));
    choose(writeSort(rest));
  }

  return { order, sortBy, leaveOut };
}

export type OrderPort = ReturnType<typeof createOrder>;
