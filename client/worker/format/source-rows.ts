import { type ByteBuffer, COMMA, CR, LF, QUOTE, SLASH, SPACE } from '../rows/bytes.ts';
import { met, skipComment, skipNested, skipString } from '../rows/json-skip.ts';
import type { RowWriter } from '../rows/row-writer.ts';

/** How rows that are whole documents are parted: `before` and `after` each. */
export type SourceFraming = { readonly before: readonly number[]; readonly after: readonly number[] };

/** One document a line. */
export const NDJSON_FRAMING: SourceFraming = { before: [], after: [LF] };
/** An array with one document a line; the file's first row goes without its comma. */
export const JSON_FRAMING: SourceFraming = { before: [COMMA, LF], after: [] };

/**
 * Each `_source` byte for byte, on one line: a line break between tokens becomes a space, and so does a comment, which
 * OpenSearch keeps but JSON does not know.
 */
export class SourceRowWriter implements RowWriter {
  readonly missed = new Int32Array(0);
  readonly missedCount = 0;
  readonly #framing: SourceFraming;
  #start = 0;
  #end = 0;
  #tidy = false;

  constructor(framing: SourceFraming) {
    this.#framing = framing;
  }

  fieldPath(): string {
    return '';
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    this.#start = start;
    this.#end = skipNested(bytes, start, end);
    this.#tidy = met.breaks || met.comments;
    return this.#end;
  }

  write(bytes: Uint8Array, out: ByteBuffer): void {
    out.reserve(this.#end - this.#start + 4);
    for (const byte of this.#framing.before) out.bytes[out.length++] = byte;
    if (this.#tidy) copyTidy(bytes, this.#start, this.#end, out);
    else out.copy(bytes, this.#start, this.#end);
    for (const byte of this.#framing.after) out.bytes[out.length++] = byte;
  }
}

/** Appends JSON with each line break and each comment between its tokens as one space. Room must have been reserved. */
export function copyTidy(bytes: Uint8Array, start: number, end: number, out: ByteBuffer): void {
  let i = start;
  while (i < end) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) {
      const after = skipString(bytes, i + 1, end);
      out.copy(bytes, i, after);
      i = after;
    } else if (byte === SLASH || byte === LF || byte === CR) {
      out.bytes[out.length++] = SPACE;
      i = byte === SLASH ? skipComment(bytes, i, end) : i + 1;
    } else {
      out.bytes[out.length++] = byte;
      i++;
    }
  }
}
