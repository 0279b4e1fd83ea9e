import {
  BACKSLASH,
  ByteBuffer,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CR,
  LF,
  malformed,
  OPEN_BRACE,
  OPEN_BRACKET,
  PARTIAL,
  QUOTE,
  SLASH,
  SPACE,
  STAR,
  TAB,
} from './bytes.ts';

/*
 * Documents in UTF-16 and UTF-32. OpenSearch takes them (little-endian and without a mark; it refuses the others, seen
 * in 3.8) and puts them as they came into an answer that is UTF-8 around them.
 */

/** Bytes of a unit, 2 or 4, of the document whose brace is at `at`; 1 where it is UTF-8; PARTIAL. */
export function unitBytes(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return PARTIAL;
  // No JSON in UTF-8 has a zero byte.
  if (bytes[at + 1] !== 0) return 1;
  if (at + 3 >= end) return PARTIAL;
  return bytes[at + 2] === 0 && bytes[at + 3] === 0 ? 4 : 2;
}

/** From the brace of a document of so many bytes a unit to after the one that closes it, or PARTIAL. @throws page_malformed */
export function skipWide(bytes: Uint8Array, from: number, end: number, width: number): number {
  let depth = 0;
  let inString = false;
  let i = from;
  while (i + width <= end) {
    const unit = unitAt(bytes, i, width);
    if (unit < SPACE && unit !== TAB && unit !== LF && unit !== CR) throw malformed('a control character is in it');
    i += width;
    if (inString) {
      if (unit === BACKSLASH) i += width;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) depth++;
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) {
      if (--depth === 0) return i;
    } else if (unit === SLASH) {
      i = skipWideComment(bytes, i, end, width);
      if (i < 0) return PARTIAL;
    }
  }
  return PARTIAL;
}

/** From after a slash to after the comment. */
function skipWideComment(bytes: Uint8Array, from: number, end: number, width: number): number {
  if (from + width > end) return PARTIAL;
  const second = unitAt(bytes, from, width);
  if (second !== SLASH && second !== STAR) throw malformed('a slash stands between values');
  let before = 0;
  for (let i = from + width; i + width <= end; i += width) {
    const unit = unitAt(bytes, i, width);
    if (second === SLASH ? unit === LF || unit === CR : before === STAR && unit === SLASH) return i + width;
    before = unit;
  }
  return PARTIAL;
}

/** What follows a wide document in its own encoding: white space. Stands still at anything else; PARTIAL. */
export function skipWideSpace(bytes: Uint8Array, from: number, end: number, width: number): number {
  for (let i = from; i + width <= end; i += width) {
    const unit = unitAt(bytes, i, width);
    if (unit !== SPACE && unit !== LF && unit !== CR && unit !== TAB) return i;
  }
  return PARTIAL;
}

/** The same text in UTF-8. Half a surrogate pair, and what is no character, becomes U+FFFD. */
export function narrowed(bytes: Uint8Array, from: number, after: number, width: number): Uint8Array {
  const out = new ByteBuffer((after - from) >> 1);
  for (let i = from; i + width <= after; i += width) {
    let point = unitAt(bytes, i, width);
    if (width === 2 && isHigh(point) && i + 4 <= after) {
      const low = unitAt(bytes, i + 2, 2);
      if (low >= 0xdc00 && low <= 0xdfff) {
        point = 0x10000 + ((point - 0xd800) << 10) + low - 0xdc00;
        i += 2;
      }
    }
    put(point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? 0xfffd : point, out);
  }
  return out.bytes.subarray(0, out.length);
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function put(point: number, out: ByteBuffer): void {
  out.reserve(4);
  const next = (byte: number) => {
    out.bytes[out.length++] = byte;
  };
  if (point < 0x80) return next(point);
  if (point < 0x800) next(0xc0 | (point >> 6));
  else {
    if (point < 0x10000) next(0xe0 | (point >> 12));
    else {
      next(0xf0 | (point >> 18));
      next(0x80 | ((point >> 12) & 0x3f));
    }
    next(0x80 | ((point >> 6) & 0x3f));
  }
  next(0x80 | (point & 0x3f));
}

function unitAt(bytes: Uint8Array, at: number, width: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  if (width === 2) return low;
  return low + ((bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8)) * 0x10000;
}
