import { type Chunk, chunksOf } from '../../../shared/chunk.ts';
import type { Plan } from '../../../shared/protocol.ts';
import type { Reader } from '../../../shared/request.ts';
import { type Job, Shard } from './shard.ts';
import type { ShardCheckpoint } from './shard-checkpoint.ts';
import type { Strategy } from './shard-reader.ts';
import { Snapshot, type SnapshotState } from './snapshot.ts';
import { splitFor } from './split.ts';
import { STRATEGIES } from './strategies.ts';

/** What a read is taken for. */
export type Demand = {
  /** Reads side by side at most. */
  parallel: number;
  /** Reads that may be sent now, this one among them. */
  idle: number;
  mayRead(shard: Shard): boolean;
  /** Rows of the shard's next page; undefined where that is not known. */
  pageRowsOf(shard: Shard): number | undefined;
};

/** The chunks of all shards: which to read next, what is left, when all is done. */
export class ShardQueue {
  readonly shards: readonly Shard[];
  #sent = 0;

  constructor(shards: readonly Shard[]) {
    this.shards = shards;
  }

  static ofPlan({ reader, shards }: Plan, maxChunkRows: number): ShardQueue {
    const strategy = STRATEGIES[reader];
    const rowsAtOnce = strategy.chunkRows(maxChunkRows);
    const opening = inTurns(strategy);
    return new ShardQueue(
      shards.map((planned) => {
        const { index, uuid, shard, rows, sum, writes, light } = planned;
        const of = { index, ...(uuid === undefined ? {} : { uuid }), shard };
        const counts = {
          ...of,
          writes,
          isLight: light === true,
          expected: rows,
          written: 0,
          leftOut: 0,
          expectedSum: sum,
          seqNoSum: 0,
        };
        const left = chunksOf(planned, rowsAtOnce);
        const state = opening(left.length > 0, planned.opened);
        return new Shard(counts, { left, reader: strategy.makeReader(new Snapshot(planned.ticket, state)) });
      }),
    );
  }

  static ofCheckpoint({ reader, shards }: { reader: Reader; shards: readonly ShardCheckpoint[] }): ShardQueue {
    const strategy = STRATEGIES[reader];
    const opening = inTurns(strategy);
    return new ShardQueue(
      shards.map(({ ticket, left, ...kept }) => {
        const { writes = 0, leftOut = 0, expectedSum, seqNoSum = 0 } = kept;
        const state = opening(left.length > 0, true);
        const reader = strategy.makeReader(new Snapshot(ticket, state));
        return new Shard({ ...kept, writes, leftOut, expectedSum, seqNoSum }, { left, reader });
      }),
    );
  }

  /**
   * The next read; undefined when all that is left is being read. Snapshots that were opened with others come first, by turns, so that no
   * keep-alive runs out; then those opened one by one, each to its end, so that few are open at once. Where fewer chunks wait than there are
   * idle reads, what waits is split.
   */
  take({ parallel, idle, mayRead, pageRowsOf }: Demand): Job | undefined {
    const waiting = this.shards.filter((shard) => shard.left.length > 0 && !isAwaited(shard) && mayRead(shard));
    const each = Math.max(1, Math.ceil(parallel / Math.max(1, waiting.length)));
    const roomOf = (shard: Shard) => (isOneByOne(shard) ? 1 : each) - shard.jobs.size;
    const free = waiting.filter((shard) => roomOf(shard) > 0);
    splitFor(free, { wanted: idle, roomOf, pageRowsOf });
    const shard = free.reduce<Shard | undefined>((a, b) => (a && comesBefore(a, b) ? a : b), undefined);
    const chunk = shard && firstOf(shard, pageRowsOf(shard));
    if (!shard || !chunk) return undefined;
    this.#sent += 1;
    shard.sentAt = this.#sent;
    const job = { shard, chunk, left: chunk };
    shard.jobs.add(job);
    return job;
  }

  /** The read has ended: what is left of its chunk comes next. */
  giveBack(job: Job): void {
    job.shard.jobs.delete(job);
    if (job.left) job.shard.left.unshift(job.left);
  }

  get done(): boolean {
    return this.shards.every(({ isFinished }) => isFinished);
  }

  get written(): number {
    return this.shards.reduce((sum, { written }) => sum + written, 0);
  }

  /** Shards whose snapshots are open at OpenSearch: until they are read. */
  get snapshots(): number {
    return this.shards.filter(({ reader, isFinished }) => reader.snapshot.state !== 'none' && !isFinished).length;
  }

  /** Shards that wait and whose snapshots are not open, nor about to be. */
  get unopened(): Shard[] {
    return this.shards.filter((shard) => {
      const { reader, left, jobs } = shard;
      return reader.snapshot.state === 'none' && left.length > 0 && jobs.size === 0 && !isAwaited(shard);
    });
  }

  /** Each shard as it stands in the file. */
  checkpoint(): ShardCheckpoint[] {
    return this.shards.map((shard) => shard.checkpoint());
  }

  /** Every ticket that may hold something open at the proxy. */
  get tickets(): string[] {
    return this.shards.flatMap(({ reader }) => reader.tickets);
  }
}

/** Takes the chunk that is next, or its part up to the seam at which a page is best ended. */
function firstOf({ left, seams }: Shard, pageRows: number | undefined): Chunk | undefined {
  const chunk = left.shift();
  const seam = chunk && pageRows !== undefined ? seams.within(chunk, pageRows) : undefined;
  if (!chunk || seam === undefined) return chunk;
  left.unshift({ after: seam, upTo: chunk.upTo });
  return { after: chunk.after, upTo: seam };
}

function isAwaited({ reader }: Shard): boolean {
  return reader.snapshot.isAwaited;
}

/** A snapshot that is not open is opened once. */
function isOneByOne({ reader }: Shard): boolean {
  return !reader.isParallel || reader.snapshot.state === 'none';
}

/** In which state the snapshots begin, shard by shard. */
function inTurns({ inTurns: most }: Strategy): (isUnread: boolean, isOpen: boolean) => SnapshotState {
  let open = 0;
  return (isUnread, isOpen) => {
    if (isUnread) open += 1;
    return isOpen && open <= most ? 'planned' : 'none';
  };
}

const ORDER = { planned: 0, own: 1, none: 2 };

/** The one that waited longest is next. */
function comesBefore(a: Shard, b: Shard): boolean {
  const [of, other] = [a.reader.snapshot.state, b.reader.snapshot.state];
  return of === other ? a.sentAt <= b.sentAt : ORDER[of] < ORDER[other];
}
