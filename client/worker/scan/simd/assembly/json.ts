/*
 * Steps over JSON, 16 bytes at a time. Each function gives the address after the thing, or 0: then `stop` says whether
 * more bytes are needed or the row is one for the plain scanner, which knows comments and words for each fault.
 */

export const PARTIAL: i32 = 1;
export const RARE: i32 = 2;
export let stop: i32 = 0;

export function partial(): usize {
  stop = PARTIAL;
  return 0;
}

export function rare(): usize {
  stop = RARE;
  return 0;
}

/** From after the opening quote to after the closing one. */
export function skipString(from: usize, end: usize): usize {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const space = i8x16.splat(0x20);
  let i = from;
  while (i < end) {
    const block = v128.load(i);
    const hits = v128.or(v128.or(i8x16.eq(block, quote), i8x16.eq(block, backslash)), i8x16.lt_u(block, space));
    const mask = i8x16.bitmask(hits);
    if (mask == 0) {
      i += 16;
      continue;
    }
    i += ctz(mask);
    if (i >= end) break;
    const byte = load<u8>(i);
    if (byte == 0x22) return i + 1;
    if (byte != 0x5c) return rare();
    i += 2;
  }
  return partial();
}

/** White space only; a comment stands still and is found out by what expects something else. */
// @ts-ignore: decorator
@inline
export function skipSpace(from: usize, end: usize): usize {
  let i = from;
  while (i < end) {
    const byte = load<u8>(i);
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) break;
    i++;
  }
  return i;
}

/** A number, true, false or null. */
export function skipScalar(from: usize, end: usize): usize {
  const first = load<u8>(from);
  if (first == 0x2d || first - 0x30 <= 9) {
    let i = from + 1;
    while (i < end) {
      const byte = load<u8>(i);
      if (byte - 0x30 > 9 && byte != 0x2e && byte != 0x2b && byte != 0x2d && (byte | 0x20) != 0x65) {
        return load<u8>(i - 1) - 0x30 <= 9 ? i : rare();
      }
      i++;
    }
    return partial();
  }
  if (from + 5 > end) return partial();
  const word = load<u32>(from);
  // In memory's order: true, null, fals.
  if (word == 0x65757274 || word == 0x6c6c756e) return from + 4;
  return word == 0x736c6166 && load<u8>(from + 4) == 0x65 ? from + 5 : rare();
}

/** `skipNested` met a line break between tokens. */
export let metBreak: bool = false;

/** From the bracket or brace that opens an array or object to after the one that closes it. Sets `metBreak`. */
export function skipNested(from: usize, end: usize): usize {
  const quote = i8x16.splat(0x22);
  const caseBit = i8x16.splat(0x20);
  const opening = i8x16.splat(0x7b);
  const closing = i8x16.splat(0x7d);
  const slash = i8x16.splat(0x2f);
  metBreak = false;
  let depth = 0;
  let i = from;
  while (i < end) {
    const block = v128.load(i);
    // `[` and `]` differ from `{` and `}` by one bit.
    const folded = v128.or(block, caseBit);
    const brackets = v128.or(i8x16.eq(folded, opening), i8x16.eq(folded, closing));
    const others = v128.or(i8x16.eq(block, slash), i8x16.lt_u(block, caseBit));
    let mask = i8x16.bitmask(v128.or(v128.or(brackets, others), i8x16.eq(block, quote)));
    let next = i + 16;
    while (mask != 0) {
      const at = i + ctz(mask);
      if (at >= end) return partial();
      const byte = load<u8>(at);
      if (byte == 0x22) {
        next = skipString(at + 1, end);
        if (next == 0) return 0;
        break;
      }
      const letter = byte | 0x20;
      if (letter == 0x7b) depth++;
      else if (letter == 0x7d) {
        if (--depth == 0) return load<u8>(from) + 2 == byte ? at + 1 : rare();
      } else if (byte == 0x0a || byte == 0x0d) metBreak = true;
      else if (byte != 0x09) return rare();
      mask &= mask - 1;
    }
    i = next;
  }
  return partial();
}

/** Any value that begins at `from`. */
export function skipValue(from: usize, end: usize): usize {
  const first = load<u8>(from);
  if (first == 0x22) return skipString(from + 1, end);
  if ((first | 0x20) == 0x7b) return skipNested(from, end);
  return skipScalar(from, end);
}
