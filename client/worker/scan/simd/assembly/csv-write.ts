import { columnCount, EMPTY_OBJECT, PLAIN, RAW, TEXT } from './csv-read';
import { LISTED, nextOf, startOf, stopOf } from './lists';
import { KINDS, outBase, outLength, setOutLength, STARTS, STOPS } from './memory';

let delimiter: u8 = 0x2c;
/** `_rest` follows the columns; rows that have any are the plain scanner's. */
let endsInRest: bool = false;

export function setLine(byte: u8, rest: bool): void {
  delimiter = byte;
  endsInRest = rest;
}

/** Appends the row that was read; its room must be there. False when a string holds an escape that is none. */
export function writeRow(): bool {
  let o = outBase + outLength;
  for (let column: u32 = 0; column < columnCount; column++) {
    if (column > 0) store<u8>(o++, delimiter);
    const kind = load<u8>(KINDS + column);
    const start: usize = load<u32>(STARTS + (<usize>column << 2));
    const stop: usize = load<u32>(STOPS + (<usize>column << 2));
    if (kind == TEXT) {
      o = text(start, stop, o);
      if (o == 0) return false;
    } else if (kind == PLAIN) o = copy(start, stop, o);
    else if (kind == RAW) o = raw(start, stop, o);
    else if (kind == EMPTY_OBJECT) {
      store<u16>(o, 0x7d7b);
      o += 2;
    } else if (kind == LISTED) o = listed(start, o);
  }
  if (endsInRest && columnCount > 0) store<u8>(o++, delimiter);
  store<u16>(o, 0x0a0d);
  setOutLength(o + 2 - outBase);
  return true;
}

/** Copies in blocks; up to 15 bytes behind the last may be written too. */
// @ts-ignore: decorator
@inline
export function copy(start: usize, stop: usize, to: usize): usize {
  const length = stop - start;
  if (length > 512) memory.copy(to, start, length);
  else for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(start + i));
  return to + length;
}

// @ts-ignore: decorator
@inline
function text(start: usize, stop: usize, to: usize): usize {
  if (start == stop) {
    store<u16>(to, 0x2222);
    return to + 2;
  }
  const backslash = i8x16.splat(0x5c);
  const part = i8x16.splat(delimiter);
  let i = start;
  let o = to;
  while (true) {
    const block = v128.load(i);
    v128.store(o, block);
    let mask = i8x16.bitmask(v128.or(i8x16.eq(block, backslash), i8x16.eq(block, part)));
    const left = stop - i;
    if (left <= 16) {
      mask &= (1 << <i32>left) - 1;
      return mask == 0 ? o + left : hardText(start, stop, to);
    }
    if (mask != 0) return hardText(start, stop, to);
    i += 16;
    o += 16;
  }
}

/** A string with escapes or the delimiter, decoded. Written one byte behind its place, for the quote. */
function hardText(start: usize, stop: usize, to: usize): usize {
  const backslash = i8x16.splat(0x5c);
  const part = i8x16.splat(delimiter);
  let quoted = false;
  let i = start;
  let o = to + 1;
  while (i < stop) {
    const block = v128.load(i);
    v128.store(o, block);
    const mask = i8x16.bitmask(v128.or(i8x16.eq(block, backslash), i8x16.eq(block, part)));
    const run = min<usize>(mask == 0 ? 16 : ctz(mask), stop - i);
    i += run;
    o += run;
    if (i >= stop) break;
    if (mask == 0) continue;
    if (load<u8>(i) != 0x5c) {
      quoted = true;
      store<u8>(o++, delimiter);
      i++;
      continue;
    }
    const point = readEscape(i, stop);
    if (point < 0) return 0;
    i += escapeLength;
    if (point == 0x22) store<u8>(o++, 0x22);
    if (point == 0x22 || point == 0x0d || point == 0x0a || point == delimiter) quoted = true;
    o = writeUtf8(o, point);
  }
  return close(to, o, quoted);
}

/** An array as it stands. */
function raw(start: usize, stop: usize, to: usize): usize {
  isMarked = false;
  const o = marked(start, stop, to + 1);
  return close(to, o, isMarked);
}

/** `[value,…]`, the values of a chain. */
function listed(first: usize, to: usize): usize {
  isMarked = false;
  let o = to + 1;
  store<u8>(o++, 0x5b);
  for (let value = first; value != 0; value = nextOf(value)) {
    if (value != first) {
      store<u8>(o++, 0x2c);
      if (delimiter == 0x2c) isMarked = true;
    }
    const start = startOf(value);
    if (start != 0) o = marked(start, stopOf(value), o);
    else {
      store<u16>(o, 0x7d7b);
      o += 2;
    }
  }
  store<u8>(o++, 0x5d);
  return close(to, o, isMarked);
}

/** `marked` met what asks for quotes. */
let isMarked: bool = false;

/** JSON with its quotes doubled. Sets `isMarked`. */
function marked(start: usize, stop: usize, to: usize): usize {
  const quote = i8x16.splat(0x22);
  const part = i8x16.splat(delimiter);
  const lf = i8x16.splat(0x0a);
  const cr = i8x16.splat(0x0d);
  let i = start;
  let o = to;
  while (i < stop) {
    const block = v128.load(i);
    v128.store(o, block);
    const breaks = v128.or(i8x16.eq(block, lf), i8x16.eq(block, cr));
    const quotes = i8x16.eq(block, quote);
    const left = stop - i;
    const within = left < 16 ? (1 << <i32>left) - 1 : 0xffff;
    const marks = i8x16.bitmask(quotes) & within;
    if (marks != 0 || (i8x16.bitmask(v128.or(breaks, i8x16.eq(block, part))) & within) != 0) isMarked = true;
    if (marks == 0) {
      const run = min<usize>(left, 16);
      i += run;
      o += run;
      continue;
    }
    const run: usize = ctz(marks) + 1;
    i += run;
    o += run;
    store<u8>(o++, 0x22);
  }
  return o;
}

function close(to: usize, o: usize, quoted: bool): usize {
  if (quoted) {
    store<u8>(to, 0x22);
    store<u8>(o, 0x22);
    return o + 1;
  }
  memory.copy(to, to + 1, o - to - 1);
  return o - 1;
}

let escapeLength: usize = 0;

/** The code point of the escape at `at`; half a surrogate pair is U+FFFD. -1 when it is none. Sets `escapeLength`. */
function readEscape(at: usize, stop: usize): i32 {
  if (at + 2 > stop) return -1;
  const letter = load<u8>(at + 1);
  escapeLength = 2;
  if (letter == 0x6e) return 0x0a;
  if (letter == 0x22 || letter == 0x5c || letter == 0x2f) return letter;
  if (letter == 0x74) return 0x09;
  if (letter == 0x72) return 0x0d;
  if (letter == 0x62) return 0x08;
  if (letter == 0x66) return 0x0c;
  if (letter != 0x75) return -1;
  const unit = hex4(at + 2, stop);
  escapeLength = 6;
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit >= 0xdc00 || at + 8 > stop || load<u16>(at + 6) != 0x755c) return 0xfffd;
  const low = hex4(at + 8, stop);
  if (low < 0) return -1;
  if (low < 0xdc00 || low > 0xdfff) return 0xfffd;
  escapeLength = 12;
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

function hex4(at: usize, stop: usize): i32 {
  if (at + 4 > stop) return -1;
  let value: i32 = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = load<u8>(i);
    const letter = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = (value << 4) + byte - 0x30;
    else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) + letter - 0x57;
    else return -1;
  }
  return value;
}

function writeUtf8(o: usize, point: i32): usize {
  if (point < 0x80) {
    store<u8>(o, <u8>point);
    return o + 1;
  }
  if (point < 0x800) {
    store<u8>(o, <u8>(0xc0 | (point >> 6)));
    store<u8>(o + 1, <u8>(0x80 | (point & 63)));
    return o + 2;
  }
  if (point < 0x10000) {
    store<u8>(o, <u8>(0xe0 | (point >> 12)));
    store<u8>(o + 1, <u8>(0x80 | ((point >> 6) & 63)));
    store<u8>(o + 2, <u8>(0x80 | (point & 63)));
    return o + 3;
  }
  store<u8>(o, <u8>(0xf0 | (point >> 18)));
  store<u8>(o + 1, <u8>(0x80 | ((point >> 12) & 63)));
  store<u8>(o + 2, <u8>(0x80 | ((point >> 6) & 63)));
  store<u8>(o + 3, <u8>(0x80 | (point & 63)));
  return o + 4;
}
