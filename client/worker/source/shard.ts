import { BEFORE_FIRST, type Chunk } from '../../../shared/chunk.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import { Seams } from './seams.ts';
import type { ShardCheckpoint } from './shard-checkpoint.ts';
import type { ShardReader } from './shard-reader.ts';
import { rowsPerNumber, spanOf } from './split.ts';

/** Rows for each sequence number: where many numbers have no row here, rows lie apart whatever page they come in. */
const DENSE = 0.95;

/** Rows of one shard: what it owes, and what came of it. */
export type ShardCounts = {
  readonly index: string;
  /** The index's, where the proxy told it. */
  readonly uuid?: string;
  readonly shard: number;
  expected: number;
  written: number;
  /** Rows left out so far, as they cannot be read. */
  leftOut: number;
  /** Sums of sequence numbers: of the rows expected, where it is known, and of those written or left out. */
  expectedSum: number | undefined;
  seqNoSum: number;
  /** What the index took in while it was planned, at least: rows may have come in under the mark since. */
  readonly writes: number;
  /** Its index is so small that nobody has to see first how large a row is. */
  readonly isLight?: boolean;
};

/** One read to send. `left` is what is not in the file yet of its chunk; it moves when the page is put there. */
export type Job = { readonly shard: Shard; readonly chunk: Chunk; left: Chunk | undefined };

/** One shard's part of an export. */
export class Shard implements ShardCounts {
  readonly index: string;
  readonly uuid?: string;
  readonly shard: number;
  readonly writes: number;
  readonly isLight: boolean;
  readonly reader: ShardReader;
  /** Chunks not finished and not being read, in order. */
  readonly left: Chunk[];
  /** Reads of it under way. */
  readonly jobs = new Set<Job>();
  expected: number;
  written: number;
  leftOut: number;
  expectedSum: number | undefined;
  seqNoSum: number;
  /** Documents that cannot be read, known and not passed yet. */
  unreadable: { id: string; seqNo: number }[] = [];
  /** Where its pages are best ended. */
  readonly seams = new Seams();
  /** When a read of it was sent last, by number. */
  sentAt = 0;
  /** Rows written when its snapshot or its scroll's place was lost last. */
  #lostAt: number | undefined;

  constructor(counts: ShardCounts, { reader, left }: { reader: ShardReader; left: readonly Chunk[] }) {
    this.index = counts.index;
    if (counts.uuid !== undefined) this.uuid = counts.uuid;
    this.shard = counts.shard;
    this.writes = counts.writes;
    this.isLight = counts.isLight ?? false;
    this.expected = counts.expected;
    this.written = counts.written;
    this.leftOut = counts.leftOut;
    this.expectedSum = counts.expectedSum;
    this.seqNoSum = counts.seqNoSum;
    this.reader = reader;
    this.left = [...left];
  }

  get ticket(): string {
    return this.reader.snapshot.ticket;
  }

  get isFinished(): boolean {
    return this.jobs.size === 0 && this.left.length === 0;
  }

  /** What is not in the file yet: chunks that are being read, and those that wait. */
  get unread(): Chunk[] {
    return [...[...this.jobs].flatMap((job) => (job.left ? [job.left] : [])), ...this.left];
  }

  /** Rows that its only chunk still owes; undefined where there are several. */
  get rowsLeft(): number | undefined {
    if (this.jobs.size + this.left.length !== 1) return undefined;
    return Math.max(0, this.expected - this.written - this.leftOut);
  }

  /** As it stands in the file. */
  checkpoint(): ShardCheckpoint {
    const { index, uuid, shard, ticket, expected, written, writes, leftOut, expectedSum, seqNoSum } = this;
    const known = uuid === undefined ? {} : { uuid };
    const sums = expectedSum === undefined ? {} : { expectedSum, seqNoSum };
    return { index, ...known, shard, ticket, expected, written, writes, leftOut, ...sums, left: this.unread };
  }

  /** Whether the job is all of the shard, of which nothing was read. */
  isAll({ chunk }: Job): boolean {
    const isUntouched = this.written === 0 && this.leftOut === 0 && this.unreadable.length === 0;
    return isUntouched && chunk.after === BEFORE_FIRST && this.left.length === 0;
  }

  /** Its snapshot has other rows than were planned: which they are nobody has said. */
  expectAnew(rows: number | undefined): void {
    if (rows === undefined || rows === this.expected) return;
    this.expected = rows;
    this.expectedSum = undefined;
  }

  /** Whether that is its snapshot's ticket: not a scroll's place, nor that of one that was opened anew by now. */
  isOpenBy(ticket: string): boolean {
    return this.ticket === ticket;
  }

  /** As `Snapshot.reopen`. */
  reopen(ticket: string, connection: ProxySocket): Promise<boolean> {
    return this.reader.snapshot.reopen(ticket, connection);
  }

  /** Whether it is worth asking for those of a chunk: of several pages, in which a row stands at almost every number. */
  mayHaveSeams(chunk: Chunk, pageRows: number): boolean {
    const isWorth = spanOf(chunk) > 2 * pageRows && this.reader.isParallel && this.reader.snapshot.state !== 'none';
    return isWorth && rowsPerNumber(this) >= DENSE && !this.seams.areAsked(this.ticket, chunk);
  }

  /** Its snapshot was lost. False when that happened before, and no row came of it since. */
  noteLost(): boolean {
    if (this.#lostAt === this.written) return false;
    this.#lostAt = this.written;
    return true;
  }
}
