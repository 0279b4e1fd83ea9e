import { type ByteBuffer, malformed } from '../../../shared/json/bytes.ts';
import { addRows, FieldRows } from './field-rows.ts';
import type { RowWriter } from './row-writer.ts';
import type { Rows } from './scanner.ts';
import type { SortLog } from './sort-log.ts';

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
  #doneSum = 0;
  #groupSum = 0;
  readonly #unplaced = new FieldRows();
  readonly #undated = new FieldRows();
  readonly #carried: Rows | undefined;
  #carriedDone = false;
  readonly #writer: RowWriter;
  /** Where rows come with what they are sorted by. */
  readonly #sorts: SortLog | undefined;

  constructor(out: ByteBuffer, parts: { writer: RowWriter; carry: Rows | undefined; sorts: SortLog | undefined }) {
    const { writer, carry, sorts } = parts;
    this.out = out;
    this.#writer = writer;
    this.#carried = carry;
    this.#sorts = sorts;
    if (carry === undefined || carry.count === 0) return;
    out.reserve(carry.bytes.length);
    out.copy(carry.bytes, 0, carry.bytes.length);
    this.#rowsEnd = out.length;
    this.count = carry.count;
    this.#groupRows = carry.count;
    this.#groupSeqNo = carry.lastSeqNo;
    this.#groupSum = carry.seqNoSum;
  }

  /** Rows before the last group. */
  get doneCount(): number {
    return this.count - this.#groupRows;
  }

  /** Bytes that hold what rows are sorted by. */
  get sortBytes(): number {
    return this.#sorts?.bytes ?? 0;
  }

  /** Notes the row of a hit, whose bytes begin at `at` in `out`. @throws page_malformed when numbers run backwards */
  add({ seqNo, sort }: { seqNo: number; sort: ByteBuffer }, at: number): void {
    if (seqNo !== this.#groupSeqNo) this.#beginGroup(seqNo, at);
    this.count++;
    this.#groupRows++;
    this.#groupSum += seqNo;
    this.#rowsEnd = this.out.length;
    this.#sorts?.add({ rowEnd: this.#rowsEnd, seqNo, sort });
    const { unplacedIds, unplacedCount, undated } = this.#writer;
    if (unplacedCount > 0) this.#unplaced.add(unplacedIds, unplacedCount);
    if (undated && undated.count > 0) this.#undated.add(undated.ids, undated.count);
  }

  take(): { done: Rows; tail: Rows } {
    const unplaced = this.#unplaced.take((id) => this.#writer.fieldPath(id));
    const undated = this.#undated.take((id) => this.#writer.undated?.keyOf(id) ?? '');
    const part = this.#carriedDone ? 'done' : 'tail';
    for (const [path, rows] of this.#carried?.unplaced ?? []) addRows(unplaced[part], path, rows);
    for (const [path, rows] of this.#carried?.undated ?? []) addRows(undated[part], path, rows);

    const tailBytes = this.out.bytes.slice(this.#groupAt, this.#rowsEnd);
    const sorts = this.#sorts?.take(this.doneCount, this.#groupAt);
    return {
      done: {
        bytes: cutOut(this.out, this.#groupAt),
        count: this.doneCount,
        lastSeqNo: this.#doneSeqNo,
        seqNoSum: this.#doneSum,
        unplaced: unplaced.done,
        undated: undated.done,
        ...(sorts ? { sorts: sorts.done } : {}),
      },
      tail: {
        bytes: tailBytes,
        count: this.#groupRows,
        lastSeqNo: this.#groupSeqNo,
        seqNoSum: this.#groupSum,
        unplaced: unplaced.tail,
        undated: undated.tail,
        ...(sorts ? { sorts: sorts.tail } : {}),
      },
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
    this.#doneSum += this.#groupSum;
    this.#groupSum = 0;
    this.#unplaced.endGroup();
    this.#undated.endGroup();
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
