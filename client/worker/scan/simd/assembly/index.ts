import { columnCount, extraBytes, readRow, rowUnplaced, setColumnCount } from './csv-read';
import { writeCells } from './cells-write';
import { copy, setLine, writeRow } from './csv-write';
import { clearIds, hasIds, isId, placeIds, readId, setIds } from './hit-ids';
import { metBreak, partial, PARTIAL, rare, RARE, skipNested, skipSpace, skipString, skipValue, stop } from './json';
import {
  carrySorts,
  clearSorts,
  INPUT,
  UNPLACED_DONE,
  UNPLACED_GROUP,
  outBase,
  outLength,
  reserve,
  reserveInput,
  ROW_UNPLACED,
  setOutLength,
  TOUCHED,
} from './memory';
import { narrow } from './narrow';
import { commitSort, hasSorts, readSorts, recordsAt, reserveSort, setSorts, sortBytes, sortRoom, sortsAt } from './sorts';
import { setNode } from './tree';

/*
 * Cuts hits into rows; see ../wasm-hit-cutter.ts, its only caller. One instance serves one page at a time.
 */

export { carrySorts, recordsAt, reserveInput, reserveSort, setIds, setNode, setSorts, sortBytes, sortRoom, sortsAt };
export const inputAt: usize = INPUT;
export const unplacedDoneAt: usize = UNPLACED_DONE;
export const unplacedGroupAt: usize = UNPLACED_GROUP;

const CSV: i32 = 0;
const NDJSON: i32 = 1;
const CELLS: i32 = 3;
/** What `cut` gives beside PARTIAL and RARE: the array's end is passed. */
const DONE: i32 = 0;

let mode: i32 = CSV;
/** Rows have columns: lines of CSV or raw cells. */
let hasColumns: bool = true;
let maxRowBytes: usize = 0;
let keepsRest: bool = false;
/** Documents are narrowed to their chosen fields. */
let narrows: bool = false;
/** Where `cut` got to. */
export let position: usize = 0;
export let count: u32 = 0;
export let groupRows: u32 = 0;
/** Where in the output the last group begins, and where the last whole row ends. */
export let groupAt: usize = 0;
export let rowsEnd: usize = 0;
/** -1 while there is none. */
export let groupSeqNo: f64 = -1;
export let doneSeqNo: f64 = -1;
/** Sums of sequence numbers. */
export let groupSum: f64 = 0;
export let doneSum: f64 = 0;
/** Field numbers counted are below this. */
export let unplacedEnd: u32 = 0;
let touched: u32 = 0;
let hits: u32 = 0;

export function outAt(): usize {
  return outBase;
}

export function setNarrow(): void {
  narrows = true;
}

export function setUp(kind: i32, columns: u32, delimiter: u8, rest: bool, rowBytes: usize): void {
  mode = kind;
  hasColumns = kind == CSV || kind == CELLS;
  setColumnCount(columns);
  setLine(delimiter, rest);
  keepsRest = rest;
  maxRowBytes = rowBytes;
}

/** For the next page. */
export function reset(): void {
  setOutLength(0);
  clearSorts();
  memory.fill(UNPLACED_DONE, 0, <usize>unplacedEnd << 2);
  memory.fill(UNPLACED_GROUP, 0, <usize>unplacedEnd << 2);
  count = groupRows = unplacedEnd = touched = hits = 0;
  groupAt = rowsEnd = 0;
  groupSeqNo = doneSeqNo = -1;
  groupSum = doneSum = 0;
}

/** Cuts the hits in `[start, end)`, which begins after the array's `[` or after a hit. Moves `position`. */
export function cut(start: usize, end: usize): i32 {
  position = start;
  while (true) {
    let i = skipSpace(position, end);
    if (i >= end) return PARTIAL;
    const byte = load<u8>(i);
    if (byte == 0x5d) {
      position = i + 1;
      return DONE;
    }
    if (hits > 0) {
      if (byte != 0x2c) return RARE;
      i = skipSpace(i + 1, end);
      if (i >= end) return PARTIAL;
    }
    const after = hit(i, end);
    if (after == 0) return stop;
    position = after;
    hits++;
  }
}

let seqNo: f64 = -1;
let sourceAt: usize = 0;
let sourceEnd: usize = 0;

function hit(from: usize, end: usize): usize {
  if (load<u8>(from) != 0x7b) return rare();
  seqNo = -1;
  sourceAt = 0;
  if (hasIds()) clearIds();
  let i = from;
  while (true) {
    i = member(skipSpace(i + 1, end), end);
    if (i == 0) return 0;
    i = skipSpace(i, end);
    if (i >= end) return partial();
    const byte = load<u8>(i);
    if (byte == 0x7d) break;
    if (byte != 0x2c) return rare();
  }
  if (sourceAt == 0 || seqNo < 0 || seqNo < groupSeqNo) return rare();
  const length = i + 1 - from;
  const extra = hasColumns ? extraBytes + (<usize>columnCount << 3) : 0;
  if (length > maxRowBytes || !reserve(length * 2 + extra)) return rare();
  const at = outLength;
  if (hasColumns) {
    if (keepsRest && rowUnplaced > 0) return rare();
    if (hasIds()) placeIds();
    if (mode == CELLS) writeCells(keepsRest);
    else if (!writeRow()) return rare();
  } else if (!writeSource()) return rare();
  commit(seqNo, at, hasColumns || narrows);
  return i + 1;
}

// @ts-ignore: decorator
@inline
function member(from: usize, end: usize): usize {
  if (from >= end) return partial();
  if (load<u8>(from) != 0x22) return rare();
  const nameEnd = skipString(from + 1, end);
  if (nameEnd == 0) return 0;
  let i = skipSpace(nameEnd, end);
  if (i >= end) return partial();
  if (load<u8>(i) != 0x3a) return rare();
  i = skipSpace(i + 1, end);
  if (i >= end) return partial();
  const length = nameEnd - from;
  // `"_source"`, in memory's order.
  if (length == 9 && load<u64>(from) == 0x656372756f735f22) return source(i, end);
  // `"sort"`.
  if (length == 6 && load<u32>(from) == 0x726f7322 && load<u16>(from + 4) == 0x2274) return sort(i, end);
  if (hasIds() && isId(from, length)) return readId(from, length, i, end);
  return skipValue(i, end);
}

function source(start: usize, end: usize): usize {
  let from = start;
  // A byte order mark, which OpenSearch gives back with a document.
  if (load<u8>(from) == 0xef) {
    if (from + 3 > end) return partial();
    if (load<u16>(from + 1) != 0xbfbb) return rare();
    from = skipSpace(from + 3, end);
    if (from >= end) return partial();
  }
  if (load<u8>(from) != 0x7b || sourceAt != 0) return rare();
  sourceAt = from;
  if (hasColumns) return readRow(from, end);
  sourceEnd = skipNested(from, end);
  if (sourceEnd == 0) return 0;
  return metBreak ? rare() : sourceEnd;
}

/** `[123, …]`. */
function sort(from: usize, end: usize): usize {
  if (load<u8>(from) != 0x5b) return rare();
  const after = skipNested(from, end);
  if (after == 0) return 0;
  let i = skipSpace(from + 1, after);
  const first = i;
  let number: u64 = 0;
  while (load<u8>(i) - 0x30 <= 9) number = number * 10 + load<u8>(i++) - 0x30;
  if (i == first || i - first > 16 || number > 9007199254740991) return rare();
  const next = load<u8>(skipSpace(i, after));
  if (next != 0x2c && next != 0x5d) return rare();
  if (hasSorts() && !readSorts(i, after)) return rare();
  seqNo = <f64>number;
  return after;
}

/** False where the document is not what it should be. */
function writeSource(): bool {
  let o = outBase + outLength;
  if (mode != NDJSON) {
    store<u16>(o, 0x0a2c);
    o += 2;
  }
  o = narrows ? narrow(sourceAt, sourceEnd, o) : copy(sourceAt, sourceEnd, o);
  if (o == 0) return false;
  if (mode == NDJSON) store<u8>(o++, 0x0a);
  setOutLength(o - outBase);
  return true;
}

/** Counts the row whose bytes begin at `at` in the output; `isRead`: with the fields that it was found to miss. */
function commit(number: f64, at: usize, isRead: bool): void {
  if (number != groupSeqNo) {
    for (let k: u32 = 0; k < touched; k++) {
      const id: usize = load<u32>(TOUCHED + (<usize>k << 2));
      const group = UNPLACED_GROUP + (id << 2);
      store<u32>(UNPLACED_DONE + (id << 2), load<u32>(UNPLACED_DONE + (id << 2)) + load<u32>(group));
      store<u32>(group, 0);
    }
    touched = 0;
    doneSeqNo = groupSeqNo;
    groupSeqNo = number;
    groupAt = at;
    groupRows = 0;
    doneSum += groupSum;
    groupSum = 0;
  }
  count++;
  groupRows++;
  groupSum += number;
  rowsEnd = outLength;
  if (hasSorts()) commitSort(rowsEnd, number);
  if (isRead) for (let k: u32 = 0; k < rowUnplaced; k++) unplaced(load<u32>(ROW_UNPLACED + (<usize>k << 2)));
}

function unplaced(id: u32): void {
  if (id >= unplacedEnd) unplacedEnd = id + 1;
  const group = UNPLACED_GROUP + (<usize>id << 2);
  const rows = load<u32>(group);
  if (rows == 0) {
    store<u32>(TOUCHED + (<usize>touched << 2), id);
    touched++;
  }
  store<u32>(group, rows + 1);
}

/** Room for `bytes` of output that the caller fills; gives their address, or 0 when there is no more memory. */
export function room(bytes: usize): usize {
  return reserve(bytes) ? outBase + outLength : 0;
}

/** Counts a row that the caller has put into that room; `unplacedOne` follows for each of its fields without a column. */
export function addRow(number: f64, bytes: usize): void {
  const at = outLength;
  setOutLength(at + bytes);
  commit(number, at, false);
  hits++;
}

export function unplacedOne(id: u32): void {
  unplaced(id);
}

/** Begins with rows of the page before, put into the room. */
export function carry(bytes: usize, rows: u32, number: f64): void {
  setOutLength(bytes);
  rowsEnd = bytes;
  count = groupRows = rows;
  groupSeqNo = number;
  groupSum = number * <f64>rows;
}
