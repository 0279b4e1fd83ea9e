import * as v from 'valibot';
import type { Bytes, FileEncoder, MakeEncoder } from './encoder.ts';
import { readState } from './read-state.ts';

export type TextFraming = {
  /** Bytes before the first row. */
  readonly head: Bytes;
  /** Bytes after the last row. */
  readonly foot: Bytes;
  /** Bytes that each row begins with and that the file's first row has to go without (JSON's comma). */
  readonly separatorBytes: number;
};

/** Of a text file, whichever its format: whether its head and a first row are in it. */
const textStateSchema = v.strictObject({ hasHead: v.boolean(), hasRows: v.boolean() });
type TextState = v.InferOutput<typeof textStateSchema>;

/** Encoders of files that hold the rows as they are made: they hold nothing back. */
export function textEncoders(framing: TextFraming): MakeEncoder {
  return (state) => new FramedText(framing, readState(textStateSchema, state) ?? { hasHead: false, hasRows: false });
}

class FramedText implements FileEncoder {
  readonly #framing: TextFraming;
  readonly #state: TextState;

  constructor(framing: TextFraming, state: TextState) {
    this.#framing = framing;
    this.#state = { ...state };
  }

  append(rows: Bytes): Bytes[] {
    const own = this.#state.hasRows ? rows : rows.subarray(this.#framing.separatorBytes);
    this.#state.hasRows = true;
    return [...this.#head(), own];
  }

  flush() {
    return { bytes: [], state: { ...this.#state } };
  }

  finish(): Bytes[] {
    return [...this.#head(), this.#framing.foot];
  }

  #head(): Bytes[] {
    if (this.#state.hasHead) return [];
    this.#state.hasHead = true;
    return [this.#framing.head];
  }
}
