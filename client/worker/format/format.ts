import type { MakeScanner } from '../rows/scanner.ts';

/** How rows become a file. */
export interface Format {
  /** Bytes before the first row. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** Bytes after the last row. */
  readonly foot: Uint8Array<ArrayBuffer>;
  /** Bytes that each row begins with and that the file's first row has to go without (JSON's comma). */
  readonly separatorBytes: number;
  readonly makeScanner: MakeScanner;
}
