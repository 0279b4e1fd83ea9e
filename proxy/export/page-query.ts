import type { Chunk } from '../../shared/chunk.ts';
import { bySeqNo, queryOf } from '../query/clause.ts';
import { byOrder } from './by-order.ts';
import type { Ticket } from './ticket.ts';

type Asked = { ticket: Ticket; chunk: Chunk; size: number; without?: readonly string[] | undefined };

/**
 * The body of a page's search. No `filter_path` and no `_source` filter ever goes with it: both make OpenSearch write
 * the documents anew, which is slower and changes values.
 */
export function pageBody({ ticket, chunk, size, without = [] }: Asked): Record<string, unknown> {
  const range = { range: { _seq_no: { gt: chunk.after, lte: chunk.upTo } } };
  return {
    size,
    sort: [...bySeqNo(), ...byOrder(ticket.order)],
    query: queryOf(ticket.search, { and: [range, ...onlyIndex(ticket), ...withoutThese(without)] }),
  };
}

/** A snapshot opened on the user's expression holds more indices than the ticket's; their shards are skipped. */
export function onlyIndex({ target, index }: Ticket): Record<string, unknown>[] {
  return target === index ? [] : [{ term: { _index: index } }];
}

function withoutThese(ids: readonly string[]): Record<string, unknown>[] {
  return ids.length === 0 ? [] : [{ bool: { must_not: [{ ids: { values: ids } }] } }];
}
