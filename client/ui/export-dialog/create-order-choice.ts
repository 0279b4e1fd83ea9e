import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { Order } from '../../../shared/order.ts';
import type { ExportFormat } from '../../../shared/request.ts';
import type { KeepSupport } from '../../sink/keep-support.ts';
import type { Found } from '../search/state/create-search.ts';
import type { SamplePort } from './create-sample.ts';
import { noSortRoom, sortRoom } from './sort-room.ts';

/** The order of the file's rows: the table's, or that in which they are read. */
export type OrderKind = 'table' | 'read';

type Options = {
  found: Found;
  sample: SamplePort;
  format: Accessor<ExportFormat>;
  /** Undefined until the browser has told. */
  keep: Accessor<KeepSupport | undefined>;
};

/**
 * Begins with the table's order where somebody chose that, here or in the link. It is not remembered: another table is in
 * another order, or in one that nobody chose and that is not worth the time of sorting.
 */
export function createOrderChoice({ found, sample, format, keep }: Options) {
  const byFields: Order | undefined = typeof found.sort === 'object' ? found.sort : undefined;
  const columns = byFields ? (found.order?.columns ?? []) : [];
  const [wanted, setWanted] = createSignal<OrderKind>(byFields && found.order?.isChosen ? 'table' : 'read');

  const need = createMemo(() => {
    const now = sample.state();
    if (!byFields || now.kind !== 'ready') return undefined;
    return sortRoom(now.sample, format(), { total: now.total, order: byFields, columns });
  });
  const noRoom = createMemo(() => (byFields ? noSortRoom(keep(), need()) : undefined));
  const kind = (): OrderKind => (byFields && !noRoom() ? wanted() : 'read');
  return {
    ...{ kind, columns, need, noRoom },
    choose: setWanted,
    /** As the export is asked for. */
    order: () => (kind() === 'table' ? byFields : undefined),
    /** The table's order is wanted and cannot be had. */
    isLost: () => wanted() !== kind(),
  };
}

export type OrderChoicePort = ReturnType<typeof createOrderChoice>;
