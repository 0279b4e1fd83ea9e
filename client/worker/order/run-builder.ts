import { copyBytes } from './copy-bytes.ts';
import { type KeyedRows, startOf } from './parts.ts';
import { makePlainSorter } from './plain-sorter.ts';
import { keyAt, lengthAt, RECORD_HEADER, recordBytes, writeCount } from './records.ts';
import { type Run, type RunSpool, withSegment } from './run.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { MakeRecordSorter, RecordSorter } from './sorter.ts';

/** What is appended to the spool at once. Bytes; less where the budget is small. */
const BLOCK_BYTES = 256 * 1024;
const MIN_BLOCK_BYTES = 64;

/**
 * Collects rows until the budget is full, and writes them in order. It allocates all it needs when it is made, and is used for
 * one run after another; only a row that is larger than all of it is held besides.
 */
export class RunBuilder {
  readonly #sorter: RecordSorter;
  readonly #block: Uint8Array<ArrayBuffer>;
  #used = 0;
  #count = 0;
  /** A record that does not fit into the arena; alone in its run. */
  #large: Uint8Array<ArrayBuffer> | undefined;

  /** @param budgetBytes for records, what sorting them takes, and the block that is written */
  constructor(budgetBytes: number, makeSorter: MakeRecordSorter = makePlainSorter) {
    const blockBytes = Math.max(MIN_BLOCK_BYTES, Math.min(BLOCK_BYTES, budgetBytes >> 3));
    this.#block = new Uint8Array(blockBytes);
    this.#sorter = makeSorter(budgetBytes - blockBytes);
  }

  /** Rows that wait to be written. */
  get count(): number {
    return this.#count;
  }

  /** Bytes of records that wait to be written. */
  get bytes(): number {
    return this.#large?.length ?? this.#used;
  }

  /** Bytes allocated. */
  get heldBytes(): number {
    return this.#sorter.heldBytes + this.#block.length + (this.#large?.length ?? 0);
  }

  /** Takes rows from the `from`-th on, as many as fit, and copies them. Gives the first that it did not take: write, and go on with that. */
  add(batch: KeyedRows, from = 0): number {
    const { arena, maxRows } = this.#sorter;
    const count = batch.rows.ends.length;
    for (let n = from; n < count; n++) {
      if (this.#large || this.#count === maxRows) return n;
      const length = lengthOf(batch, n);
      if (this.#used + length <= arena.length) {
        writeRecord(batch, n, arena, this.#used);
        this.#used += length;
      } else if (this.#count > 0) return n;
      else {
        this.#large = new Uint8Array(length);
        writeRecord(batch, n, this.#large, 0);
      }
      this.#count++;
    }
    return count;
  }

  /**
   * Sorts what was added, appends it to the spool, and begins anew. Gives the runs with it. It is safe once the spool is flushed;
   * until the runs are kept too, what is behind the spool's length of before is waste. @throws QuotaExceededError
   */
  write(spool: RunSpool, runs: readonly Run[]): Run[] {
    if (this.#count === 0) return [...runs];
    const bytes = this.#large ?? this.#sorter.arena;
    const order = this.#large ? [0] : this.#sorter.sort(this.#count);
    const writer = new SegmentWriter(spool, this.#block);
    for (let i = 0; i < this.#count; i++) {
      const at = order[i] as number;
      writer.add(bytes, at, at + lengthAt(bytes, at));
    }
    const first = keyAt(bytes, order[0] as number).slice();
    const last = keyAt(bytes, order[this.#count - 1] as number).slice();
    const segment = writer.finish(this.#count);
    this.#used = 0;
    this.#count = 0;
    this.#large = undefined;
    return withSegment(runs, { segment, first, last });
  }
}

function lengthOf({ rows, keys }: KeyedRows, n: number): number {
  return recordBytes((keys.ends[n] as number) - startOf(keys, n), (rows.ends[n] as number) - startOf(rows, n));
}

function writeRecord({ rows, keys }: KeyedRows, n: number, bytes: Uint8Array, at: number): void {
  const keyFrom = startOf(keys, n);
  const keyEnd = keys.ends[n] as number;
  const rowFrom = startOf(rows, n);
  const rowEnd = rows.ends[n] as number;
  writeCount(bytes, at, keyEnd - keyFrom);
  writeCount(bytes, at + 4, rowEnd - rowFrom);
  const rowAt = at + RECORD_HEADER + keyEnd - keyFrom;
  copyBytes(keys.bytes, keyFrom, keyEnd, bytes, at + RECORD_HEADER);
  copyBytes(rows.bytes, rowFrom, rowEnd, bytes, rowAt);
  // What an earlier run left there would be in the sum of this one: the same rows shall be the same bytes.
  const end = rowAt + rowEnd - rowFrom;
  for (let i = end; (i - at) % 4 > 0; i++) bytes[i] = 0;
}
