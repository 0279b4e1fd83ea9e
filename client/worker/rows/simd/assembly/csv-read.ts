import { partial, rare, skipNested, skipScalar, skipSpace, skipString } from './json';
import { KINDS, NODE_COLUMN, NODE_ID, NODE_STAMP, ROW_MISSED, STARTS, STOPS } from './memory';
import { EDGE_NEXT, edgeOf, firstOf, match, nodeOf, setFirst } from './tree';

export const MISSING: u8 = 0;
export const PLAIN: u8 = 1;
export const TEXT: u8 = 2;
export const NULL: u8 = 3;
export const RAW: u8 = 4;
export const EMPTY_OBJECT: u8 = 5;

const MAX_DEPTH: i32 = 1000;

export let columnCount: u32 = 0;
export let rowMissed: u32 = 0;
let row: u32 = 0;

export function setColumnCount(count: u32): void {
  columnCount = count;
}

/** Finds the columns' values in the object at `start`. */
export function readRow(start: usize, end: usize): usize {
  for (let k: u32 = 0; k < columnCount; k += 16) v128.store(KINDS + k, i8x16.splat(MISSING));
  rowMissed = 0;
  row++;
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
  const after = isArray ? skipNested(from, end) : skipScalar(from, end);
  if (after == 0) return 0;
  return put(node, isArray ? RAW : first == 0x6e ? NULL : PLAIN, from, after) ? after : rare();
}

/** False when the column has a value already: several in one cell are the plain scanner's. */
// @ts-ignore: decorator
@inline
function put(node: u32, kind: u8, start: usize, stop: usize): bool {
  const column = load<i32>(NODE_COLUMN + (<usize>node << 2));
  if (column < 0) {
    miss(node);
    return true;
  }
  if (load<u8>(KINDS + column) != MISSING) return false;
  store<u8>(KINDS + column, kind);
  store<u32>(STARTS + (<usize>column << 2), <u32>start);
  store<u32>(STOPS + (<usize>column << 2), <u32>stop);
  return true;
}

// @ts-ignore: decorator
@inline
function miss(node: u32): void {
  const stamp = NODE_STAMP + (<usize>node << 2);
  if (load<u32>(stamp) == row) return;
  store<u32>(stamp, row);
  store<u32>(ROW_MISSED + (<usize>rowMissed << 2), load<u32>(NODE_ID + (<usize>node << 2)));
  rowMissed++;
}
