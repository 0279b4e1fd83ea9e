import { compareWhole } from './compare-bytes.ts';
import { copyBytes } from './copy-bytes.ts';
import { LoserTree } from './loser-tree.ts';
import { bytesOf, type Run, type RunSpool, type Segment, torn } from './run.ts';
import { type RunLeft, RunReader, wholeRun } from './run-reader.ts';
import { SegmentWriter } from './segment-writer.ts';

/** How far a merge is: plain data, for a checkpoint. */
export type MergeState = {
  /** Bytes of the spool that it counts on; what lies behind them is waste. */
  readonly length: number;
  /** Passes that ended: each makes one run of several, because there are more than can be read at once. */
  readonly passes: number;
  /** Runs that no merge has begun with. */
  readonly waiting: readonly Run[];
  /** The merge under way: into the file where `made` is missing, else into one more run, of which that is written. */
  readonly merging?: { readonly left: readonly RunLeft[]; readonly made?: readonly Segment[] | undefined } | undefined;
};

/** Whole rows, the next ones of the file. A step of a pass before the last has none. */
export type MergeBlock = { readonly bytes: Uint8Array<ArrayBuffer>; readonly rows: number };

export type MergeOptions = {
  spool: RunSpool;
  /** For all buffers: each run's, and the block. One row that is larger than a block is held besides. */
  budgetBytes: number;
  /** A block of rows; less where the budget is small. Bytes. */
  blockBytes?: number | undefined;
  /** A run's buffer is no smaller: reading less at once costs more than another pass. Bytes. */
  minBufferBytes?: number | undefined;
  /** What the longest key may take: each run has its next one in memory. Bytes. */
  keyBytes?: number | undefined;
  /** What one step of a pass before the last writes: what a crash costs. Bytes. */
  segmentBytes?: number | undefined;
};

const BLOCK_BYTES = 256 * 1024;
const MIN_BUFFER_BYTES = 64 * 1024;
const MAX_BUFFER_BYTES = 1024 * 1024;
/** Of a buffer, whatever the budget. Bytes. */
const LEAST_BYTES = 64;
const SEGMENT_BYTES = 64 * 1024 * 1024;
const EMPTY: MergeBlock = { bytes: new Uint8Array(0), rows: 0 };

/** A merge of these runs, from the beginning. @param length of the spool that they lie in */
export function mergeOf(runs: readonly Run[], length: number): MergeState {
  return { length, passes: 0, waiting: runs };
}

/**
 * Runs into one sequence of rows. After each block the state says where a later process goes on, and what it then gives is
 * exactly the rest; the spool must have been flushed before the state is kept. All of it throws checkpoint_lost where a run is
 * not as it was written, and QuotaExceededError where a pass before the last finds no room.
 */
export class Merge {
  readonly #spool: RunSpool;
  readonly #blockBytes: number;
  readonly #bufferRoom: number;
  readonly #minBufferBytes: number;
  readonly #segmentBytes: number;
  #waiting: readonly Run[];
  #passes: number;
  #readers: RunReader[] | undefined;
  #tree = new LoserTree([]);
  /** Undefined in the last pass. */
  #made: readonly Segment[] | undefined;

  constructor(options: MergeOptions, state: MergeState) {
    this.#spool = options.spool;
    this.#blockBytes = Math.min(options.blockBytes ?? BLOCK_BYTES, options.budgetBytes >> 2);
    this.#bufferRoom = options.budgetBytes - this.#blockBytes;
    this.#minBufferBytes = Math.max(options.minBufferBytes ?? MIN_BUFFER_BYTES, options.keyBytes ?? 0);
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    if (state.length > this.#spool.length) throw torn('it is shorter than its checkpoint says');
    this.#waiting = state.waiting;
    this.#passes = state.passes;
    if (state.merging) this.#begin(state.merging.left, state.merging.made);
  }

  /** Bytes allocated, when a block is being made. */
  get heldBytes(): number {
    return this.#blockBytes + (this.#readers ?? []).reduce((bytes, reader) => bytes + reader.heldBytes, 0);
  }

  /** Runs that can be read at once. */
  get fanIn(): number {
    return Math.max(2, Math.floor(this.#bufferRoom / this.#minBufferBytes));
  }

  /** What comes next goes into the file, and not into one more run. */
  get isLast(): boolean {
    return this.#readers ? this.#made === undefined : this.#waiting.length <= this.fanIn;
  }

  get state(): MergeState {
    const left = this.#readers?.map((reader) => reader.left);
    return {
      length: this.#spool.length,
      passes: this.#passes,
      waiting: this.#waiting,
      ...(left ? { merging: { left, ...(this.#made ? { made: this.#made } : {}) } } : {}),
    };
  }

  /** The next block; one without rows after a step of a pass before the last; undefined at the end. */
  next(): MergeBlock | undefined {
    if (!this.#readers) this.#beginNext();
    return this.#made ? this.#writeSegment(this.#made) : this.#takeBlock();
  }

  /** The last pass where the runs are few enough; else of the smallest ones just as many as must become one. */
  #beginNext(): void {
    const tooMany = this.#waiting.length - this.fanIn;
    const count = tooMany > 0 ? Math.min(this.fanIn, tooMany + 1) : this.#waiting.length;
    const bySize = this.#waiting.map((run, n) => ({ n, bytes: bytesOf(run) })).sort((a, b) => a.bytes - b.bytes);
    const chosen = new Set(bySize.slice(0, count).map(({ n }) => n));
    const left = this.#waiting.filter((_, n) => chosen.has(n)).map(wholeRun);
    this.#waiting = this.#waiting.filter((_, n) => !chosen.has(n));
    this.#begin(left, tooMany > 0 ? [] : undefined);
  }

  #begin(left: readonly RunLeft[], made: readonly Segment[] | undefined): void {
    const share = Math.floor(this.#bufferRoom / Math.max(1, left.length));
    const bufferBytes = Math.max(LEAST_BYTES, Math.min(MAX_BUFFER_BYTES, share));
    this.#readers = left.map((one) => new RunReader(this.#spool, one, bufferBytes));
    this.#tree = new LoserTree(this.#readers);
    this.#made = made;
  }

  #takeBlock(): MergeBlock | undefined {
    let winner = this.#tree.winner;
    if (!winner) return undefined;
    const block = new Uint8Array(Math.max(this.#blockBytes, winner.rowBytes));
    let used = 0;
    let rows = 0;
    const take = (bytes: Uint8Array, from: number, to: number) => {
      copyBytes(bytes, from, to, block, used);
      used += to - from;
    };
    for (; winner && used + winner.rowBytes <= block.length; winner = this.#tree.winner) {
      winner.takeRow(take);
      this.#tree.replay();
      rows++;
    }
    return { bytes: block.subarray(0, used), rows };
  }

  #writeSegment(made: readonly Segment[]): MergeBlock {
    const writer = new SegmentWriter(this.#spool, new Uint8Array(Math.max(LEAST_BYTES, this.#blockBytes)));
    const take = (bytes: Uint8Array, from: number, to: number) => writer.add(bytes, from, to);
    let rows = 0;
    let winner = this.#tree.winner;
    for (; winner && (rows === 0 || writer.bytes < this.#segmentBytes); winner = this.#tree.winner) {
      winner.takeRecord(take);
      this.#tree.replay();
      rows++;
    }
    this.#made = [...made, writer.finish(rows)];
    if (!winner) this.#endPass(this.#made);
    return EMPTY;
  }

  #endPass(segments: readonly Segment[]): void {
    const merged = (this.#readers ?? []).map((reader) => reader.left.run);
    this.#waiting = [...this.#waiting, { segments, last: lastOf(merged) }];
    this.#passes++;
    this.#readers = undefined;
    this.#made = undefined;
  }
}

/** Of several runs, the last key. */
function lastOf(runs: readonly Run[]): Uint8Array {
  return runs.map(({ last }) => last).reduce((a, b) => (compareWhole(a, b) >= 0 ? a : b));
}
