import { ByteBuffer } from '../../../shared/json/bytes.ts';
import type { RowSorts, Rows } from './scanner.ts';

const FIRST_ROWS = 1024;
/** In the three lists, a row. */
const ROW_BYTES = 16;

/** What the rows of one page are sorted by, as they are made; in flat memory, since they are many. */
export class SortLog {
  #rowEnds = new Uint32Array(FIRST_ROWS);
  #sortEnds = new Uint32Array(FIRST_ROWS);
  #seqNos = new Float64Array(FIRST_ROWS);
  readonly #sorts = new ByteBuffer(FIRST_ROWS * ROW_BYTES);
  #count = 0;

  /** @param carry  rows of the page before, which come first */
  constructor(carry: Rows | undefined) {
    if (!carry || carry.count === 0) return;
    const { rowEnds, sortBytes, sortEnds, seqNos } = sortsOf(carry);
    this.#reserve(carry.count);
    this.#rowEnds.set(rowEnds);
    this.#sortEnds.set(sortEnds);
    this.#seqNos.set(seqNos);
    this.#sorts.reserve(sortBytes.length);
    this.#sorts.copy(sortBytes, 0, sortBytes.length);
    this.#count = carry.count;
  }

  get bytes(): number {
    return this.#sorts.length + this.#count * ROW_BYTES;
  }

  add({ rowEnd, seqNo, sort }: { rowEnd: number; seqNo: number; sort: ByteBuffer }): void {
    const row = this.#count;
    if (row === this.#rowEnds.length) this.#reserve(row * 2);
    this.#sorts.reserve(sort.length);
    this.#sorts.copy(sort.bytes, 0, sort.length);
    this.#rowEnds[row] = rowEnd;
    this.#sortEnds[row] = this.#sorts.length;
    this.#seqNos[row] = seqNo;
    this.#count = row + 1;
  }

  /** Parted behind `done` rows, whose bytes end at `doneBytes`. In memory of their own. */
  take(done: number, doneBytes: number): { done: RowSorts; tail: RowSorts } {
    const sortsAt = done === 0 ? 0 : (this.#sortEnds[done - 1] as number);
    return {
      done: this.#part(0, done, { rows: 0, sorts: 0 }),
      tail: this.#part(done, this.#count, { rows: doneBytes, sorts: sortsAt }),
    };
  }

  #part(from: number, to: number, at: { rows: number; sorts: number }): RowSorts {
    const sortsEnd = to === from ? at.sorts : (this.#sortEnds[to - 1] as number);
    return {
      rowEnds: this.#rowEnds.slice(from, to).map((end) => end - at.rows),
      sortBytes: this.#sorts.bytes.slice(at.sorts, sortsEnd),
      sortEnds: this.#sortEnds.slice(from, to).map((end) => end - at.sorts),
      seqNos: this.#seqNos.slice(from, to),
    };
  }

  #reserve(rows: number): void {
    if (rows <= this.#rowEnds.length) return;
    this.#rowEnds = enlarged(this.#rowEnds, new Uint32Array(rows));
    this.#sortEnds = enlarged(this.#sortEnds, new Uint32Array(rows));
    this.#seqNos = enlarged(this.#seqNos, new Float64Array(rows));
  }
}

/** Those of rows that were scanned for an order. */
export function sortsOf({ sorts }: Rows): RowSorts {
  if (sorts) return sorts;
  throw new Error('These rows were scanned without what they are sorted by.');
}

function enlarged<T extends Uint32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
