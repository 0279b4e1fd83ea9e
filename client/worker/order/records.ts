import { compareWithin } from './compare-bytes.ts';

/**
 * A record is a row with its key, as it lies in memory and in the spool: two counts of four bytes each (little-endian:
 * bytes of the key, bytes of the row), key, row, and up to three bytes more, so that records begin at multiples of four.
 */
export const RECORD_HEADER = 8;

/** Bytes of a whole record. */
export function recordBytes(keyBytes: number, rowBytes: number): number {
  return (RECORD_HEADER + keyBytes + rowBytes + 3) & ~3;
}

export function readCount(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}

export function writeCount(bytes: Uint8Array, at: number, count: number): void {
  bytes[at] = count;
  bytes[at + 1] = count >>> 8;
  bytes[at + 2] = count >>> 16;
  bytes[at + 3] = count >>> 24;
}

/** Bytes of the record that begins at `at`. */
export function lengthAt(bytes: Uint8Array, at: number): number {
  return recordBytes(readCount(bytes, at), readCount(bytes, at + 4));
}

/** The key of the record at `at`, as a view. */
export function keyAt(bytes: Uint8Array, at: number): Uint8Array {
  const from = at + RECORD_HEADER;
  return bytes.subarray(from, from + readCount(bytes, at));
}

/**
 * The order of records: by key from its byte `depth` on (before it they are known to be equal), and where keys are the same by the
 * rows' bytes. Rows that are equal in these too may stand either way: the file is the same.
 */
export function compareRecords(bytes: Uint8Array, a: number, b: number, depth = 0): number {
  const aFrom = a + RECORD_HEADER;
  const bFrom = b + RECORD_HEADER;
  const aKeyEnd = aFrom + readCount(bytes, a);
  const bKeyEnd = bFrom + readCount(bytes, b);
  const byKey = compareWithin(
    bytes,
    Math.min(aFrom + depth, aKeyEnd),
    aKeyEnd,
    bytes,
    Math.min(bFrom + depth, bKeyEnd),
    bKeyEnd,
  );
  if (byKey !== 0) return byKey;
  // Where both end before `depth`: what is there is the same but for zeros, so the shorter is the other's beginning.
  if (aKeyEnd - aFrom !== bKeyEnd - bFrom) return aKeyEnd - aFrom - (bKeyEnd - bFrom);
  const aEnd = aKeyEnd + readCount(bytes, a + 4);
  return compareWithin(bytes, aKeyEnd, aEnd, bytes, bKeyEnd, bKeyEnd + readCount(bytes, b + 4));
}

/** Four bytes from `at` on as a number, the first of them the highest; those from `end` on count as 0. */
export function wordAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end) {
    return (
      (((bytes[at] as number) << 24) |
        ((bytes[at + 1] as number) << 16) |
        ((bytes[at + 2] as number) << 8) |
        (bytes[at + 3] as number)) >>>
      0
    );
  }
  let word = 0;
  for (let i = at; i < at + 4; i++) word = (word << 8) | (i < end ? (bytes[i] as number) : 0);
  return word >>> 0;
}
