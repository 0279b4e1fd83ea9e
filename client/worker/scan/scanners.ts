import type { DateReader } from '../../../shared/dates/format.ts';
import type { MakeScanner } from './scanner.ts';

/** What reads the dates of an index's rows, by their column's path; undefined where the index's format is not read here. */
export type DateReaders = ReadonlyMap<string, DateReader | undefined>;

/** Scanners of one export; they may work side by side. */
export type Scanners = {
  /** Where dates are written in a zone: for rows of which nothing is known; their dates stay as they are stored. */
  readonly makeScanner: MakeScanner;
  /** Only there: for rows whose dates are read so. */
  readonly scannerWith?: (readers: DateReaders) => MakeScanner;
};

export type ScannerOptions = {
  /** A hit of more bytes is refused with row_too_large. */
  maxRowBytes?: number;
  /** `simd` takes what WebAssembly can do here and is the default; `plain` is the reference. */
  engine?: 'simd' | 'plain';
  /** Values that a hit's `sort` has behind the sequence number (`sortValuesOf`): rows come with them. */
  sortValues?: number;
};

const MAX_ROW_BYTES = 128 * 1024 * 1024;

/** The options that every scanner has. */
export type ScanLimits = { readonly maxRowBytes: number; readonly sortValues: number };

export function limitsOf({ maxRowBytes = MAX_ROW_BYTES, sortValues = 0 }: ScannerOptions): ScanLimits {
  return { maxRowBytes, sortValues };
}
