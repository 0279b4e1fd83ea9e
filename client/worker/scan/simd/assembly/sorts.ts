import { copy } from './csv-write';
import { skipScalar, skipSpace, skipString } from './json';
import { addRecord, recordsBase, recordsLength, reserveRecords, reserveSorts, sortsBase, sortsLength } from './memory';

/*
 * What rows are sorted by: the values of a hit's `sort` behind its sequence number, parted by commas.
 */

let wanted: i32 = 0;
/** Bytes of the values of the hit at hand, behind those of the rows before it. */
let pending: usize = 0;

export function setSorts(values: i32): void {
  wanted = values;
}

// @ts-ignore: decorator
@inline
export function hasSorts(): bool {
  return wanted > 0;
}

/** Reads them between the sequence number and the address after the array. False where there are not as many. */
export function readSorts(from: usize, after: usize): bool {
  // The record's room first: making it moves the values, but not one that is being read.
  if (!reserveRecords(1) || !reserveSorts(after - from)) return false;
  const to = sortsBase + sortsLength;
  let o = to;
  let i = skipSpace(from, after);
  for (let n = 0; n < wanted; n++) {
    if (load<u8>(i) != 0x2c) return false;
    const start = skipSpace(i + 1, after);
    const stop = load<u8>(start) == 0x22 ? skipString(start + 1, after) : skipScalar(start, after);
    if (stop == 0) return false;
    if (n > 0) store<u8>(o++, 0x2c);
    o = copy(start, stop, o);
    i = skipSpace(stop, after);
  }
  pending = o - to;
  return load<u8>(i) == 0x5d || endsInPlace(i, after);
}

/** Elasticsearch adds the row's place, a whole number, to whatever a point in time is sorted by (`_shard_doc`). */
function endsInPlace(from: usize, after: usize): bool {
  if (load<u8>(from) != 0x2c) return false;
  const first = skipSpace(from + 1, after);
  let i = first;
  while (load<u8>(i) - 0x30 <= 9) i++;
  return i > first && load<u8>(skipSpace(i, after)) == 0x5d;
}

/** Room for `bytes` of a hit's values that the caller fills; their address, or 0. */
export function sortRoom(bytes: usize): usize {
  if (!reserveSorts(bytes)) return 0;
  pending = bytes;
  return sortsBase + sortsLength;
}

/** Room for the record of the hit at hand. */
export function reserveSort(): bool {
  return wanted == 0 || reserveRecords(1);
}

export function commitSort(rowEnd: usize, seqNo: f64): void {
  addRecord(rowEnd, pending, seqNo);
  pending = 0;
}

export function recordsAt(): usize {
  return recordsBase;
}

export function sortsAt(): usize {
  return sortsBase;
}

/** Bytes of records and values. */
export function sortBytes(): usize {
  return recordsLength + sortsLength;
}
