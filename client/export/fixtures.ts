import type { ExportRequest } from '../../shared/request.ts';
import type { Progress, ShardPlan, Verdict } from '../worker/events.ts';

/** For tests: an export with an order, of two shards, and what is told of it on its way. */
export const sortedRequest: ExportRequest = {
  id: '00000000-0000-4000-8000-000000000000',
  search: { index: 'flights', q: '' },
  format: { kind: 'ndjson' },
  fileName: 'flights.ndjson',
  order: [{ field: 'delay', order: 'desc', type: 'integer' }],
};

export const twoShards: readonly ShardPlan[] = [
  { index: 'flights', shard: 0, rows: 600 },
  { index: 'flights', shard: 1, rows: 400 },
];

/** So many rows are read of both shards together, the first one first; with `merged`, so many are in the file. Ten bytes a row. */
export function progressAt(rows: number, merged?: number): Progress {
  const first = Math.min(rows, 600);
  return {
    ...{ rows, bytes: (merged ?? rows) * 10, shardRows: [first, rows - first], wireBytes: 0, heldBytes: 0 },
    ...{ budgetBytes: 1, inFlightBytes: 0, pageRows: 1000, readsInFlight: 1, p50Ms: 5, p95Ms: 5, snapshots: 2 },
    ...(merged === undefined ? {} : { merged }),
  };
}

/** Of all 1,000 rows, where so many are in the file. */
export function verdictOf(written: number): Verdict {
  const shards = twoShards.map(({ index, shard, rows }) => ({ index, shard, expected: rows, written: rows }));
  return {
    ...{ complete: written === 1000, expected: 1000, written, shards, unread: 0, unplaced: [], undated: [] },
    ...{ elapsedMs: 1, retries: 0 },
  };
}
