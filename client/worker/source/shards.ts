import { BEFORE_FIRST, type Chunk, chunksOf, restOf } from '../../../shared/chunk.ts';
import type { Plan, PlannedShard } from '../../../shared/protocol.ts';
import type { Reader } from '../../../shared/request.ts';
import type { Rows } from '../scan/scanner.ts';
import type { ShardCheckpoint } from './shard-checkpoint.ts';

/** One shard's part of an export. */
export type Shard = {
  readonly index: string;
  readonly shard: number;
  /** Opens the shard's snapshot at the proxy; replaced when the snapshot had to be opened anew. */
  ticket: string;
  /** Its snapshot: opened with the plan (it may serve several indices), not open yet, or opened later for this shard alone. */
  snapshot: 'planned' | 'none' | 'own';
  /** Scroll only: the place behind the last page, as long as that scroll lives. */
  next: string | undefined;
  /** Scroll only: rows of an unfinished group, to come before the next page's. */
  carry: Rows | undefined;
  /** Scroll only: places that were given up, to be closed at the end. */
  readonly abandoned: string[];
  expected: number;
  written: number;
  /** Documents that cannot be read, known and not passed yet; rows left out so far. */
  unreadable: { id: string; seqNo: number }[];
  leftOut: number;
  /** Rows of a page at most, where many cannot be read. */
  mostRows: number | undefined;
  /** Sums of sequence numbers: of the rows expected, where it is known, and of those written or left out. */
  expectedSum: number | undefined;
  seqNoSum: number;
  /** What the index took in while it was planned, at least: rows may have come in under the mark since. */
  readonly writes: number;
  /** Rows written when its snapshot or its scroll's place was lost last. */
  lostAt: number | undefined;
  /** Chunks not finished and not being read, in order. */
  readonly left: Chunk[];
  /** Reads of it under way. */
  readonly jobs: Set<Job>;
  /** When a read of it was sent last: the one that waited longest comes next, so that no keep-alive runs out. */
  turn: number;
};

/** One read to send. `left` is what is not in the file yet of its chunk; it moves when the page is put there. */
export type Job = { readonly shard: Shard; readonly chunk: Chunk; left: Chunk | undefined };

/** The chunks of all shards: which to read next, what is left, when all is done. */
export class ShardQueue {
  readonly shards: readonly Shard[];
  readonly #reader: Reader;
  #turn = 0;

  constructor(reader: Reader, shards: readonly Shard[]) {
    this.#reader = reader;
    this.shards = shards;
  }

  static ofPlan({ reader, shards }: Plan, maxChunkRows: number): ShardQueue {
    // A scroll reads on from where it is: one chunk, one scroll, one snapshot for the whole shard.
    const rowsAtOnce = reader === 'scroll' ? Number.POSITIVE_INFINITY : maxChunkRows;
    return new ShardQueue(
      reader,
      inTurns(
        reader,
        shards.map((shard) => planShard(shard, rowsAtOnce)),
      ),
    );
  }

  static ofCheckpoint({ reader, shards }: { reader: Reader; shards: readonly ShardCheckpoint[] }): ShardQueue {
    return new ShardQueue(
      reader,
      inTurns(
        reader,
        shards.map((shard) => ({
          ...shard,
          writes: shard.writes ?? 0,
          leftOut: shard.leftOut ?? 0,
          expectedSum: shard.expectedSum,
          seqNoSum: shard.seqNoSum ?? 0,
          ...unread(),
          snapshot: 'planned',
          abandoned: [],
          jobs: new Set(),
          left: [...shard.left],
        })),
      ),
    );
  }

  /**
   * The next read; undefined when all that is left is being read. Planned snapshots come first, by turns, so that no keep-alive
   * runs out; then those opened one by one, each to its end, so that few are open at once.
   */
  take(parallel: number, mayRead: (shard: Shard) => boolean = () => true): Job | undefined {
    const waiting = this.shards.filter((shard) => shard.left.length > 0 && mayRead(shard));
    const each = Math.max(1, Math.ceil(parallel / Math.max(1, waiting.length)));
    const free = waiting.filter((shard) => shard.jobs.size < (this.#oneByOne(shard) ? 1 : each));
    const shard = free.reduce<Shard | undefined>((a, b) => (a && comesBefore(a, b) ? a : b), undefined);
    const chunk = shard?.left.shift();
    if (!shard || !chunk) return undefined;
    this.#turn += 1;
    shard.turn = this.#turn;
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
    return this.shards.every((shard) => isFinished(shard));
  }

  get written(): number {
    return this.shards.reduce((sum, { written }) => sum + written, 0);
  }

  /** Snapshots open at OpenSearch: those of the plan until the end, those opened one by one until their shard is read. */
  get snapshots(): number {
    return this.shards.filter(
      (shard) => shard.snapshot === 'planned' || (shard.snapshot === 'own' && !isFinished(shard)),
    ).length;
  }

  /** A scroll has one place only; a snapshot that is not open is opened once. */
  #oneByOne(shard: Shard): boolean {
    return this.#reader === 'scroll' || shard.snapshot === 'none';
  }

  /** Each shard as it stands in the file. */
  checkpoint(): ShardCheckpoint[] {
    return this.shards.map(({ index, shard, ticket, left, jobs, ...counts }) => {
      const { expected, written, writes, leftOut, expectedSum, seqNoSum } = counts;
      const sums = expectedSum === undefined ? {} : { expectedSum, seqNoSum };
      const begun = [...jobs].flatMap((job) => (job.left ? [job.left] : []));
      return { index, shard, ticket, expected, written, writes, leftOut, ...sums, left: [...begun, ...left] };
    });
  }

  /** Every ticket that may hold something open at the proxy. */
  get tickets(): string[] {
    return this.shards.flatMap(ticketsOf);
  }
}

/** Every ticket of a shard that may hold something open. */
export function ticketsOf({ ticket, next, abandoned }: Shard): string[] {
  return [ticket, ...(next ? [next] : []), ...abandoned];
}

/** Gives up the place behind the last page: what is left is read from the position on. */
export function abandonPlace(shard: Shard): void {
  if (shard.next) shard.abandoned.push(shard.next);
  shard.next = undefined;
  shard.carry = undefined;
}

export function isFinished(shard: Shard): boolean {
  return shard.jobs.size === 0 && shard.left.length === 0;
}

/** Whether the job is all of its shard, of which nothing was read. */
export function isWhole({ shard, chunk }: Job): boolean {
  const untouched = shard.written === 0 && shard.leftOut === 0 && shard.unreadable.length === 0;
  return untouched && chunk.after === BEFORE_FIRST && shard.left.length === 0;
}

/** A shard's snapshot has other rows than were planned: which they are nobody has said. */
export function expectAnew(shard: Shard, rows: number | undefined): void {
  if (rows === undefined || rows === shard.expected) return;
  shard.expected = rows;
  shard.expectedSum = undefined;
}

/** What is left of `chunk` behind the last of `rows`; all of it where there are no rows. */
export function behind(chunk: Chunk, rows: Rows): Chunk | undefined {
  return rows.lastSeqNo === undefined ? chunk : restOf(chunk, rows.lastSeqNo);
}

/** How every shard begins, and begins again after a reload. */
function unread() {
  const none = { next: undefined, carry: undefined, lostAt: undefined, mostRows: undefined };
  return { ...none, turn: 0, unreadable: [] };
}

/** Scrolls that are read in turns, and open at once: each begins with its first page, so that the others may wait. */
const SCROLLS_AT_ONCE = 40;

function inTurns(reader: Reader, shards: Shard[]): Shard[] {
  if (reader !== 'scroll') return shards;
  let open = 0;
  for (const shard of shards) {
    if (shard.left.length > 0) open += 1;
    if (open > SCROLLS_AT_ONCE) shard.snapshot = 'none';
  }
  return shards;
}

const ORDER = { planned: 0, own: 1, none: 2 };

function comesBefore(a: Shard, b: Shard): boolean {
  return a.snapshot === b.snapshot ? a.turn <= b.turn : ORDER[a.snapshot] < ORDER[b.snapshot];
}

function planShard(planned: PlannedShard, rowsAtOnce: number): Shard {
  const { index, shard, ticket, rows, sum, writes } = planned;
  const left = chunksOf(planned, rowsAtOnce);
  const snapshot = planned.opened ? 'planned' : 'none';
  return {
    index,
    shard,
    ticket,
    snapshot,
    ...unread(),
    abandoned: [],
    expected: rows,
    written: 0,
    leftOut: 0,
    expectedSum: sum,
    seqNoSum: 0,
    writes,
    left,
    jobs: new Set(),
  };
}
