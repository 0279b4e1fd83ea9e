import { partial, rare, skipNested, skipScalar, skipSpace, skipString, skipValue } from './json';
import { clearLists, listValue, openList } from './lists';
import { KINDS, NODE_COLUMN, NODE_ID, NODE_STAMP, ROW_UNPLACED, STARTS, STOPS } from './memory';
import { EDGE_NEXT, edgeOf, firstOf, isAbove, match, nodeOf, setFirst } from './tree';

export const MISSING: u8 = 0;
export const PLAIN: u8 = 1;
export const TEXT: u8 = 2;
export const NULL: u8 = 3;
export const RAW: u8 = 4;
export const EMPTY_OBJECT: u8 = 5;

const MAX_DEPTH: i32 = 1000;

export let columnCount: u32 = 0;
export let rowUnplaced: u32 = 0;
/** Bytes of output that arrays take which stand in a column while others hold values out of them. */
export let extraBytes: usize = 0;
/** Arrays that the value at hand lies in, and whose objects are looked into; whether one stands in a column as a whole. */
let lists: u32 = 0;
let isPlaced: bool = false;
let row: u32 = 0;

export function setColumnCount(count: u32): void {
  columnCount = count;
}

/** Of fields without a column there is none yet. */
// @ts-ignore: decorator
@inline
export function beginRow(): void {
  rowUnplaced = 0;
  row++;
}

/** Gives a column of the row last read its text: one that does not stand in the document. */
export function setText(column: i32, start: usize, stop: usize): void {
  store<u8>(KINDS + column, TEXT);
  store<u32>(STARTS + (<usize>column << 2), <u32>start);
  store<u32>(STOPS + (<usize>column << 2), <u32>stop);
}

/** Finds the columns' values in the object at `start`. */
export function readRow(start: usize, end: usize): usize {
  for (let k: u32 = 0; k < columnCount; k += 16) v128.store(KINDS + k, i8x16.splat(MISSING));
  beginRow();
  extraBytes = 0;
  lists = 0;
  isPlaced = false;
  clearLists();
  const i = skipSpace(start + 1, end);
  if (i >= end) return partial();
  return load<u8>(i) == 0x7d ? i + 1 : members(0, i, end, 1);
}

function members(parent: u32, from: usize, end: usize, depth: i32): usize {
  let previous: usize = 0;
  let edge = firstOf(parent);
  let i = from;
  while (true) {
    const after = edge != 0 ? match(edge, i, end) : 0;
    if (after != 0) i = after;
    else {
      // A name that was not expected.
      if (i >= end) return partial();
      if (load<u8>(i) != 0x22) return rare();
      const nameEnd = skipString(i + 1, end);
      if (nameEnd == 0) return 0;
      const colon = skipSpace(nameEnd, end);
      if (colon >= end) return partial();
      if (load<u8>(colon) != 0x3a) return rare();
      edge = edgeOf(parent, i + 1, nameEnd - 1);
      if (edge == 0) return rare();
      if (previous == 0) setFirst(parent, edge);
      else store<u32>(previous + EDGE_NEXT, <u32>edge);
      i = colon + 1;
    }
    i = skipSpace(i, end);
    if (i >= end) return partial();
    previous = edge;
    i = value(nodeOf(edge), i, end, depth);
    if (i == 0) return 0;
    i = skipSpace(i, end);
    if (i >= end) return partial();
    const byte = load<u8>(i);
    if (byte == 0x7d) return i + 1;
    if (byte != 0x2c) return rare();
    i = skipSpace(i + 1, end);
    edge = load<u32>(previous + EDGE_NEXT);
  }
}

// @ts-ignore: decorator
@inline
function value(node: u32, from: usize, end: usize, depth: i32): usize {
  const first = load<u8>(from);
  if (first == 0x22) {
    const after = skipString(from + 1, end);
    if (after == 0) return 0;
    return put(node, TEXT, from + 1, after - 1) ? after : rare();
  }
  if (first == 0x7b) {
    if (depth >= MAX_DEPTH) return rare();
    const i = skipSpace(from + 1, end);
    if (i >= end) return partial();
    if (load<u8>(i) != 0x7d) return members(node, i, end, depth + 1);
    return put(node, EMPTY_OBJECT, from, i + 1) ? i + 1 : rare();
  }
  const isArray = first == 0x5b;
  if (isArray && (lists > 0 || isAbove(node))) return list(node, from, end, depth);
  const after = isArray ? skipNested(from, end) : skipScalar(from, end);
  if (after == 0) return 0;
  return put(node, isArray ? RAW : first == 0x6e ? NULL : PLAIN, from, after) ? after : rare();
}

/** An array at a path with columns below, or in such an array. */
function list(node: u32, from: usize, end: usize, depth: i32): usize {
  const goesBelow = isAbove(node);
  const hasColumn = load<i32>(NODE_COLUMN + (<usize>node << 2)) >= 0;
  const wasPlaced = isPlaced;
  let after: usize = 0;
  if (hasColumn || !goesBelow) {
    after = lists > 0 && hasColumn ? values(node, from, end, depth) : skipNested(from, end);
    if (after == 0) return 0;
    if ((lists == 0 || !hasColumn) && !put(node, RAW, from, after)) return rare();
    if (!goesBelow) return after;
    extraBytes += (after - from) << 1;
    isPlaced = true;
  }
  lists++;
  after = elements(node, from, end, depth);
  lists--;
  isPlaced = wasPlaced;
  return after;
}

/** The objects of an array, and what else there is without a column. */
function elements(node: u32, from: usize, end: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return rare();
  const hasColumn = load<i32>(NODE_COLUMN + (<usize>node << 2)) >= 0;
  let i = skipSpace(from + 1, end);
  if (i < end && load<u8>(i) == 0x5d) return i + 1;
  while (true) {
    if (i >= end) return partial();
    const byte = load<u8>(i);
    if (byte == 0x5b) i = elements(node, i, end, depth + 1);
    else if (byte == 0x7b) i = element(node, i, end, depth);
    else if (hasColumn) i = skipValue(i, end);
    else i = scalar(node, i, end);
    if (i == 0) return 0;
    i = skipSpace(i, end);
    if (i >= end) return partial();
    if (load<u8>(i) == 0x5d) return i + 1;
    if (load<u8>(i) != 0x2c) return rare();
    i = skipSpace(i + 1, end);
  }
}

function element(node: u32, from: usize, end: usize, depth: i32): usize {
  const i = skipSpace(from + 1, end);
  if (i >= end) return partial();
  // Without a member it says nothing, and stands in the array's own column where there is one.
  return load<u8>(i) == 0x7d ? i + 1 : members(node, i, end, depth + 1);
}

function scalar(node: u32, from: usize, end: usize): usize {
  const first = load<u8>(from);
  const after = first == 0x22 ? skipString(from + 1, end) : skipScalar(from, end);
  // It has no column: where it lies does not count.
  if (after != 0) put(node, first == 0x6e ? NULL : PLAIN, from, after);
  return after;
}

/** The values of an array, and of the arrays in it, into the column of its own. */
function values(node: u32, from: usize, end: usize, depth: i32): usize {
  const column = load<i32>(NODE_COLUMN + (<usize>node << 2));
  if (depth >= MAX_DEPTH || !openList(column)) return rare();
  let i = skipSpace(from + 1, end);
  if (i < end && load<u8>(i) == 0x5d) return i + 1;
  while (true) {
    if (i >= end) return partial();
    if (load<u8>(i) == 0x5b) i = values(node, i, end, depth + 1);
    else {
      const start = i;
      i = skipValue(start, end);
      if (i != 0 && !listValue(column, start, i)) return rare();
    }
    if (i == 0) return 0;
    i = skipSpace(i, end);
    if (i >= end) return partial();
    if (load<u8>(i) == 0x5d) return i + 1;
    if (load<u8>(i) != 0x2c) return rare();
    i = skipSpace(i + 1, end);
  }
}

/** False when the column has a value already: several in one cell are the plain scanner's. */
// @ts-ignore: decorator
@inline
function put(node: u32, kind: u8, start: usize, stop: usize): bool {
  const column = load<i32>(NODE_COLUMN + (<usize>node << 2));
  if (column < 0) {
    // An object without a value: the columns below show that as empty cells.
    const isVoid = (kind == NULL || kind == EMPTY_OBJECT) && isAbove(node);
    if (!isVoid && !isPlaced) miss(node);
    return true;
  }
  if (lists > 0) {
    if (kind == EMPTY_OBJECT) return listValue(column, 0, 0);
    return kind == TEXT ? listValue(column, start - 1, stop + 1) : listValue(column, start, stop);
  }
  if (load<u8>(KINDS + column) != MISSING) return false;
  store<u8>(KINDS + column, kind);
  store<u32>(STARTS + (<usize>column << 2), <u32>start);
  store<u32>(STOPS + (<usize>column << 2), <u32>stop);
  return true;
}

// @ts-ignore: decorator
@inline
export function miss(node: u32): void {
  const stamp = NODE_STAMP + (<usize>node << 2);
  if (load<u32>(stamp) == row) return;
  store<u32>(stamp, row);
  store<u32>(ROW_UNPLACED + (<usize>rowUnplaced << 2), load<u32>(NODE_ID + (<usize>node << 2)));
  rowUnplaced++;
}
