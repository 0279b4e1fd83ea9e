import type { ByteBuffer } from '../../../../shared/json/bytes.ts';

/*
 * Cells on their way from a scanner to an encoder that makes typed columns of them: four bytes (little-endian, the length times
 * eight and the kind), then the value as it stands in the document. Only dates are others where the encoder would not know how to read
 * them: what is no UNREAD is of OpenSearch's usual format, ISO 8601 or milliseconds since 1970.
 */

export const HEAD_BYTES = 4;

/** The document has no such field. */
export const MISSING = 0;
export const NULL = 1;
/** A number, true or false. */
export const PLAIN = 2;
/** A string's content, without an escape in it. */
export const TEXT = 3;
/** A string's content, with escapes. */
export const ESCAPED = 4;
/** An array or an object, or several values as an array. */
export const JSON_CELL = 5;
/** JSON of a date that could not be read by its index's format. */
export const UNREAD = 6;

/** The longest value, bytes. */
export const MAX_CELL_BYTES = 2 ** 29 - 1;

export function putHead(out: ByteBuffer, kind: number, length: number): void {
  out.reserve(HEAD_BYTES);
  const head = length * 8 + kind;
  const { bytes } = out;
  bytes[out.length++] = head & 0xff;
  bytes[out.length++] = (head >>> 8) & 0xff;
  bytes[out.length++] = (head >>> 16) & 0xff;
  bytes[out.length++] = head >>> 24;
}

/** Steps over cells. `bytes[start, stop)` is the value of the one that `next` came to. */
export class RawCells {
  kind = MISSING;
  start = 0;
  stop = 0;
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  get hasMore(): boolean {
    return this.stop < this.bytes.length;
  }

  /** False at the end of the bytes. */
  next(): boolean {
    const { bytes } = this;
    const at = this.stop;
    if (at >= bytes.length) return false;
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    const head = low | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
    this.kind = head & 7;
    this.start = at + HEAD_BYTES;
    this.stop = this.start + (head >>> 3);
    return true;
  }
}
