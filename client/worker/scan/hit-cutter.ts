import type { HitReader } from './hit-reader.ts';
import type { Input, InputBuffer } from './input-buffer.ts';
import type { RowLog } from './row-log.ts';
import type { RowWriter } from './row-writer.ts';
import type { Rows } from './scanner.ts';

/** Makes rows of the hits in a page's `hits.hits`. The envelope around them is PageReader's. */
export interface HitCutter {
  readonly input: Input;
  /** Rows so far, those carried along too. */
  readonly count: number;
  /** As in `PageScanner`. */
  readonly doneCount: number;
  readonly outBytes: number;
  /**
   * Cuts whole hits off the input, which stands after the array's `[` or after a hit. True once the array's end is
   * passed, false when more bytes are needed. @throws page_malformed, source_missing, row_too_large
   */
  cut(): boolean;
  take(): { done: Rows; tail: Rows };
}

/** The plain one. */
export class PlainHitCutter implements HitCutter {
  readonly input: InputBuffer;
  readonly #log: RowLog;
  readonly #writer: RowWriter;
  readonly #reader: HitReader;
  readonly #release: () => void;
  #isFirst = true;

  constructor(parts: { input: InputBuffer; log: RowLog; writer: RowWriter; reader: HitReader; release: () => void }) {
    this.input = parts.input;
    this.#log = parts.log;
    this.#writer = parts.writer;
    this.#reader = parts.reader;
    this.#release = parts.release;
  }

  get count(): number {
    return this.#log.count;
  }

  get doneCount(): number {
    return this.#log.doneCount;
  }

  get outBytes(): number {
    return this.#log.out.length + this.#log.sortBytes;
  }

  cut(): boolean {
    const { out } = this.#log;
    for (;;) {
      const next = this.#reader.next(this.input, this.#isFirst);
      if (next !== 'hit') return next === 'end';
      this.#isFirst = false;
      const at = out.length;
      this.#writer.write(this.#reader.bytes, out);
      this.#log.add(this.#reader, at);
    }
  }

  take(): { done: Rows; tail: Rows } {
    const rows = this.#log.take();
    this.#release();
    return rows;
  }
}
