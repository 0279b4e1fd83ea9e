import { createSignal } from 'solid-js';
import type { Order } from '../../../shared/order.ts';
import type { Found } from '../search/state/create-search.ts';

/** The order of the file's rows: the table's, or that in which they are read. */
export type OrderKind = 'table' | 'read';

/**
 * Begins with the table's order where somebody chose that, here or in the link. It is not remembered: another table is in
 * another order, or in one that nobody chose and that is not worth the time of sorting.
 */
export function createOrderChoice({ sort, order }: Found) {
  const byFields: Order | undefined = typeof sort === 'object' ? sort : undefined;
  const [wanted, setWanted] = createSignal<OrderKind>(order?.isChosen ? 'table' : 'read');
  const kind = (): OrderKind => (byFields ? wanted() : 'read');
  return {
    kind,
    choose: setWanted,
    /** The table's columns; none where it is in no order of columns. */
    columns: byFields ? (order?.columns ?? []) : [],
    /** As the export is asked for. */
    order: () => (kind() === 'table' ? byFields : undefined),
  };
}

export type OrderChoicePort = ReturnType<typeof createOrderChoice>;
