import { type ByteBuffer, malformed } from '../../../shared/json/bytes.ts';
import type { RowWriter } from './row-writer.ts';
import type { Rows } from './scanner.ts';

/** Larger buffers are not kept for the next page. Bytes. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** The rows of one page as they are made: bytes, and where the last group of equal sequence numbers begins. */
export class RowLog {
  readonly out: ByteBuffer;
  count = 0;
  /** Where the last whole row ends; a row that failed half-way may lie behind. */
  #rowsEnd = 0;
  #groupAt = 0;
  #groupRows = 0;
  #groupSeqNo: number | undefined;
  #doneSeqNo: number | undefined;
  /** By field number, over the rows before the last group; then one entry a row and field of that group. */
  #missed = new Uint32Array(64);
  #groupMissed = new Int32Array(64);
  #groupMissedCount = 0;
  readonly #carried: ReadonlyMap<string, number>;
  #carriedDone = false;
  readonly #writer: RowWriter;

  constructor(out: ByteBuffer, writer: RowWriter, carry: Rows | undefined) {
    this.out = out;
    this.#writer = writer;
    this.#carried = carry?.unplaced ?? new Map();
    if (carry === undefined || carry.count === 0) return;
    out.reserve(carry.bytes.length);
    out.copy(carry.bytes, 0, carry.bytes.length);
    this.#rowsEnd = out.length;
    this.count = carry.count;
    this.#groupRows = carry.count;
    this.#groupSeqNo = carry.lastSeqNo;
  }

  /** Notes the row whose bytes begin at `at` in `out`. @throws page_malformed when numbers run backwards */
  add(seqNo: number, at: number): void {
    if (seqNo !== this.#groupSeqNo) this.#beginGroup(seqNo, at);
    this.count++;
    this.#groupRows++;
    this.#rowsEnd = this.out.length;
    const missedCount = this.#writer.missedCount;
    if (missedCount > 0) this.#noteMissed(this.#writer.missed, missedCount);
  }

  take(): { done: Rows; tail: Rows } {
    const groupMissed = new Map<string, number>();
    for (let i = 0; i < this.#groupMissedCount; i++) {
      addTo(groupMissed, this.#writer.fieldPath(this.#groupMissed[i] as number), 1);
    }
    const doneMissed = new Map<string, number>();
    this.#missed.forEach((rows, id) => {
      if (rows > 0) addTo(doneMissed, this.#writer.fieldPath(id), rows);
    });
    for (const [path, rows] of this.#carried) addTo(this.#carriedDone ? doneMissed : groupMissed, path, rows);

    const tailBytes = this.out.bytes.slice(this.#groupAt, this.#rowsEnd);
    return {
      done: {
        bytes: cutOut(this.out, this.#groupAt),
        count: this.count - this.#groupRows,
        lastSeqNo: this.#doneSeqNo,
        unplaced: doneMissed,
      },
      tail: { bytes: tailBytes, count: this.#groupRows, lastSeqNo: this.#groupSeqNo, unplaced: groupMissed },
    };
  }

  #beginGroup(seqNo: number, at: number): void {
    const before = this.#groupSeqNo;
    // Positions are numbers: a page that is not in their order would make the next one leave rows out.
    if (before !== undefined && seqNo < before)
      throw malformed('its rows are not in the order of their sequence numbers');
    this.#doneSeqNo = before;
    this.#carriedDone = before !== undefined;
    this.#groupSeqNo = seqNo;
    this.#groupAt = at;
    this.#groupRows = 0;
    for (let i = 0; i < this.#groupMissedCount; i++) {
      const id = this.#groupMissed[i] as number;
      if (id >= this.#missed.length) this.#missed = enlarged(this.#missed, new Uint32Array((id + 1) * 2));
      (this.#missed[id] as number)++;
    }
    this.#groupMissedCount = 0;
  }

  #noteMissed(ids: Int32Array, count: number): void {
    const total = this.#groupMissedCount + count;
    if (total > this.#groupMissed.length) this.#groupMissed = enlarged(this.#groupMissed, new Int32Array(total * 2));
    for (let i = 0; i < count; i++) this.#groupMissed[this.#groupMissedCount + i] = ids[i] as number;
    this.#groupMissedCount = total;
  }
}

/** The first `length` bytes, in memory of their own: the page's buffer itself only where it is too large to be kept and well filled. */
function cutOut(out: ByteBuffer, length: number): Uint8Array<ArrayBuffer> {
  const { bytes } = out;
  if (bytes.length > KEPT_BYTES && length > bytes.length * 0.9) {
    out.bytes = new Uint8Array(0);
    return bytes.subarray(0, length);
  }
  return bytes.slice(0, length);
}

/** Whether a buffer of this size is worth keeping for the next page. */
export function isKept(bytes: number): boolean {
  return bytes > 0 && bytes <= KEPT_BYTES;
}

function enlarged<T extends Uint32Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

function addTo(counts: Map<string, number>, path: string, rows: number): void {
  counts.set(path, (counts.get(path) ?? 0) + rows);
}
