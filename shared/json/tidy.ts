import { type ByteBuffer, CR, LF, QUOTE, SLASH, SPACE } from './bytes.ts';
import { skipComment, skipString } from './skip.ts';

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
