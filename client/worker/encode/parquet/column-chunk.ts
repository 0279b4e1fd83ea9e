import { BACKSLASH, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../../../../shared/json/bytes.ts';
import { skipSpace, skipValue } from '../../../../shared/json/skip.ts';
import type { ParquetColumn, ParquetType } from '../../../../shared/request.ts';
import { ESCAPED, JSON_CELL, MISSING, NULL, PLAIN as PLAIN_CELL, TEXT, UNREAD } from '../../scan/cells/raw-cells.ts';
import type { Bytes } from '../encoder.ts';
import type { Dictionary } from './dictionary.ts';
import { bitsOf, hybrid } from './hybrid.ts';
import { Int32Values, LongValues } from './int-values.ts';
import { BooleanValues, FloatValues } from './other-values.ts';
import { type Compression, joined } from './pack.ts';
import { dataPage, dictionaryPage, type Page, PLAIN, RLE_DICTIONARY } from './pages.ts';
import { TextValues } from './text-values.ts';
import { type Bounds, FIRST_VALUES, type Values, withRoom } from './values.ts';

/** A page of more bytes, or more values, is ended. */
const PAGE_BYTES = 1024 * 1024;
const PAGE_VALUES = 500_000;

/** Definition levels of a list: it is not there, it is empty, an element is null, or is there. */
const NO_LIST = 0;
const EMPTY_LIST = 1;
const NULL_ELEMENT = 2;
const ELEMENT = 3;
const LETTER_N = 0x6e;
/** Of a value: its levels, and what its place in a dictionary takes besides. */
const LOOSE_BYTES = 4;
/** Of a column without a value. */
const COLUMN_BYTES = 4096;

export type Chunk = {
  readonly pages: readonly Page[];
  readonly dictionary: Page | undefined;
  /** With those that are null. */
  readonly values: number;
  readonly nulls: number;
  readonly bounds: Bounds | undefined;
};

/** One column of the row group at hand. */
export class ColumnChunk {
  readonly #isList: boolean;
  readonly #values: Values;
  readonly #texts: TextValues | undefined;
  readonly #compression: Compression;
  /** Of the page: whether each value is there, and whether it goes on with the list before it. */
  #defined = new Uint8Array(FIRST_VALUES);
  #repeated = new Uint8Array(FIRST_VALUES);
  #levels = 0;
  #pages: Page[] = [];
  /** Whether some of the pages have places in the dictionary. */
  #usesDictionary = false;
  #pageBytes = 0;
  #count = 0;
  #nulls = 0;
  /** Of pages that are ended, where those behind them have none. */
  #dropped: Dictionary | undefined;

  constructor({ type, list }: ParquetColumn, compression: Compression) {
    this.#isList = list === true;
    this.#values = valuesOf(type);
    this.#texts = this.#values instanceof TextValues ? this.#values : undefined;
    this.#compression = compression;
  }

  /** Bytes of the group so far, packed or on their way. */
  get bytes(): number {
    return this.#pageBytes + this.#values.size + (this.#texts?.dictionary?.size ?? 0) + (this.#levels >> 3);
  }

  /** Bytes of memory that it takes, about: what is on its way takes more than it will packed. */
  get heldBytes(): number {
    return COLUMN_BYTES + this.bytes + this.#levels * LOOSE_BYTES;
  }

  /** Takes a row's cell in; false where it is none of the column's type, and nothing is there then. @throws page_malformed */
  put(kind: number, bytes: Uint8Array, start: number, stop: number): boolean {
    const fits = this.#isList ? this.#putList(kind, bytes, start, stop) : this.#putOne(kind, bytes, start, stop);
    if (this.#texts?.hasOutgrown) this.#dropDictionary();
    if (this.#values.size >= PAGE_BYTES || this.#levels >= PAGE_VALUES) this.#endPage();
    return fits;
  }

  /** The next row begins a group. */
  take(): Chunk {
    if (this.#levels > 0) this.#endPage();
    const dictionary = this.#texts?.dictionary ?? this.#dropped;
    const chunk: Chunk = {
      pages: this.#pages,
      dictionary:
        dictionary && this.#usesDictionary
          ? dictionaryPage(dictionary.bytes, dictionary.count, this.#compression)
          : undefined,
      values: this.#count,
      nulls: this.#nulls,
      bounds: this.#values.takeBounds(),
    };
    this.#pages = [];
    this.#pageBytes = this.#count = this.#nulls = 0;
    this.#dropped = undefined;
    this.#usesDictionary = false;
    return chunk;
  }

  #putOne(kind: number, bytes: Uint8Array, start: number, stop: number): boolean {
    const isThere = kind !== MISSING && kind !== NULL;
    const fits = isThere && kind !== UNREAD && this.#values.put(kind, bytes, start, stop);
    this.#level(fits ? 1 : 0, 0);
    if (!fits) this.#nulls++;
    return fits || !isThere;
  }

  #putList(kind: number, bytes: Uint8Array, start: number, stop: number): boolean {
    const [levels, values, nulls] = [this.#levels, this.#values.count, this.#nulls];
    const isThere = kind !== MISSING && kind !== NULL;
    if (isThere && kind !== UNREAD) {
      const isArray = kind === JSON_CELL && bytes[start] === OPEN_BRACKET;
      if (isArray ? this.#putElements(bytes, start, stop) : this.#putElement(kind, bytes, start, stop, 0)) return true;
      this.#levels = levels;
      this.#values.cutBack(values);
      this.#nulls = nulls;
    }
    this.#level(NO_LIST, 0);
    this.#nulls++;
    return !isThere;
  }

  #putElements(bytes: Uint8Array, start: number, stop: number): boolean {
    let i = skipSpace(bytes, start + 1, stop);
    if (bytes[i] === CLOSE_BRACKET) {
      this.#level(EMPTY_LIST, 0);
      this.#nulls++;
      return true;
    }
    for (let repeated = 0; i < stop; repeated = 1) {
      const after = skipValue(bytes, i, stop);
      const kind = kindOf(bytes, i, after);
      const inner = kind === TEXT || kind === ESCAPED ? 1 : 0;
      if (after < 0 || !this.#putElement(kind, bytes, i + inner, after - inner, repeated)) return false;
      i = skipSpace(bytes, after, stop);
      if (bytes[i] !== COMMA) return true;
      i = skipSpace(bytes, i + 1, stop);
    }
    return true;
  }

  #putElement(kind: number, bytes: Uint8Array, start: number, stop: number, repeated: number): boolean {
    if (kind === NULL) {
      this.#level(NULL_ELEMENT, repeated);
      this.#nulls++;
      return true;
    }
    if (!this.#values.put(kind, bytes, start, stop)) return false;
    this.#level(ELEMENT, repeated);
    return true;
  }

  #level(defined: number, repeated: number): void {
    this.#defined = withRoom(this.#defined, this.#levels);
    this.#defined[this.#levels] = defined;
    if (this.#isList) {
      this.#repeated = withRoom(this.#repeated, this.#levels);
      this.#repeated[this.#levels] = repeated;
    }
    this.#levels++;
  }

  /** What repeats too seldom is written plainly from here on; with pages that have it as it was, the dictionary stays. */
  #dropDictionary(): void {
    const texts = this.#texts;
    if (!texts) return;
    if (this.#pages.length > 0) {
      this.#endPage();
      this.#dropped = texts.dictionary;
    }
    texts.dropDictionary();
  }

  #endPage(): void {
    const levels = this.#levelBytes();
    const dictionary = this.#texts?.dictionary;
    const values = dictionary ? this.#placeBytes(this.#texts.takePlaces(), dictionary) : [this.#values.takePage()];
    const described = { values: this.#levels, encoding: dictionary ? RLE_DICTIONARY : PLAIN };
    const page = dataPage(joined([...levels, ...values]), described, this.#compression);
    this.#pages.push(page);
    if (dictionary) this.#usesDictionary = true;
    this.#pageBytes += page.length;
    this.#count += this.#levels;
    this.#levels = 0;
  }

  #placeBytes(places: Int32Array, { count }: Dictionary): Bytes[] {
    const bits = bitsOf(Math.max(0, count - 1));
    return [new Uint8Array([bits]), hybrid(places, places.length, bits)];
  }

  #levelBytes(): Bytes[] {
    const defined = hybrid(this.#defined, this.#levels, this.#isList ? 2 : 1);
    if (!this.#isList) return [lengthOf(defined), defined];
    const repeated = hybrid(this.#repeated, this.#levels, 1);
    return [lengthOf(repeated), repeated, lengthOf(defined), defined];
  }
}

function valuesOf(type: ParquetType): Values {
  switch (type) {
    case 'int32':
      return new Int32Values();
    case 'int64':
    case 'uint64':
    case 'timestamp_ms':
    case 'timestamp_ns':
      return new LongValues(type);
    case 'float':
    case 'double':
      return new FloatValues(type);
    case 'boolean':
      return new BooleanValues();
    case 'text':
    case 'json':
      return new TextValues(type);
  }
}

/** Of an array's element, as a cell of its own has it. */
function kindOf(bytes: Uint8Array, start: number, stop: number): number {
  const first = bytes[start];
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return JSON_CELL;
  if (first === LETTER_N) return NULL;
  if (first !== QUOTE) return PLAIN_CELL;
  for (let i = start; i < stop; i++) if (bytes[i] === BACKSLASH) return ESCAPED;
  return TEXT;
}

function lengthOf(bytes: Bytes): Bytes {
  return new Uint8Array(new Uint32Array([bytes.length]).buffer);
}
