import { MAX_PAGE_ROWS, MIN_PAGE_ROWS } from '../../../shared/limits.ts';

/** Inflated bytes a page should hold: long enough to make a round trip cheap, short enough to waste little when it fails. */
export const TARGET_PAGE_BYTES = 3 * 1024 * 1024;
/** A page that takes longer than this is asked for smaller, ms. */
const SLOW_PAGE_MS = 5_000;
/** Good pages in a row before one more read is sent side by side. */
const PAGES_BEFORE_GROWTH = 4;
const FIRST_GUESS_ROW_BYTES = 1024;
/** Weight of a new page in the mean of a row's bytes. */
const WEIGHT = 0.3;

/**
 * How much to ask for at once: rows a page and reads side by side. Trouble halves both, success grows them again.
 * The page size follows the documents' size, so that a page stays near `TARGET_PAGE_BYTES`.
 */
export interface Pace {
  /** Rows for the next page. */
  readonly rows: number;
  /** Reads side by side. */
  readonly parallel: number;
  /** Inflated bytes that a page of `rows` rows is likely to hold. */
  readonly pageBytes: number;
  /** A page came: its rows, inflated bytes and time in ms. */
  succeeded(page: { rows: number; bytes: number; ms: number }): void;
  /** OpenSearch was busy, or a page took too long to come at all. */
  troubled(): void;
  /** A page held too many bytes and was cut short: the rows and inflated bytes until then. */
  tooLarge(part: { rows: number; bytes: number }): void;
  /** A page was full of one group of equal sequence numbers. False when a page can't be larger. */
  growPastGroup(): boolean;
}

export function makePace(options: { firstRows: number; maxParallel: number }): Pace {
  return new AdaptivePace(options);
}

class AdaptivePace implements Pace {
  #rows: number;
  #floor = MIN_PAGE_ROWS;
  #parallel: number;
  #good = 0;
  #rowBytes = FIRST_GUESS_ROW_BYTES;
  #measured = false;
  readonly #maxParallel: number;

  constructor({ firstRows, maxParallel }: { firstRows: number; maxParallel: number }) {
    this.#rows = clamp(firstRows, MIN_PAGE_ROWS, MAX_PAGE_ROWS);
    this.#maxParallel = maxParallel;
    this.#parallel = maxParallel;
  }

  get rows(): number {
    return Math.max(this.#rows, this.#floor);
  }

  get parallel(): number {
    return this.#parallel;
  }

  get pageBytes(): number {
    return this.rows * this.#rowBytes;
  }

  succeeded({ rows, bytes, ms }: { rows: number; bytes: number; ms: number }): void {
    if (rows > 0) this.#learn(bytes / rows);
    if (ms > SLOW_PAGE_MS) return this.troubled();
    this.#rows = clamp(Math.min(this.#rows * 2, this.#fitting), MIN_PAGE_ROWS, MAX_PAGE_ROWS);
    this.#good += 1;
    if (this.#good >= PAGES_BEFORE_GROWTH && this.#parallel < this.#maxParallel) {
      this.#parallel += 1;
      this.#good = 0;
    }
  }

  troubled(): void {
    this.#good = 0;
    this.#rows = Math.max(MIN_PAGE_ROWS, Math.floor(this.#rows / 2));
    this.#parallel = Math.max(1, Math.floor(this.#parallel / 2));
  }

  tooLarge({ rows, bytes }: { rows: number; bytes: number }): void {
    if (rows > 0) this.#learn(bytes / rows);
    this.#rows = clamp(Math.min(Math.floor(this.#rows / 2), this.#fitting), MIN_PAGE_ROWS, MAX_PAGE_ROWS);
  }

  growPastGroup(): boolean {
    if (this.rows >= MAX_PAGE_ROWS) return false;
    this.#floor = Math.min(MAX_PAGE_ROWS, this.rows * 2);
    return true;
  }

  get #fitting(): number {
    return Math.floor(TARGET_PAGE_BYTES / this.#rowBytes);
  }

  #learn(rowBytes: number): void {
    this.#rowBytes = this.#measured ? this.#rowBytes + WEIGHT * (rowBytes - this.#rowBytes) : rowBytes;
    this.#measured = true;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
