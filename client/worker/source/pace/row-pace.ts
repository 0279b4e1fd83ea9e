import { MAX_PAGE_ROWS, MIN_PAGE_ROWS } from '../../../../shared/limits.ts';

/** Inflated bytes a page should hold: long enough to make a round trip cheap, short enough to waste little when it fails. */
export const TARGET_PAGE_BYTES = 3 * 1024 * 1024;
/** Rows of unknown size: 500 documents of 20 MB would end the node. */
export const PROBE_ROWS = 10;
const FIRST_GUESS_ROW_BYTES = 1024;
/** Weight of a new page in the mean of a row's bytes. */
const WEIGHT = 0.3;

/** Rows a page of one index: ten until the size of its documents is known, unless it does not matter; then as many as fit. */
export class RowPace {
  #isMeasured = false;
  #rows: number;
  #floor = MIN_PAGE_ROWS;
  #ceiling = MAX_PAGE_ROWS;
  #rowBytes = FIRST_GUESS_ROW_BYTES;
  readonly #firstRows: number;
  readonly #isLight: boolean;

  constructor(firstRows: number, { isLight = false } = {}) {
    this.#isLight = isLight;
    this.#firstRows = clamp(firstRows, MIN_PAGE_ROWS, MAX_PAGE_ROWS);
    this.#rows = isLight ? this.#firstRows : Math.min(PROBE_ROWS, this.#firstRows);
  }

  get isKnown(): boolean {
    return this.#isMeasured || this.#isLight;
  }

  get rows(): number {
    return Math.min(Math.max(this.#rows, this.#floor), this.#ceiling);
  }

  get pageBytes(): number {
    return this.rows * this.#rowBytes;
  }

  /** @param grow  a page that came well; without, one that is only learnt from */
  note({ rows, bytes }: { rows: number; bytes: number }, { grow }: { grow: boolean }): void {
    const first = !this.#isMeasured;
    if (rows > 0) this.#learn(bytes / rows);
    if (!grow) return;
    const wished = first && this.#isMeasured ? this.#firstRows : this.#rows * 2;
    this.#set(Math.min(wished, this.#fitting));
  }

  halve(): void {
    this.#rows = Math.max(MIN_PAGE_ROWS, Math.floor(this.#rows / 2));
  }

  tooLarge({ rows, bytes }: { rows: number; bytes: number }): void {
    if (rows > 0) this.#learn(bytes / rows);
    this.#set(Math.min(Math.floor(this.#rows / 2), this.#fitting));
  }

  /** False when a page can't be larger. */
  growPastGroup(): boolean {
    if (this.rows >= this.#ceiling) return false;
    this.#floor = Math.min(this.#ceiling, this.rows * 2);
    return true;
  }

  /** The index allows no page of `size` rows (`index.max_result_window`). False when there is no smaller one. */
  refused(size: number): boolean {
    this.#ceiling = Math.max(MIN_PAGE_ROWS, Math.min(this.#ceiling, Math.floor(size / 2)));
    return size > MIN_PAGE_ROWS;
  }

  /** The rows weigh too much for a page of `size` of them. False when there is no smaller one. */
  tooHeavy(size: number): boolean {
    this.#set(Math.floor(size / 2));
    return this.rows < size;
  }

  #set(rows: number): void {
    this.#rows = clamp(rows, MIN_PAGE_ROWS, MAX_PAGE_ROWS);
  }

  get #fitting(): number {
    return Math.floor(TARGET_PAGE_BYTES / this.#rowBytes);
  }

  #learn(rowBytes: number): void {
    this.#rowBytes = this.#isMeasured ? this.#rowBytes + WEIGHT * (rowBytes - this.#rowBytes) : rowBytes;
    this.#isMeasured = true;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
