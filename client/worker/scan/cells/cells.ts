import { BACKSLASH, type ByteBuffer, CR, LF, QUOTE } from '../../../../shared/json/bytes.ts';
import { escapeLength, readEscape, writeUtf8 } from '../../../../shared/json/json-text.ts';
import { guardJson, guardText } from './formulas.ts';

const COPY = 0;
const CELL_QUOTE = 1;
const CELL_PART = 2;
const ESCAPE = 3;

const UTF8 = new TextEncoder();

/**
 * Writes single cells by RFC 4180: quoted when they hold the delimiter, a quote, CR or LF. With the guard each is
 * quoted, for programs that take another delimiter, and nothing in it runs in a spreadsheet. Each function makes its own
 * room in `out`.
 */
export class CellWriter {
  /** What a byte of a string or of raw JSON asks for. */
  readonly #textClass = new Uint8Array(256);
  readonly #rawClass = new Uint8Array(256);
  readonly #delimiter: number;
  readonly #guard: boolean;

  constructor(delimiter: number, guard: boolean) {
    this.#delimiter = delimiter;
    this.#guard = guard;
    for (const byte of [delimiter, CR, LF]) this.#rawClass[byte] = CELL_PART;
    this.#rawClass[QUOTE] = CELL_QUOTE;
    this.#textClass.set(this.#rawClass);
    this.#textClass[BACKSLASH] = ESCAPE;
  }

  /** A JSON string's content, `bytes[start, stop)`, decoded. @throws page_malformed on an escape that is none */
  text(bytes: Uint8Array, start: number, stop: number, out: ByteBuffer): void {
    out.reserve(stop - start + 4);
    if (start === stop) {
      out.bytes[out.length++] = QUOTE;
      out.bytes[out.length++] = QUOTE;
      return;
    }
    if (this.#guard) {
      this.#guardedText(bytes, start, stop, out);
      return;
    }
    const to = out.bytes;
    const classes = this.#textClass;
    let o = out.length;
    for (let i = start; i < stop; i++) {
      const byte = bytes[i] as number;
      if (classes[byte] !== COPY) {
        this.#hardText(bytes, start, stop, out);
        return;
      }
      to[o++] = byte;
    }
    out.length = o;
  }

  /** JSON as it stands. */
  raw(bytes: Uint8Array, start: number, stop: number, out: ByteBuffer): void {
    const guarded = this.#guard ? guardJson(bytes, start, stop) : undefined;
    if (guarded === undefined) this.#raw(bytes, start, stop, out);
    else this.#raw(guarded, 0, guarded.length, out);
  }

  #raw(bytes: Uint8Array, start: number, stop: number, out: ByteBuffer): void {
    out.reserve((stop - start) * 2 + 2);
    const to = out.bytes;
    const classes = this.#rawClass;
    let quoted = this.#guard;
    let o = out.length + 1;
    for (let i = start; i < stop; i++) {
      const byte = bytes[i] as number;
      const kind = classes[byte];
      if (kind !== COPY) {
        quoted = true;
        if (kind === CELL_QUOTE) to[o++] = QUOTE;
      }
      to[o++] = byte;
    }
    close(out, o, quoted);
  }

  /** Room must be there for what is stored. */
  #guardedText(bytes: Uint8Array, start: number, stop: number, out: ByteBuffer): void {
    const guarded = guardText(bytes, start, stop);
    if (guarded === undefined) {
      this.#hardText(bytes, start, stop, out);
      return;
    }
    const json = UTF8.encode(JSON.stringify(guarded));
    out.reserve(json.length + 4);
    this.#hardText(json, 1, json.length - 1, out);
  }

  /** Room must be there. */
  #hardText(bytes: Uint8Array, start: number, stop: number, out: ByteBuffer): void {
    const to = out.bytes;
    const classes = this.#textClass;
    let quoted = this.#guard;
    let o = out.length + 1;
    let i = start;
    while (i < stop) {
      const byte = bytes[i] as number;
      const kind = classes[byte];
      if (kind === ESCAPE) {
        const point = readEscape(bytes, i, stop);
        i += escapeLength;
        if (point === QUOTE) to[o++] = QUOTE;
        if (point === QUOTE || point === CR || point === LF || point === this.#delimiter) quoted = true;
        o = writeUtf8(to, o, point);
      } else {
        if (kind !== COPY) quoted = true;
        to[o++] = byte;
        i++;
      }
    }
    close(out, o, quoted);
  }
}

/** Ends a cell that was written one byte behind its place, `o` being the index after it: quotes it or moves it there. */
function close(out: ByteBuffer, o: number, quoted: boolean): void {
  const at = out.length;
  if (!quoted) {
    out.bytes.copyWithin(at, at + 1, o);
    out.length = o - 1;
    return;
  }
  out.bytes[at] = QUOTE;
  out.bytes[o] = QUOTE;
  out.length = o + 1;
}
