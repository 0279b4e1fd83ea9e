import type { FileReport } from '../encode/encoder.ts';
import type { Rows } from '../scan/scanner.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Tally } from './tally.ts';

/** Where rows come from. */
export type RowsOf = { readonly index: string; readonly shard: number };

/** What a checkpoint says of the rows and their file. */
export type FileState = Pick<Checkpoint, 'rows' | 'bytes' | 'encoder' | 'unplaced' | 'undated' | 'leftOut' | 'sorted'>;

/**
 * What becomes of rows that were read, and how far that is: they go into the file at once (`Ledger`), or wait until all are
 * there and go into it in an order (`SortedLedger`). Whichever it is, a commit keeps rows and positions in step.
 */
export interface RowLedger {
  readonly tally: Tally;
  /** Of the file; as long as its rows wait to be sorted, those of the rows. */
  readonly bytes: number;
  /** Rows in the file in their order, counted as they went in; undefined until that has begun, and where there is no order. */
  readonly merged: number | undefined;
  /** Bytes held beside what reads hold. */
  readonly heldBytes: number;
  /** What the file's encoder tells; whole once the ledger is closed. */
  readonly report: FileReport;
  /** Takes up what an earlier run has kept; `untilRunning` as in `close`. @throws download_cancelled, disk_full */
  replay(untilRunning: () => Promise<void>): Promise<void>;
  /** Settles when more rows may come. `move` moves the export's state: no checkpoint sees one without the other. @throws download_cancelled, disk_full, page_malformed */
  write(rows: readonly Rows[], of: RowsOf, move: () => void): Promise<void>;
  /** Commits when enough is at stake. */
  commitIfDue(): Promise<void>;
  commit(): Promise<void>;
  /** All rows are read: one more step towards the file. False when they are all in it. @throws as `write`, checkpoint_lost */
  step(): Promise<boolean>;
  /** Ends the file. `untilRunning` is awaited between the pieces of long work, and stops it by throwing. @throws download_cancelled, disk_full, file_unwritable */
  close(untilRunning: () => Promise<void>): Promise<void>;
  /** `step` or `close` failed: makes ready for `step` and `close` to be tried again. False where that cannot be. */
  again(): Promise<boolean>;
  /** The partial file is removed where the sink can; never rejects. */
  abort(reason: unknown): Promise<void>;
}
