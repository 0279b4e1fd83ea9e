import type { DateReader } from '../../../shared/dates/format.ts';
import type { MakeScanner } from '../scan/scanner.ts';

/** What reads the dates of an index's rows, by their column's path; undefined where the index's format is not read here. */
export type DateReaders = ReadonlyMap<string, DateReader | undefined>;

/** How rows become a file. */
export interface Format {
  /** Bytes before the first row. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** Bytes after the last row. */
  readonly foot: Uint8Array<ArrayBuffer>;
  /** Bytes that each row begins with and that the file's first row has to go without (JSON's comma). */
  readonly separatorBytes: number;
  /** Where dates are written in a zone: for rows of which nothing is known; their dates stay as they are stored. */
  readonly makeScanner: MakeScanner;
  /** Only there: for rows whose dates are read so. */
  readonly scannerWith?: (readers: DateReaders) => MakeScanner;
}
