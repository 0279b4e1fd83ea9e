import { ByteBuffer, malformed } from '../../../../shared/json/bytes.ts';
import { addRows } from '../field-rows.ts';
import type { HitCutter } from '../hit-cutter.ts';
import { HitReader } from '../hit-reader.ts';
import type { RowWriter } from '../row-writer.ts';
import type { Rows } from '../scanner.ts';
import type { ScanLimits } from '../scanners.ts';
import { sortsOf } from '../sort-log.ts';
import type { ScannerExports } from './instance.ts';
import { outOfMemory, type WasmInput } from './wasm-input.ts';
import { carrySorts, takeSorts } from './wasm-sorts.ts';

/** Dates in a zone are the plain writer's. */
const NO_FIELDS: ReadonlyMap<string, number> = new Map();

const DONE = 0;
const PARTIAL = 1;

/** An instance with its input: one page at a time, one after another. */
export type Slot = { readonly scanner: ScannerExports; readonly input: WasmInput };

/**
 * The SIMD one. A hit that it doesn't know how to take (comments, several values in one cell, faults) is given to the
 * plain reader and writer: so there is one place for what is rare.
 */
export class WasmHitCutter implements HitCutter {
  readonly input: WasmInput;
  readonly #scanner: ScannerExports;
  readonly #writer: RowWriter;
  readonly #reader: HitReader;
  readonly #carried: Rows | undefined;
  readonly #release: () => void;
  readonly #isSorted: boolean;
  readonly #scratch = new ByteBuffer(256);
  #isFirst = true;

  constructor(
    slot: Slot,
    parts: { writer: RowWriter; limits: ScanLimits; carry: Rows | undefined; release: () => void },
  ) {
    this.input = slot.input;
    this.#scanner = slot.scanner;
    this.#writer = parts.writer;
    this.#reader = new HitReader(parts.writer, parts.limits);
    this.#isSorted = parts.limits.sortValues > 0;
    this.#release = parts.release;
    this.#carried = parts.carry !== undefined && parts.carry.count > 0 ? parts.carry : undefined;
    if (this.#carried !== undefined) {
      if (this.#isSorted) carrySorts(this.#scanner, sortsOf(this.#carried));
      this.#put(this.#carried.bytes);
      this.#scanner.carry(this.#carried.bytes.length, this.#carried.count, this.#carried.lastSeqNo ?? -1);
    }
  }

  get count(): number {
    return this.#scanner.count.value;
  }

  get doneCount(): number {
    return this.#scanner.count.value - this.#scanner.groupRows.value;
  }

  get outBytes(): number {
    return this.#scanner.rowsEnd.value + this.#scanner.sortBytes();
  }

  cut(): boolean {
    const { input } = this;
    for (;;) {
      const before = this.count;
      const status = this.#scanner.cut(input.start, input.end);
      input.start = this.#scanner.position.value;
      if (this.count > before) this.#isFirst = false;
      if (status === DONE) return true;
      if (status === PARTIAL) return false;
      const next = this.#reader.next(input, this.#isFirst);
      if (next !== 'hit') return next === 'end';
      this.#isFirst = false;
      this.#addPlainly();
    }
  }

  take(): { done: Rows; tail: Rows } {
    const { groupRows, groupAt, rowsEnd, groupSeqNo, doneSeqNo, groupSum, doneSum } = this.#scanner;
    const tailUnplaced = this.#unplaced(this.#scanner.unplacedGroupAt.value);
    const doneUnplaced = this.#unplaced(this.#scanner.unplacedDoneAt.value);
    const isCarryDone = doneSeqNo.value >= 0;
    for (const [path, rows] of this.#carried?.unplaced ?? [])
      addRows(isCarryDone ? doneUnplaced : tailUnplaced, path, rows);
    const { bytes } = this.input;
    const at = this.#scanner.outAt();
    const split = { done: this.doneCount, doneBytes: groupAt.value };
    const sorts = this.#isSorted ? takeSorts(this.#scanner, split) : undefined;
    const rows: { done: Rows; tail: Rows } = {
      done: {
        bytes: bytes.slice(at, at + groupAt.value),
        count: this.doneCount,
        lastSeqNo: seqNoOf(doneSeqNo.value),
        seqNoSum: doneSum.value,
        unplaced: doneUnplaced,
        undated: NO_FIELDS,
        ...(sorts ? { sorts: sorts.done } : {}),
      },
      tail: {
        bytes: bytes.slice(at + groupAt.value, at + rowsEnd.value),
        count: groupRows.value,
        lastSeqNo: seqNoOf(groupSeqNo.value),
        seqNoSum: groupSum.value,
        unplaced: tailUnplaced,
        undated: NO_FIELDS,
        ...(sorts ? { sorts: sorts.tail } : {}),
      },
    };
    this.#release();
    return rows;
  }

  /** The hit that the reader has just read, by the plain writer. */
  #addPlainly(): void {
    const scratch = this.#scratch;
    scratch.length = 0;
    this.#writer.write(this.#reader.bytes, scratch);
    const { seqNo, sort } = this.#reader;
    if (seqNo < this.#scanner.groupSeqNo.value)
      throw malformed('its rows are not in the order of their sequence numbers');
    if (this.#isSorted) this.#putSort(sort.bytes.subarray(0, sort.length));
    this.#put(scratch.bytes.subarray(0, scratch.length));
    this.#scanner.addRow(seqNo, scratch.length);
    const { unplacedIds, unplacedCount } = this.#writer;
    for (let i = 0; i < unplacedCount; i++) this.#scanner.unplacedOne(unplacedIds[i] as number);
  }

  #putSort(bytes: Uint8Array): void {
    const at = this.#scanner.reserveSort() ? this.#scanner.sortRoom(bytes.length) : 0;
    if (at === 0) throw outOfMemory();
    this.input.bytes.set(bytes, at);
  }

  #put(bytes: Uint8Array): void {
    const at = this.#scanner.room(bytes.length);
    if (at === 0) throw outOfMemory();
    this.input.bytes.set(bytes, at);
  }

  #unplaced(at: number): Map<string, number> {
    const rows = new Uint32Array(this.#scanner.memory.buffer, at, this.#scanner.unplacedEnd.value);
    const counts = new Map<string, number>();
    rows.forEach((count, id) => {
      if (count > 0) addRows(counts, this.#writer.fieldPath(id), count);
    });
    return counts;
  }
}

function seqNoOf(value: number): number | undefined {
  return value < 0 ? undefined : value;
}
