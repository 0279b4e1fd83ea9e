import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  malformed,
  NINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  PARTIAL,
  QUOTE,
  ZERO,
} from './bytes.ts';
import type { Input, InputBuffer } from './input-buffer.ts';
import { skipSpace, skipString, skipValue } from './json-skip.ts';
import { rowTooLarge, sourceMissing } from './row-errors.ts';
import type { RowLog } from './row-log.ts';
import type { RowWriter } from './row-writer.ts';
import type { Rows } from './scanner.ts';

/** Makes rows of the hits in a page's `hits.hits`. The envelope around them is PageReader's. */
export interface HitCutter {
  readonly input: Input;
  /** Rows so far, those carried along too. */
  readonly count: number;
  readonly outBytes: number;
  /**
   * Cuts whole hits off the input, which stands after the array's `[` or after a hit. True once the array's end is
   * passed, false when more bytes are needed. @throws page_malformed, source_missing, row_too_large
   */
  cut(): boolean;
  take(): { done: Rows; tail: Rows };
}

const SOURCE = new TextEncoder().encode('"_source"');
const SORT = new TextEncoder().encode('"sort"');

/** The plain one. */
export class PlainHitCutter implements HitCutter {
  readonly input: InputBuffer;
  readonly #log: RowLog;
  readonly #writer: RowWriter;
  readonly #maxRowBytes: number;
  readonly #release: () => void;
  #hits = 0;
  /** Of the hit being read: undefined until its `sort` has come; whether its `_source` has. */
  #seqNo: number | undefined;
  #hasSource = false;

  constructor(parts: { input: InputBuffer; log: RowLog; writer: RowWriter; maxRowBytes: number; release: () => void }) {
    this.input = parts.input;
    this.#log = parts.log;
    this.#writer = parts.writer;
    this.#maxRowBytes = parts.maxRowBytes;
    this.#release = parts.release;
  }

  get count(): number {
    return this.#log.count;
  }

  get outBytes(): number {
    return this.#log.out.length;
  }

  take(): { done: Rows; tail: Rows } {
    const rows = this.#log.take();
    this.#release();
    return rows;
  }

  cut(): boolean {
    const { input } = this;
    const { bytes, end } = input;
    for (;;) {
      let i = skipSpace(bytes, input.start, end);
      if (i >= end) return false;
      if (bytes[i] === CLOSE_BRACKET) {
        input.start = i + 1;
        return true;
      }
      if (this.#hits > 0) {
        if (bytes[i] !== COMMA) throw malformed('hits are not parted by commas');
        i = skipSpace(bytes, i + 1, end);
        if (i >= end) return false;
      }
      const after = this.#hit(bytes, i, end);
      if (after < 0) return false;
      if (after - i > this.#maxRowBytes) throw rowTooLarge(this.#maxRowBytes);
      input.start = after;
      this.#hits++;
    }
  }

  #hit(bytes: Uint8Array, from: number, end: number): number {
    if (bytes[from] !== OPEN_BRACE) throw malformed('a hit is no object');
    this.#seqNo = undefined;
    this.#hasSource = false;
    let i = from;
    let closing = false;
    while (!closing) {
      // At the opening brace or a comma.
      i = this.#member(bytes, skipSpace(bytes, i + 1, end), end);
      if (i < 0) return PARTIAL;
      i = skipSpace(bytes, i, end);
      if (i >= end) return PARTIAL;
      closing = bytes[i] === CLOSE_BRACE;
      if (!closing && bytes[i] !== COMMA) throw malformed('a hit has no end');
    }
    if (!this.#hasSource) throw sourceMissing();
    if (this.#seqNo === undefined) throw malformed('a hit has no sequence number');
    const at = this.#log.out.length;
    this.#writer.write(bytes, this.#log.out);
    this.#log.add(this.#seqNo, at);
    return i + 1;
  }

  /** A key and its value. */
  #member(bytes: Uint8Array, from: number, end: number): number {
    if (from >= end) return PARTIAL;
    if (bytes[from] !== QUOTE) throw malformed('a hit has a member without a name');
    const keyEnd = skipString(bytes, from + 1, end);
    if (keyEnd < 0) return PARTIAL;
    const colon = skipSpace(bytes, keyEnd, end);
    if (colon >= end) return PARTIAL;
    if (bytes[colon] !== COLON) throw malformed('a colon is missing');
    const i = skipSpace(bytes, colon + 1, end);
    if (i >= end) return PARTIAL;
    // Names beginning with `_so` and `so`: look closer at few.
    if (bytes[from + 2] === 0x73 && keyEnd - from === SOURCE.length && equals(bytes, from, SOURCE)) {
      if (bytes[i] !== OPEN_BRACE || this.#hasSource) throw malformed('a _source is no object');
      this.#hasSource = true;
      return this.#writer.read(bytes, i, end);
    }
    if (keyEnd - from === SORT.length && equals(bytes, from, SORT)) return this.#sort(bytes, i, end);
    return skipValue(bytes, i, end);
  }

  /** `[123, …]`. */
  #sort(bytes: Uint8Array, from: number, end: number): number {
    const after = skipValue(bytes, from, end);
    if (after < 0) return PARTIAL;
    if (bytes[from] !== OPEN_BRACKET) throw malformed('a hit has no sequence number');
    let i = skipSpace(bytes, from + 1, after);
    const first = i;
    let seqNo = 0;
    for (; (bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE; i++)
      seqNo = seqNo * 10 + (bytes[i] as number) - ZERO;
    const next = bytes[skipSpace(bytes, i, after)];
    if (i === first || (next !== COMMA && next !== CLOSE_BRACKET) || !Number.isSafeInteger(seqNo)) {
      throw malformed('a hit has no sequence number');
    }
    this.#seqNo = seqNo;
    return after;
  }
}

function equals(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}
