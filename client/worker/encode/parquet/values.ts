import type { ParquetType } from '../../../../shared/request.ts';
import type { Bytes } from '../encoder.ts';

/** A chunk's least and greatest value, as Parquet's statistics have them. */
export type Bounds = { readonly min: Bytes; readonly max: Bytes };

/** Values of one column's page, without those that are null. */
export interface Values {
  /** Takes a cell in (`scan/cells/raw-cells.ts`), or says that it is none of the column's type. @throws page_malformed */
  put(kind: number, bytes: Uint8Array, start: number, stop: number): boolean;
  /** Values of the page so far. */
  readonly count: number;
  /** Bytes that they take. */
  readonly size: number;
  /** Goes back to so many values. */
  cutBack(count: number): void;
  /** The page's values as they are written plainly; the next ones begin a page. */
  takePage(): Bytes;
  /** Of the chunk, undefined where it has none; the next values begin a chunk. */
  takeBounds(): Bounds | undefined;
}

/** Room at first: documents that use names as data have thousands of columns. */
export const FIRST_VALUES = 32;

/** A larger copy where it is full. */
export function withRoom<T extends Uint8Array | Int32Array | Float64Array>(array: T, index: number): T {
  if (index < array.length) return array;
  const Made = array.constructor as new (length: number) => T;
  const larger = new Made(array.length * 2);
  larger.set(array);
  return larger;
}

/** Whether a column of the type holds text. */
export function isText(type: ParquetType): type is 'text' | 'json' {
  return type === 'text' || type === 'json';
}
