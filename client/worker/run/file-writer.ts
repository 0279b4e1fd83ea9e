import { SluiceError } from '../../../shared/errors.ts';
import type { Sink } from '../../sink/sink.ts';
import type { Format } from '../format/format.ts';
import type { Rows } from '../rows/scanner.ts';

/** Puts rows into the file one after another: head, rows, foot. Writes queue up in the order they were asked for. */
export class FileWriter {
  rows = 0;
  bytes = 0;
  readonly unplaced = new Map<string, number>();
  readonly #format: Format;
  readonly #sink: Sink;
  #last: Promise<void> = Promise.resolve();
  #begun = false;

  constructor(format: Format, sink: Sink) {
    this.#format = format;
    this.#sink = sink;
  }

  /** Settles when the sink has taken the rows. @throws download_cancelled, disk_full */
  write(pieces: readonly Rows[]): Promise<void> {
    return this.#queue(async () => {
      await this.#begin();
      for (const piece of pieces) await this.#piece(piece);
    });
  }

  /** @throws download_cancelled, disk_full */
  close(): Promise<void> {
    return this.#queue(async () => {
      await this.#begin();
      await this.#put(this.#format.foot);
      await asSinkError(this.#sink.close());
    });
  }

  /** The partial file is removed where the sink can; never rejects. */
  async abort(reason: unknown): Promise<void> {
    await this.#sink.abort(reason).catch(() => {});
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    await this.#put(this.#format.head);
  }

  async #piece({ bytes, count, unplaced }: Rows): Promise<void> {
    if (count === 0) return;
    await this.#put(this.rows === 0 ? bytes.subarray(this.#format.separatorBytes) : bytes);
    this.rows += count;
    for (const [field, rows] of unplaced) this.unplaced.set(field, (this.unplaced.get(field) ?? 0) + rows);
  }

  async #put(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (bytes.byteLength === 0) return;
    await asSinkError(this.#sink.write(bytes));
    this.bytes += bytes.byteLength;
  }

  #queue(task: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(task);
    this.#last = mine.catch(() => {});
    return mine;
  }
}

/** What a stream rejects with when the person cancels in the browser's own list of downloads is not an error of ours. */
async function asSinkError(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof SluiceError) throw cause;
    throw new SluiceError('download_cancelled', 'The browser stopped the download.', { cause });
  }
}
