import type { Reader } from '../../../shared/request.ts';
import type { Progress } from '../events.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import type { FileState, RowLedger } from '../ledger/row-ledger.ts';
import type { Budget } from '../source/pace/budget.ts';
import type { Pace } from '../source/pace/pace.ts';
import type { PageReads } from '../source/page-reads.ts';
import type { ShardQueue } from '../source/shard-queue.ts';

/** What reading has to work with, once it is known what there is to read. `downloadTimeout` in ms. */
export type Reading = { reader: Reader; queue: ShardQueue; reads: PageReads; pace: Pace; downloadTimeout: number };

/** How far an export is, as it is told to the main thread. */
export function progressOf(
  { queue, reads, pace }: Reading,
  { ledger, budget, budgetBytes }: { ledger: RowLedger; budget: Budget; budgetBytes: number },
): Progress {
  return {
    rows: queue.written,
    bytes: ledger.bytes,
    ...(ledger.merged === undefined ? {} : { merged: ledger.merged }),
    shardRows: queue.shards.map(({ written }) => written),
    wireBytes: reads.wireBytes,
    heldBytes: budget.held + ledger.heldBytes,
    budgetBytes,
    pageRows: pace.rows,
    inFlightBytes: reads.inFlightBytes,
    readsInFlight: reads.inFlight,
    p50Ms: reads.latencies.percentile(0.5),
    p95Ms: reads.latencies.percentile(0.95),
    snapshots: queue.snapshots,
  };
}

/** What a checkpoint holds besides what reading and file tell. */
type Kept = Pick<Checkpoint, 'request' | 'apart' | 'dates' | 'retries' | 'elapsedMs' | 'createdAt' | 'savedAt'>;

/** From where the export could go on: what is in the file now, and what is left to read. */
export function checkpointOf({ reader, queue }: Reading, { file, ...kept }: Kept & { file: FileState }): Checkpoint {
  return {
    id: kept.request.id,
    ...kept,
    reader,
    shards: queue.checkpoint(),
    ...file,
  };
}
