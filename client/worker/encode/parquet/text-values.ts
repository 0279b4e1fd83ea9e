import { BACKSLASH, ByteBuffer, QUOTE } from '../../../../shared/json/bytes.ts';
import { escapeLength, readEscape, writeUtf8 } from '../../../../shared/json/json-text.ts';
import { ESCAPED, JSON_CELL, PLAIN, TEXT } from '../../scan/cells/raw-cells.ts';
import type { Bytes } from '../encoder.ts';
import { Dictionary } from './dictionary.ts';
import { type Bounds, FIRST_VALUES, type Values, withRoom } from './values.ts';

/** Longer ones are not in the statistics. */
const BOUND_BYTES = 64;
/** Bytes before each: its length. */
const HEAD = 4;
/** What is read of half a surrogate pair (`\ud800` to `\udfff`), and of its own escape (`\ufffd`). */
const REPLACEMENT = 0xfffd;
const LETTER_D = 0x64;

/** Texts, or with `json` any value as JSON. As long as they repeat they are places in the chunk's dictionary. */
export class TextValues implements Values {
  readonly #json: boolean;
  /** The page's values as they are written plainly; of those before it has the one that is being put. */
  readonly #plain = new ByteBuffer(64);
  #dictionary: Dictionary | undefined = new Dictionary();
  #places = new Int32Array(FIRST_VALUES);
  #count = 0;
  /** Where each begins that stands plainly, while there may be a going back. */
  #starts = new Int32Array(FIRST_VALUES);
  #min: Bytes | undefined;
  #max: Bytes | undefined;
  #isBounded = true;

  constructor(kind: 'text' | 'json') {
    this.#json = kind === 'json';
  }

  get count(): number {
    return this.#count;
  }

  get size(): number {
    return this.#dictionary ? this.#count * 2 : this.#plain.length;
  }

  /** Of the chunk so far; undefined once they do not repeat. */
  get dictionary(): Dictionary | undefined {
    return this.#dictionary;
  }

  put(kind: number, bytes: Uint8Array, start: number, stop: number): boolean {
    const out = this.#plain;
    const at = out.length;
    if (this.#json) this.#writeJson(kind, bytes, start, stop);
    else if (kind === TEXT || kind === PLAIN) this.#write(bytes, start, stop);
    else if (kind !== ESCAPED || !this.#writeEscaped(bytes, start, stop)) return false;
    const dictionary = this.#dictionary;
    if (!dictionary) {
      this.#starts = withRoom(this.#starts, this.#count);
      this.#starts[this.#count++] = at;
      this.#bound(out.bytes.subarray(at + HEAD, out.length));
      return true;
    }
    this.#places = withRoom(this.#places, this.#count);
    this.#places[this.#count++] = dictionary.placeOf(out.bytes, at, out.length);
    out.length = at;
    return true;
  }

  /** Whether the dictionary is no gain any more: its page is to be ended, and what comes is written plainly. */
  get hasOutgrown(): boolean {
    return this.#dictionary?.isTooLarge(this.#count) ?? false;
  }

  /** From now on, and for the page so far. */
  dropDictionary(): void {
    const dictionary = this.#dictionary;
    if (!dictionary) return;
    this.#dictionary = undefined;
    dictionary.each((bytes, start, stop) => this.#bound(bytes.subarray(start, stop)));
    const count = this.#count;
    this.#count = 0;
    for (let i = 0; i < count; i++) {
      const { bytes, start, stop } = dictionary.at(this.#places[i] as number);
      this.put(this.#json ? JSON_CELL : TEXT, bytes, start, stop);
    }
  }

  cutBack(count: number): void {
    if (!this.#dictionary && count < this.#count) this.#plain.length = this.#starts[count] as number;
    this.#count = count;
  }

  /** Places of the page's values in the dictionary. */
  takePlaces(): Int32Array {
    const places = this.#places.subarray(0, this.#count);
    this.#count = 0;
    return places;
  }

  takePage(): Bytes {
    const bytes = this.#plain.bytes.slice(0, this.#plain.length);
    this.#plain.length = 0;
    this.#count = 0;
    return bytes;
  }

  takeBounds(): Bounds | undefined {
    this.#dictionary?.each((bytes, start, stop) => this.#bound(bytes.subarray(start, stop)));
    const bounds = this.#isBounded && this.#min && this.#max ? { min: this.#min, max: this.#max } : undefined;
    this.#min = this.#max = undefined;
    this.#isBounded = true;
    this.#dictionary = new Dictionary();
    return bounds;
  }

  #bound(value: Uint8Array): void {
    if (!this.#isBounded) return;
    if (value.length > BOUND_BYTES) this.#isBounded = false;
    else if (!this.#min || isBelow(value, this.#min)) this.#min = value.slice() as Bytes;
    if (this.#isBounded && (!this.#max || isBelow(this.#max, value))) this.#max = value.slice() as Bytes;
  }

  #write(bytes: Uint8Array, start: number, stop: number): void {
    const out = this.#plain;
    out.reserve(stop - start + HEAD);
    putLength(out.bytes, out.length, stop - start);
    out.length += HEAD;
    out.copy(bytes, start, stop);
  }

  /** False where half a surrogate pair is in it, which UTF-8 has no form for: nothing is written then. */
  #writeEscaped(bytes: Uint8Array, start: number, stop: number): boolean {
    const out = this.#plain;
    // No escape is shorter than what it stands for.
    out.reserve(stop - start + HEAD);
    const at = out.length;
    let o = at + HEAD;
    for (let i = start; i < stop; ) {
      const byte = bytes[i] as number;
      if (byte === BACKSLASH) {
        const point = readEscape(bytes, i, stop);
        if (point === REPLACEMENT && ((bytes[i + 2] as number) | 0x20) === LETTER_D) return false;
        o = writeUtf8(out.bytes, o, point);
        i += escapeLength;
      } else {
        out.bytes[o++] = byte;
        i++;
      }
    }
    putLength(out.bytes, at, o - at - HEAD);
    out.length = o;
    return true;
  }

  #writeJson(kind: number, bytes: Uint8Array, start: number, stop: number): void {
    if (kind !== TEXT && kind !== ESCAPED) {
      this.#write(bytes, start, stop);
      return;
    }
    const out = this.#plain;
    out.reserve(stop - start + HEAD + 2);
    putLength(out.bytes, out.length, stop - start + 2);
    out.length += HEAD;
    out.bytes[out.length++] = QUOTE;
    out.copy(bytes, start, stop);
    out.bytes[out.length++] = QUOTE;
  }
}

export function putLength(bytes: Uint8Array, at: number, length: number): void {
  bytes[at] = length & 0xff;
  bytes[at + 1] = (length >>> 8) & 0xff;
  bytes[at + 2] = (length >>> 16) & 0xff;
  bytes[at + 3] = length >>> 24;
}

/** By unsigned bytes, as Parquet orders them. */
function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  return a.length < b.length;
}
