/*
 * The memory's plan. Everything lies at a fixed address but what follows the input: what rows are sorted by (a record a row,
 * then the values), where that is asked for, and the output, which comes last so that it can grow. When one of these must grow, those behind it
 * move up. Pages of memory that nothing touched cost nothing.
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

/** A row's record: where its bytes end in the output and its values among the values (u32 each), and its sequence number (f64). */
const RECORD: usize = 16;

let inputCapacity: usize = 0;
export let recordsBase: usize = INPUT;
export let recordsLength: usize = 0;
let recordsCapacity: usize = 0;
export let sortsBase: usize = INPUT;
export let sortsLength: usize = 0;
let sortsCapacity: usize = 0;
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

/** Room for `capacity` bytes of input; what lies behind it moves up. */
export function reserveInput(capacity: usize): bool {
  return capacity <= inputCapacity || layOut(capacity, recordsCapacity, sortsCapacity);
}

/** Room for the records of `rows` more rows. */
export function reserveRecords(rows: usize): bool {
  const wanted = recordsLength + rows * RECORD;
  return wanted <= recordsCapacity || layOut(inputCapacity, max<usize>(wanted, recordsCapacity << 1), sortsCapacity);
}

/** Room for `bytes` more of values. */
export function reserveSorts(bytes: usize): bool {
  const wanted = sortsLength + bytes + SLACK;
  return wanted <= sortsCapacity || layOut(inputCapacity, recordsCapacity, max<usize>(wanted, sortsCapacity << 1));
}

/** Moves all that follows the input to where it may be as large as this. */
function layOut(input: usize, records: usize, sorts: usize): bool {
  const recordsAt = aligned(INPUT + input + SLACK);
  const sortsAt = aligned(recordsAt + records);
  const out = aligned(sortsAt + sorts);
  if (!ensure(out + outLength + SLACK)) return false;
  // From the last one on: each goes up, onto what is moved already.
  memory.copy(out, outBase, outLength);
  memory.copy(sortsAt, sortsBase, sortsLength);
  memory.copy(recordsAt, recordsBase, recordsLength);
  outBase = out;
  sortsBase = sortsAt;
  recordsBase = recordsAt;
  inputCapacity = input;
  recordsCapacity = records;
  sortsCapacity = sorts;
  return true;
}

function aligned(at: usize): usize {
  return (at + 15) & ~15;
}

/** Appends a row's record, whose values are the next `bytes`. Room for both has been made. */
export function addRecord(rowEnd: usize, bytes: usize, seqNo: f64): void {
  sortsLength += bytes;
  const at = recordsBase + recordsLength;
  store<u32>(at, <u32>rowEnd);
  store<u32>(at, <u32>sortsLength, 4);
  store<f64>(at, seqNo, 8);
  recordsLength += RECORD;
}

/** Begins with records and values of the page before, which the caller fills in. */
export function carrySorts(rows: usize, bytes: usize): bool {
  if (!reserveRecords(rows) || !reserveSorts(bytes)) return false;
  recordsLength = rows * RECORD;
  sortsLength = bytes;
  return true;
}

export function clearSorts(): void {
  recordsLength = sortsLength = 0;
}

function ensure(end: usize): bool {
  const pages = <i32>((end + 0xffff) >>> 16);
  const missing = pages - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0;
}
