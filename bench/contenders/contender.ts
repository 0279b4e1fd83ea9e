import type { DataSet } from '../data/load.ts';

/** What one measured run came to. */
export type Outcome = {
  rows: number;
  /** Of the file; of what came over the line where there is no file. */
  bytes: number;
  ms: number;
  /** From the start to the first byte on disk, ms, where there is a file. */
  firstByteMs?: number;
  /** Of the pages that came through the proxy, as on the line. */
  pageBytes?: number;
};

/** What happens between `begin` and `end` is measured. */
export type Measured = { begin(): void; end(): void };

/** Something that takes an index's rows out of OpenSearch, or a limit to hold it against. */
export type Contender = {
  name: string;
  /** The part of the rows that it is given, for what is slow: its rate is what counts. */
  part?: number;
  run(set: DataSet, rows: number, measured: Measured): Promise<Outcome>;
};
