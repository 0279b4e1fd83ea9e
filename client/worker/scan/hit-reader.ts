import type { SluiceError } from '../../../shared/errors.ts';
import {
  ByteBuffer,
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
  SLASH,
  ZERO,
} from '../../../shared/json/bytes.ts';
import { RowUnreadable } from '../../../shared/json/row-unreadable.ts';
import {
  skipAfterDocument,
  skipMark,
  skipScalar,
  skipSpace,
  skipString,
  skipValue,
} from '../../../shared/json/skip.ts';
import { narrowed, skipWide, skipWideSpace, unitBytes } from '../../../shared/json/wide.ts';
import { HIT_IDS } from '../../../shared/request.ts';
import type { Input } from './input-buffer.ts';
import { rowTooLarge, sourceMissing } from './row-errors.ts';
import type { RowWriter } from './row-writer.ts';
import type { ScanLimits } from './scanners.ts';

const SOURCE = new TextEncoder().encode('"_source"');
const SORT = new TextEncoder().encode('"sort"');
/** What says which document it is. */
const IDENTITY = HIT_IDS.map((name) => new TextEncoder().encode(`"${name}"`));

/** `bytes[start, after)` is a document, of `width` bytes a unit; at `next` its hit goes on. */
type Wide = { start: number; after: number; next: number; width: number };

/** Steps through a page's `hits.hits`. */
export class HitReader {
  /** Of the hit last read. */
  seqNo = -1;
  /** What its row is sorted by, where that is asked for: values as JSON, parted by commas. */
  readonly sort = new ByteBuffer(64);
  /** Where the writer finds the hit last read. */
  bytes: Uint8Array = new Uint8Array(0);
  readonly #writer: RowWriter;
  readonly #maxRowBytes: number;
  readonly #sortValues: number;
  #hasSource = false;
  /** Where the hit at hand begins, and where its document in UTF-16 or UTF-32 lies, of `width` bytes a unit. */
  #from = 0;
  #wide: Wide | undefined;

  constructor(writer: RowWriter, { maxRowBytes, sortValues }: ScanLimits) {
    this.#writer = writer;
    this.#maxRowBytes = maxRowBytes;
    this.#sortValues = sortValues;
  }

  /**
   * Takes one hit off the input, whose row the writer can write then, or the array's end. Nothing is taken when more
   * bytes are needed. @throws page_malformed, source_missing, row_too_large, row_unreadable
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
    this.#wide = undefined;
    this.#from = from;
    this.bytes = bytes;
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
    if (this.#wide) this.#narrow(bytes, i + 1, this.#wide);
    return i + 1;
  }

  /** Reads the hit once more, with its document in UTF-8. */
  #narrow(bytes: Uint8Array, after: number, wide: Wide): void {
    const head = bytes.subarray(this.#from, wide.start);
    const source = narrowed(bytes, wide.start, wide.after, wide.width);
    const tail = bytes.subarray(wide.next, after);
    const hit = new Uint8Array(head.length + source.length + tail.length);
    hit.set(head);
    hit.set(source, head.length);
    hit.set(tail, head.length + source.length);
    if (this.#hit(hit, 0, hit.length) < 0) throw malformed('a hit has no end');
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
      return this.#source(bytes, i, end);
    }
    if (keyEnd - from === SORT.length && equals(bytes, from, SORT)) return this.#sort(bytes, i, end);
    const after = skipValue(bytes, i, end);
    if (this.#writer.identity && after >= 0) {
      const id = identityAt(bytes, from, keyEnd);
      if (id >= 0) this.#writer.identity(id, from, after);
    }
    return after;
  }

  #source(bytes: Uint8Array, from: number, end: number): number {
    const start = skipMark(bytes, from, end);
    if (start < 0) return PARTIAL;
    if (bytes[start] !== OPEN_BRACE || this.#hasSource) throw malformed('a _source is no object');
    this.#hasSource = true;
    const width = unitBytes(bytes, start, end);
    if (width < 0) return PARTIAL;
    if (width > 1) return this.#wideSource(bytes, { start, end, width });
    const after = this.#writer.read(bytes, start, end);
    if (after < 0) return PARTIAL;
    const next = skipAfterDocument(bytes, after, end);
    if (next === undefined) throw unreadable(bytes.subarray(this.#from, from));
    return next;
  }

  /** Stepped over for now: the writer reads it when the hit is whole. */
  #wideSource(bytes: Uint8Array, { start, end, width }: { start: number; end: number; width: number }): number {
    const after = skipWide(bytes, start, end, width);
    const next = after < 0 ? PARTIAL : skipWideSpace(bytes, after, end, width);
    if (next < 0) return PARTIAL;
    // A comment behind it: see skipAfterDocument.
    if (bytes[next] === SLASH) throw unreadable(bytes.subarray(this.#from, start));
    this.#wide = { start, after, next, width };
    return next;
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
    if (this.#sortValues > 0) this.#values(bytes, i, after);
    return after;
  }

  /** From behind the sequence number to the array's end: a proxy that knows no order would give none. */
  #values(bytes: Uint8Array, from: number, after: number): void {
    const { sort } = this;
    sort.length = 0;
    sort.reserve(after - from);
    let i = skipSpace(bytes, from, after);
    for (let n = 0; n < this.#sortValues; n++) {
      if (bytes[i] !== COMMA) throw malformed('a hit lacks a value to sort by');
      const start = skipSpace(bytes, i + 1, after);
      const stop = bytes[start] === QUOTE ? skipString(bytes, start + 1, after) : skipScalar(bytes, start, after);
      if (stop < 0) throw malformed('a value to sort by has no end');
      if (n > 0) sort.bytes[sort.length++] = COMMA;
      sort.copy(bytes, start, stop);
      i = skipSpace(bytes, stop, after);
    }
    if (bytes[i] === COMMA) i = skipSpace(bytes, skipDigits(bytes, skipSpace(bytes, i + 1, after)), after);
    if (bytes[i] !== CLOSE_BRACKET) throw malformed('a hit has more values to sort by than were asked for');
  }
}

/** Elasticsearch adds the row's place, a whole number, to whatever a point in time is sorted by (`_shard_doc`). */
function skipDigits(bytes: Uint8Array, from: number): number {
  let i = from;
  while ((bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE) i++;
  if (i === from) throw malformed('a hit has more values to sort by than were asked for');
  return i;
}

/** Which of HIT_IDS a name is, or -1. */
function identityAt(bytes: Uint8Array, from: number, keyEnd: number): number {
  // No `findIndex`: this is asked at each member of each hit.
  for (let id = 0; id < IDENTITY.length; id++) {
    const name = IDENTITY[id] as Uint8Array;
    if (keyEnd - from === name.length && equals(bytes, from, name)) return id;
  }
  return -1;
}

function equals(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

/** @param head the hit up to its document, which `_source` names: what stands there says which document it is */
function unreadable(head: Uint8Array): SluiceError {
  let hit: unknown;
  try {
    hit = JSON.parse(`${new TextDecoder().decode(head)}null}`);
  } catch {}
  if (typeof hit !== 'object' || hit === null || !('_index' in hit) || !('_id' in hit)) {
    return malformed('a document has no end');
  }
  return new RowUnreadable({ index: String(hit._index), id: String(hit._id) });
}
