import type { ErrorCode } from '../../../../shared/errors.ts';
import { RowPace } from './row-pace.ts';

/** A page that takes longer than this is asked for smaller, ms. */
const SLOW_PAGE_MS = 5_000;
/** Good pages in a row before one more read is sent side by side. */
const PAGES_BEFORE_GROWTH = 4;

type Page = { rows: number; bytes: number };
/** `size`: the rows asked for. `code`: of the error. */
type Refusal = { size: number; code: ErrorCode };

/**
 * How much to ask for at once: rows a page, for each index by the size of its documents, and reads side by side. Trouble
 * halves both, success grows them again.
 */
export interface Pace {
  /** Rows of the page asked for last. */
  readonly rows: number;
  /** Reads side by side. */
  readonly parallel: number;
  /** Rows for the next page of an index. */
  rowsFor(index: string): number;
  /** Inflated bytes that such a page is likely to hold. */
  pageBytesFor(index: string): number;
  /** Whether the size of the index's documents is known, or does not matter; until then one page of few rows is asked for. */
  isMeasured(index: string): boolean;
  /** A page came: its rows, inflated bytes and time in ms. */
  succeeded(index: string, page: Page & { ms: number }): void;
  /** OpenSearch was busy, or a page took too long to come at all. */
  troubled(): void;
  /** A page held too many bytes and was cut short: the rows and inflated bytes until then. */
  tooLarge(index: string, part: Page): void;
  /** A page was full of one group of equal sequence numbers. False when a page can't be larger. */
  growPastGroup(index: string): boolean;
  /** A page was refused. True when that was its size, and there is a smaller one. */
  refused(index: string, refusal: Refusal): boolean;
}

/** `firstRows`: of a page once documents are known. `light`: indices of which all rows may be asked for at once. */
type PaceOptions = { firstRows: number; maxParallel: number; light?: ReadonlySet<string> };

export function makePace(options: PaceOptions): Pace {
  return new AdaptivePace(options);
}

class AdaptivePace implements Pace {
  rows: number;
  #parallel: number;
  #good = 0;
  readonly #byIndex = new Map<string, RowPace>();
  readonly #firstRows: number;
  readonly #maxParallel: number;
  readonly #light: ReadonlySet<string>;

  constructor({ firstRows, maxParallel, light = new Set() }: PaceOptions) {
    this.#firstRows = firstRows;
    this.#maxParallel = maxParallel;
    this.#light = light;
    this.#parallel = maxParallel;
    this.rows = new RowPace(firstRows).rows;
  }

  get parallel(): number {
    return this.#parallel;
  }

  rowsFor(index: string): number {
    this.rows = this.#of(index).rows;
    return this.rows;
  }

  pageBytesFor(index: string): number {
    return this.#of(index).pageBytes;
  }

  isMeasured(index: string): boolean {
    return this.#of(index).isKnown;
  }

  succeeded(index: string, { ms, ...page }: Page & { ms: number }): void {
    const isSlow = ms > SLOW_PAGE_MS;
    this.#of(index).note(page, { grow: !isSlow });
    if (isSlow) return this.troubled();
    this.#good += 1;
    if (this.#good >= PAGES_BEFORE_GROWTH && this.#parallel < this.#maxParallel) {
      this.#parallel += 1;
      this.#good = 0;
    }
  }

  troubled(): void {
    this.#good = 0;
    for (const pace of this.#byIndex.values()) pace.halve();
    this.#parallel = Math.max(1, Math.floor(this.#parallel / 2));
  }

  tooLarge(index: string, part: Page): void {
    this.#of(index).tooLarge(part);
  }

  growPastGroup(index: string): boolean {
    return this.#of(index).growPastGroup();
  }

  refused(index: string, { size, code }: Refusal): boolean {
    if (code === 'page_size_invalid') return this.#of(index).refused(size);
    return code === 'too_large' && this.#of(index).tooHeavy(size);
  }

  #of(index: string): RowPace {
    const known = this.#byIndex.get(index) ?? new RowPace(this.#firstRows, { isLight: this.#light.has(index) });
    this.#byIndex.set(index, known);
    return known;
  }
}
