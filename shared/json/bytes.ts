import { SluiceError } from '../errors.ts';

/** Bytes of JSON and CSV by name. */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
export const AT = 0x40;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const BAR = 0x7c;
export const CLOSE_BRACE = 0x7d;

/** What the readers of JSON give back where the bytes end too early: more of the page has to come first. */
export const PARTIAL = -1;

/** The answer is not what OpenSearch writes; asking for the page again may help. */
export function malformed(what: string): SluiceError {
  return new SluiceError('page_malformed', `A page from OpenSearch is damaged or cut short: ${what}.`);
}

/** Bytes that grow. Room is made by `reserve` before writing, then `bytes` and `length` are the writer's to move. */
export class ByteBuffer {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `extra` bytes past `length`. May replace `bytes`. */
  reserve(extra: number): void {
    const needed = this.length + extra;
    const capacity = this.bytes.length;
    if (needed <= capacity) return;
    // Half as much again, not double: a row of many megabytes shall not cost twice its size.
    const grown = new Uint8Array(Math.max(needed, capacity + (capacity >> 1)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** Appends `from[start, stop)`; room must have been reserved. */
  copy(from: Uint8Array, start: number, stop: number): void {
    let o = this.length;
    if (stop - start > LONG_RUN) {
      this.bytes.set(from.subarray(start, stop), o);
      this.length = o + stop - start;
      return;
    }
    const bytes = this.bytes;
    for (let i = start; i < stop; i++) bytes[o++] = from[i] as number;
    this.length = o;
  }
}

/** From about here the engine's block copy is faster than a loop, in spite of the view it needs. */
const LONG_RUN = 96;
