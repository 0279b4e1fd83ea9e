import { type Columns, radixSort } from './radix-sort.ts';
import { compareRecords, lengthAt, RECORD_HEADER, readCount, wordAt } from './records.ts';
import type { RecordSorter } from './sorter.ts';

/** What sorting takes for each row beside its record: six numbers of four bytes. */
const BYTES_PER_ROW = 24;
/** As many records are compared one by one rather than moved by bytes. */
const FEW = 24;
/** Bytes of keys that are taken at once. */
const STEP = 8;
/** Keys that begin alike for longer are compared whole: the stack is not without end. */
const MAX_DEPTH = 512;

/** Plain TypeScript. A quarter of the budget is for numbers of rows, the rest for records. */
export function makePlainSorter(budgetBytes: number): RecordSorter {
  return new PlainSorter(budgetBytes);
}

class PlainSorter implements RecordSorter {
  readonly arena: Uint8Array<ArrayBuffer>;
  readonly maxRows: number;
  readonly #columns: Columns;
  readonly #spare: Columns;

  constructor(budgetBytes: number) {
    this.maxRows = Math.max(1, Math.floor(budgetBytes / 4 / BYTES_PER_ROW));
    this.arena = new Uint8Array(Math.max(RECORD_HEADER, budgetBytes - this.maxRows * BYTES_PER_ROW));
    const words = new Uint32Array(this.maxRows * 6);
    const column = (n: number) => words.subarray(n * this.maxRows, (n + 1) * this.maxRows);
    this.#columns = { item: column(0), hi: column(1), lo: column(2) };
    this.#spare = { item: column(3), hi: column(4), lo: column(5) };
  }

  get heldBytes(): number {
    return this.arena.length + this.maxRows * BYTES_PER_ROW;
  }

  sort(count: number): Uint32Array {
    if (!this.#line(count)) this.#sortRange(0, count, 0);
    return this.#columns.item.subarray(0, count);
  }

  /** Notes where each record begins; true where they are in order already. */
  #line(count: number): boolean {
    const { item } = this.#columns;
    let inOrder = true;
    for (let i = 0, at = 0; i < count; i++) {
      item[i] = at;
      if (inOrder && i > 0) inOrder = compareRecords(this.arena, item[i - 1] as number, at) <= 0;
      at += lengthAt(this.arena, at);
    }
    return inOrder;
  }

  /** Sorts items whose keys are the same in their first `depth` bytes. */
  #sortRange(from: number, to: number, depth: number): void {
    let reached = depth;
    while (to - from > FEW && reached < MAX_DEPTH) {
      const found = this.#load(from, to, reached);
      if (found === 'ended') break;
      reached += STEP;
      if (found === 'same') continue;
      radixSort(this.#columns, this.#spare, from, to);
      this.#sortGroups(from, to, reached);
      return;
    }
    if (to - from <= FEW) this.#insert(from, to, reached);
    else this.#columns.item.subarray(from, to).sort((a, b) => compareRecords(this.arena, a, b, reached));
  }

  /** Takes the next bytes of each key into `hi` and `lo`. `same`: they do not differ; `ended`: no key reaches so far. */
  #load(from: number, to: number, depth: number): 'differ' | 'same' | 'ended' {
    const { arena } = this;
    const { item, hi, lo } = this.#columns;
    let differences = 0;
    let isLonger = false;
    for (let i = from; i < to; i++) {
      const record = item[i] as number;
      const end = record + RECORD_HEADER + readCount(arena, record);
      const at = record + RECORD_HEADER + depth;
      if (at < end) isLonger = true;
      hi[i] = wordAt(arena, at, end);
      lo[i] = wordAt(arena, at + 4, end);
      differences |= ((hi[i] as number) ^ (hi[from] as number)) | ((lo[i] as number) ^ (lo[from] as number));
    }
    if (!isLonger) return 'ended';
    return differences === 0 ? 'same' : 'differ';
  }

  /** Items with the same bytes so far stand side by side: each such group by what follows. */
  #sortGroups(from: number, to: number, depth: number): void {
    const { hi, lo } = this.#columns;
    for (let start = from; start < to; ) {
      let end = start + 1;
      while (end < to && hi[end] === hi[start] && lo[end] === lo[start]) end++;
      if (end - start > 1) this.#sortRange(start, end, depth);
      start = end;
    }
  }

  #insert(from: number, to: number, depth: number): void {
    const { arena } = this;
    const { item } = this.#columns;
    for (let i = from + 1; i < to; i++) {
      const record = item[i] as number;
      let at = i;
      while (at > from && compareRecords(arena, item[at - 1] as number, record, depth) > 0) {
        item[at] = item[at - 1] as number;
        at--;
      }
      item[at] = record;
    }
  }
}
