import type { Verdict } from '../../../shared/verdict.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Makes a file of rows, one after another. What it gives out is the file, in order. It may hold rows back, until `flush`.
 */
export interface FileEncoder {
  /** Takes rows in, as the format's scanner made them. */
  append(rows: Bytes): Bytes[];
  /** All that was appended is out then, and a later run goes on from `state`. */
  flush(): { bytes: Bytes[]; state: EncoderState };
  /** The file's end. Nothing is appended after it. */
  finish(): Bytes[];
  /**
   * It is in the midst of a part of the file that had better not be cut short, such as a row group: a commit that is not forced waits
   * for its end, or for a while. Without it any moment is as good.
   */
  readonly isMidUnit?: boolean;
  /** Bytes it holds. */
  readonly heldBytes?: number;
  /** What there is to tell of the file so far; whole once it is finished. It lasts from one run to the next. */
  readonly report?: FileReport;
}

/** What a file's encoder has to tell beside its bytes. */
export type FileReport = Pick<Verdict, 'misfits' | 'sha256'>;

/** What a later run has to know to go on with the file: a value that a checkpoint can hold, read by the encoder that made it. */
export type EncoderState = object;

/** Begins a file, or goes on with one. @throws checkpoint_lost where the state is none of this encoder's */
export type MakeEncoder = (state?: EncoderState) => FileEncoder;
