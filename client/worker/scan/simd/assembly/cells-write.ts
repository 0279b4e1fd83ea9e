import { columnCount, EMPTY_OBJECT, MISSING, NULL, PLAIN, RAW, TEXT } from './csv-read';
import { copy } from './csv-write';
import { LISTED, nextOf, startOf, stopOf } from './lists';
import { KINDS, outBase, outLength, setOutLength, STARTS, STOPS } from './memory';

/*
 * Raw cells, as ../../cells/raw-cells.ts says: four bytes of length and kind, then the value as it stands.
 */

const CELL_MISSING: u32 = 0;
const CELL_NULL: u32 = 1;
const CELL_PLAIN: u32 = 2;
const CELL_TEXT: u32 = 3;
const CELL_ESCAPED: u32 = 4;
const CELL_JSON: u32 = 5;

/** Appends the row that was read; its room must be there. `rest`: behind it the cell of `_rest`; rows that have any are the plain scanner's. */
export function writeCells(rest: bool): void {
  let o = outBase + outLength;
  for (let column: u32 = 0; column < columnCount; column++) {
    const kind = load<u8>(KINDS + column);
    const start: usize = load<u32>(STARTS + (<usize>column << 2));
    const stop: usize = load<u32>(STOPS + (<usize>column << 2));
    if (kind == TEXT) o = text(start, stop, o);
    else if (kind == PLAIN) o = value(CELL_PLAIN, start, stop, o);
    else if (kind == MISSING) o = head(CELL_MISSING, 0, o);
    else if (kind == NULL) o = head(CELL_NULL, 0, o);
    else if (kind == RAW) o = value(CELL_JSON, start, stop, o);
    else if (kind == EMPTY_OBJECT) {
      o = head(CELL_JSON, 2, o);
      store<u16>(o, 0x7d7b);
      o += 2;
    } else if (kind == LISTED) o = listed(start, o);
  }
  if (rest) o = head(CELL_MISSING, 0, o);
  setOutLength(o - outBase);
}

// @ts-ignore: decorator
@inline
function head(kind: u32, length: usize, to: usize): usize {
  store<u32>(to, (<u32>length << 3) | kind);
  return to + 4;
}

// @ts-ignore: decorator
@inline
function value(kind: u32, start: usize, stop: usize, to: usize): usize {
  return copy(start, stop, head(kind, stop - start, to));
}

// @ts-ignore: decorator
@inline
function text(start: usize, stop: usize, to: usize): usize {
  const backslash = i8x16.splat(0x5c);
  let o = to + 4;
  let escapes: i32 = 0;
  let i = start;
  while (i < stop) {
    const block = v128.load(i);
    v128.store(o, block);
    let mask = i8x16.bitmask(i8x16.eq(block, backslash));
    const left = stop - i;
    if (left < 16) mask &= (1 << <i32>left) - 1;
    escapes |= mask;
    i += 16;
    o += 16;
  }
  head(escapes == 0 ? CELL_TEXT : CELL_ESCAPED, stop - start, to);
  return to + 4 + (stop - start);
}

/** `[value,…]`, the values of a chain. */
function listed(first: usize, to: usize): usize {
  let o = to + 4;
  store<u8>(o++, 0x5b);
  for (let value = first; value != 0; value = nextOf(value)) {
    if (value != first) store<u8>(o++, 0x2c);
    const start = startOf(value);
    if (start != 0) o = copy(start, stopOf(value), o);
    else {
      store<u16>(o, 0x7d7b);
      o += 2;
    }
  }
  store<u8>(o++, 0x5d);
  head(CELL_JSON, o - to - 4, to);
  return o;
}
