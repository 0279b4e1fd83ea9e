import type { Verdict } from '../../shared/verdict.ts';

/** What a sink tells of files that it has made of the one that it was given: of all together, and by file. */
export type SinkReport = Pick<Verdict, 'parts' | 'sha256'> & { bytes?: number };

/** Where formatted bytes go, in order. `write` settles when it is done with the bytes and there is room for more: that is the back-pressure. */
export interface Sink {
  /** The first so many bytes were spooled by an earlier run, and need not be given again. A sink without this gets them. */
  startAt?(bytes: number): void;
  /** @param isGiven  nobody will look at the bytes any more: their memory may go where they go */
  write(bytes: Uint8Array<ArrayBuffer>, isGiven?: boolean): Promise<void>;
  /** The file is whole. `turn` is awaited between the pieces of long work; what it throws stops that. */
  close(turn: () => Promise<void>): Promise<void>;
  /** The file will not be whole: remove what can be removed. */
  abort(reason: unknown): Promise<void>;
  /** Where the file is not what was written here; once it is closed. */
  readonly report?: SinkReport;
}
