import { beginRow, miss } from './csv-read';
import { copy } from './csv-write';
import { rare, skipSpace, skipString, skipValue } from './json';
import { NODE_COLUMN } from './memory';
import { EDGE_LENGTH, EDGE_NAME, EDGE_NEXT, edgeOf, firstOf, isAbove, match, nodeOf, setFirst } from './tree';

/*
 * Copies a document with its chosen fields only, as ../../documents/narrower.ts does. A node with a column is one that
 * stays whole. The document is whole: what ends too early is a fault, which the plain scanner has words for.
 */

const MAX_DEPTH: i32 = 1000;
/** Bytes of `{}` and `[]`. */
const EMPTY: usize = 2;

/** Where the next byte goes. */
let out: usize = 0;
let stop: usize = 0;

/** From `start` to `to`, where there is room for all of it. The address after what was written, or 0. */
export function narrow(start: usize, end: usize, to: usize): usize {
  beginRow();
  out = to;
  stop = end;
  return object(0, start, 1) == 0 ? rare() : out;
}

/** From an opening brace to after its closing one. */
function object(parent: u32, from: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  store<u8>(out++, 0x7b);
  const first = out;
  let previous: usize = 0;
  let edge = firstOf(parent);
  let i = skipSpace(from + 1, stop);
  if (i < stop && load<u8>(i) == 0x7d) return close(0x7d, i);
  while (i < stop) {
    const after = edge != 0 ? match(edge, i, stop) : 0;
    if (after != 0) i = after;
    else {
      if (load<u8>(i) != 0x22) return 0;
      const nameEnd = skipString(i + 1, stop);
      if (nameEnd == 0) return 0;
      const colon = skipSpace(nameEnd, stop);
      if (colon >= stop || load<u8>(colon) != 0x3a) return 0;
      edge = edgeOf(parent, i + 1, nameEnd - 1);
      if (edge == 0) return 0;
      if (previous == 0) setFirst(parent, edge);
      else store<u32>(previous + EDGE_NEXT, <u32>edge);
      i = colon + 1;
    }
    previous = edge;
    i = member(edge, skipSpace(i, stop), first, depth);
    if (i == 0) return 0;
    i = skipSpace(i, stop);
    if (i >= stop) return 0;
    const byte = load<u8>(i);
    if (byte == 0x7d) return close(0x7d, i);
    if (byte != 0x2c) return 0;
    i = skipSpace(i + 1, stop);
    edge = load<u32>(previous + EDGE_NEXT);
  }
  return 0;
}

/** The value at `from`, with its name before it where any of it stays. `first`: where the object's first member goes. */
function member(edge: usize, from: usize, first: usize, depth: i32): usize {
  if (from >= stop) return 0;
  const node = nodeOf(edge);
  const isWhole = load<i32>(NODE_COLUMN + (<usize>node << 2)) >= 0;
  if (!isWhole && !(isAbove(node) && isNested(from))) return leaveOut(node, from);
  const at = out;
  if (out > first) store<u8>(out++, 0x2c);
  out = copy(edge + EDGE_NAME, edge + EDGE_NAME + load<u32>(edge + EDGE_LENGTH), out);
  if (!isWhole) return nested(node, from, depth, at);
  const after = skipValue(from, stop);
  if (after != 0) out = copy(from, after, out);
  return after;
}

/** An object or array of which a part may stay; where nothing does, what was written since `at` is taken back. */
function nested(node: u32, from: usize, depth: i32, at: usize): usize {
  const inner = out;
  const after = load<u8>(from) == 0x7b ? object(node, from, depth + 1) : array(node, from, depth + 1);
  if (out - inner == EMPTY) out = at;
  return after;
}

function array(node: u32, from: usize, depth: i32): usize {
  if (depth >= MAX_DEPTH) return 0;
  store<u8>(out++, 0x5b);
  const first = out;
  let i = skipSpace(from + 1, stop);
  if (i < stop && load<u8>(i) == 0x5d) return close(0x5d, i);
  while (i < stop) {
    if (isNested(i)) {
      const at = out;
      if (out > first) store<u8>(out++, 0x2c);
      i = nested(node, i, depth, at);
    } else i = leaveOut(node, i);
    if (i == 0) return 0;
    i = skipSpace(i, stop);
    if (i >= stop) return 0;
    const byte = load<u8>(i);
    if (byte == 0x5d) return close(0x5d, i);
    if (byte != 0x2c) return 0;
    i = skipSpace(i + 1, stop);
  }
  return 0;
}

function leaveOut(node: u32, from: usize): usize {
  // Null in the place of an object is nothing that gets lost.
  if (load<u8>(from) != 0x6e || !isAbove(node)) miss(node);
  return skipValue(from, stop);
}

// @ts-ignore: decorator
@inline
function close(sign: u8, at: usize): usize {
  store<u8>(out++, sign);
  return at + 1;
}

// @ts-ignore: decorator
@inline
function isNested(at: usize): bool {
  return (load<u8>(at) | 0x20) == 0x7b;
}
