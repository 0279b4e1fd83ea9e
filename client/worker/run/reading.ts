import type { Reader } from '../../../shared/request.ts';
import type { Progress } from '../events.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import type { FileWriter } from '../ledger/file-writer.ts';
import type { Budget } from '../source/pace/budget.ts';
import type { Pace } from '../source/pace/pace.ts';
import type { PageReads } from '../source/page-reads.ts';
import type { ShardQueue } from '../source/shards.ts';

/** What reading has to work with, once it is known what there is to read. `downloadTimeout` in ms. */
export type Reading = { reader: Reader; queue: ShardQueue; reads: PageReads; pace: Pace; downloadTimeout: number };

/** How far an export is, as it is told to the main thread. */
export function progressOf(
  { queue, reads, pace }: Reading,
  { file, budget }: { file: FileWriter; budget: Budget },
): Progress {
  return {
    rows: queue.written,
    bytes: file.bytes,
    shardRows: queue.shards.map(({ written }) => written),
    wireBytes: reads.wireBytes,
    heldBytes: budget.held,
    budgetBytes: budget.limit,
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
export function checkpointOf({ reader, queue }: Reading, { file, ...kept }: Kept & { file: FileWriter }): Checkpoint {
  return {
    id: kept.request.id,
    ...kept,
    reader,
    shards: queue.checkpoint(),
    rows: file.rows,
    bytes: file.bytes,
    unplaced: new Map(file.unplaced),
    undated: new Map(file.undated),
    leftOut: [...file.leftOut],
  };
}
