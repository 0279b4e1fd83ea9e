import type { ByteBuffer } from '../../../shared/json/bytes.ts';

/**
 * Makes a row of a `_source`, in two steps, because a hit's end may not have come yet: `read`, then `write` once the hit
 * is whole. It keeps nothing from one row to the next, so scanners of several pages may share one.
 */
export interface RowWriter {
  /** A hit begins. For a writer that writes more of it than its `_source`. */
  begin?(): void;
  /** The hit's `_index`, `_id` or `_routing`, by its place among HIT_IDS: name and value stand at `[start, end)`. Before or after `read`. */
  identity?: ((id: number, start: number, end: number) => void) | undefined;
  /** Reads the object that begins at `start`; gives the index after it, or PARTIAL. @throws page_malformed */
  read(bytes: Uint8Array, start: number, end: number): number;
  /** Appends the row last read. @throws page_malformed */
  write(bytes: Uint8Array, out: ByteBuffer): void;
  /** The row last read has `unplacedCount` fields with no column: their numbers, each once, are the first ones here. */
  readonly unplacedIds: Int32Array;
  readonly unplacedCount: number;
  /** The dotted path of a field number. */
  fieldPath(id: number): string;
  /** Where dates are written in a zone: the fields whose dates stayed as stored in the row last written. */
  readonly undated?: Undated | undefined;
}

/** Fields by numbers of their own, each once: the first `count` of `ids`. */
export interface Undated {
  readonly ids: Int32Array;
  readonly count: number;
  /** Names field and reason. */
  keyOf(id: number): string;
}
