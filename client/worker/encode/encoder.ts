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
}

/** What a later run has to know to go on with the file: a value that a checkpoint can hold, read by the encoder that made it. */
export type EncoderState = object;

/** Begins a file, or goes on with one. @throws checkpoint_lost where the state is none of this encoder's */
export type MakeEncoder = (state?: EncoderState) => FileEncoder;
