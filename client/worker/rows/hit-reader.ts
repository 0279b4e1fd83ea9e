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
} from '../../../shared/json/bytes.ts';
import { skipSpace, skipString, skipValue } from '../../../shared/json/skip.ts';
import type { Input } from './input-buffer.ts';
import { rowTooLarge, sourceMissing } from './row-errors.ts';
import type { RowWriter } from './row-writer.ts';

const SOURCE = new TextEncoder().encode('"_source"');
const SORT = new TextEncoder().encode('"sort"');
/** What says which document it is. */
const IDENTITY = ['"_index"', '"_id"', '"_routing"'].map((name) => new TextEncoder().encode(name));

/** Steps through a page's `hits.hits`. */
export class HitReader {
  /** Of the hit last read. */
  seqNo = -1;
  readonly #writer: RowWriter;
  readonly #maxRowBytes: number;
  #hasSource = false;

  constructor(writer: RowWriter, maxRowBytes: number) {
    this.#writer = writer;
    this.#maxRowBytes = maxRowBytes;
  }

  /**
   * Takes one hit off the input, whose row the writer can write then, or the array's end. Nothing is taken when more
   * bytes are needed. @throws page_malformed, source_missing, row_too_large
   */
  next(input: Input, isFirst: boolean): 'hit' | 'end' | 'partial' {
    const { bytes, end } = input;
    let i = skipSpace(bytes, input.start, end);
    if (i >= end) return 'partial';
    if (bytes[i] === CLOSE_BRACKET) {
      input.start = i + 1;
      return 'end';
    }
    if (!isFirst) {
      if (bytes[i] !== COMMA) throw malformed('hits are not parted by commas');
      i = skipSpace(bytes, i + 1, end);
      if (i >= end) return 'partial';
    }
    const after = this.#hit(bytes, i, end);
    if (after < 0) return 'partial';
    if (after - i > this.#maxRowBytes) throw rowTooLarge(this.#maxRowBytes);
    input.start = after;
    return 'hit';
  }

  #hit(bytes: Uint8Array, from: number, end: number): number {
    if (bytes[from] !== OPEN_BRACE) throw malformed('a hit is no object');
    this.seqNo = -1;
    this.#hasSource = false;
    this.#writer.begin?.();
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
    if (this.seqNo < 0) throw malformed('a hit has no sequence number');
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
    const after = skipValue(bytes, i, end);
    if (this.#writer.beside && after >= 0 && isIdentity(bytes, from, keyEnd)) this.#writer.beside(from, after);
    return after;
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
    this.seqNo = seqNo;
    return after;
  }
}

function isIdentity(bytes: Uint8Array, from: number, keyEnd: number): boolean {
  return IDENTITY.some((name) => keyEnd - from === name.length && equals(bytes, from, name));
}

function equals(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}
