/*
 * The memory's plan. Everything lies at a fixed address but the output, which comes last so that it can grow; when the
 * input must grow, the output moves up. Pages of memory that nothing touched cost nothing.
 */

/** Nodes, field numbers and edges that fit; a document that needs more is the plain scanner's. */
export const MAX_NODES: u32 = 0x4000;
export const MAX_COLUMNS: u32 = 0x2000;
const WORDS: usize = 0x10000;

/** By node: its field number, its column or -1, the edge last met first, the row last unplaced in, whether columns lie below. */
export const NODE_ID: usize = 0x10000;
export const NODE_COLUMN: usize = NODE_ID + WORDS;
export const NODE_FIRST: usize = NODE_COLUMN + WORDS;
export const NODE_STAMP: usize = NODE_FIRST + WORDS;
export const NODE_ABOVE: usize = NODE_STAMP + WORDS;
/** By field number: rows before the last group, and in it, that had it without a column. */
export const UNPLACED_DONE: usize = NODE_ABOVE + MAX_NODES;
export const UNPLACED_GROUP: usize = UNPLACED_DONE + WORDS;
/** Field numbers of the last group, each once; of the row at hand, each once. */
export const TOUCHED: usize = UNPLACED_GROUP + WORDS;
export const ROW_UNPLACED: usize = TOUCHED + WORDS;
/** Edges by parent and name: open addressing, at most half full. */
export const TABLE_SIZE: u32 = 0x4000;
export const TABLE: usize = ROW_UNPLACED + WORDS;
/** By column, of the row at hand. */
export const KINDS: usize = TABLE + WORDS;
export const STARTS: usize = KINDS + MAX_COLUMNS;
export const STOPS: usize = STARTS + MAX_COLUMNS * 4;
/** Edges and their names. */
export const HEAP: usize = STOPS + MAX_COLUMNS * 4;
export const HEAP_END: usize = HEAP + 0x100000;
/** Values out of arrays' objects, of the row at hand; a row with more is the plain scanner's. */
export const LISTS: usize = HEAP_END;
export const LISTS_END: usize = LISTS + 0x80000;
export const INPUT: usize = LISTS_END;

/** Loads of 16 bytes may begin at the last byte. */
const SLACK: usize = 64;

let inputCapacity: usize = 0;
export let outBase: usize = INPUT;
export let outLength: usize = 0;
let heapTop: usize = HEAP;

export function setOutLength(length: usize): void {
  outLength = length;
}

/** A piece of the heap for good, or 0. */
export function allocate(bytes: usize): usize {
  const at = heapTop;
  const top = (at + bytes + 15) & ~15;
  if (top > HEAP_END) return 0;
  heapTop = top;
  return at;
}

/** Room for `extra` more bytes of output. False when there is no more memory. */
export function reserve(extra: usize): bool {
  return ensure(outBase + outLength + extra + SLACK);
}

/** Room for `capacity` bytes of input; the output moves up. */
export function reserveInput(capacity: usize): bool {
  if (capacity <= inputCapacity) return true;
  const base = (INPUT + capacity + SLACK + 15) & ~15;
  if (!ensure(base + outLength + SLACK)) return false;
  memory.copy(base, outBase, outLength);
  outBase = base;
  inputCapacity = capacity;
  return true;
}

function ensure(end: usize): bool {
  const pages = <i32>((end + 0xffff) >>> 16);
  const missing = pages - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0;
}
