import { SluiceError } from '../../../shared/errors.ts';
import type { DocumentName } from '../../../shared/json/row-unreadable.ts';
import type { Sink } from '../../sink/sink.ts';
import type { Format } from '../encode/format.ts';
import { addRows } from '../scan/field-rows.ts';
import type { Rows } from '../scan/scanner.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Journal } from './journal.ts';
import type { Spool } from './spool.ts';

export type FileWriterOptions = {
  format: Format;
  sink: Sink;
  /** Keeps what is written, where the browser can. */
  journal: Journal | undefined;
  /** The export's state as it is in the file now. */
  checkpoint(): Checkpoint;
};

const REPLAY_BYTES = 1024 * 1024;
/** Documents left out that are named. */
const NAMED = 20;

/**
 * Puts rows into the file one after another: head, rows, foot. Writes queue up in the order they were asked for. Each goes to the
 * spool first, so that the download is always a prefix of it.
 */
export class FileWriter {
  rows = 0;
  bytes = 0;
  readonly unplaced = new Map<string, number>();
  readonly undated = new Map<string, number>();
  /** The first documents that were left out. */
  readonly leftOut: DocumentName[] = [];
  readonly #is: FileWriterOptions;
  #last: Promise<void> = Promise.resolve();
  #hasFoot = false;

  constructor(options: FileWriterOptions) {
    this.#is = options;
  }

  /** Begins the file with what an earlier run has spooled; `turn` as in `close`. @throws download_cancelled, disk_full */
  replay({ spool, from, turn }: { spool: Spool; from: Checkpoint; turn: () => Promise<void> }): Promise<void> {
    return this.#queue(async () => {
      spool.cutBack(from.bytes);
      this.rows = from.rows;
      this.bytes = from.bytes;
      for (const [field, rows] of from.unplaced) this.unplaced.set(field, rows);
      for (const [key, rows] of from.undated ?? []) this.undated.set(key, rows);
      this.leftOut.push(...(from.leftOut ?? []));
      if (this.#is.sink.startAt) return this.#is.sink.startAt(from.bytes);
      for (let at = 0; at < from.bytes; at += REPLAY_BYTES) {
        await turn();
        await this.#toSink(spool.read(at, Math.min(REPLAY_BYTES, from.bytes - at)));
      }
    });
  }

  /**
   * Settles when the sink has taken the rows. `applied` moves the export's state; it runs in the same turn as the spool
   * grows, so that a checkpoint never sees one without the other. @throws download_cancelled, disk_full
   */
  write(pieces: readonly Rows[], applied: () => void): Promise<void> {
    return this.#queue(async () => {
      const parts = this.#head();
      for (const piece of pieces) this.#take(piece, parts);
      for (const part of parts) this.#keep(part);
      applied();
      await this.#is.journal?.saveIfDue(this.#is.checkpoint);
      for (const part of parts) await this.#toSink(part);
    });
  }

  /**
   * Ends the file. Where that failed and the rows are kept it may be tried again. `turn` is awaited between the pieces of long work,
   * and stops it by throwing. @throws download_cancelled, disk_full, file_unwritable
   */
  close(turn: () => Promise<void>): Promise<void> {
    return this.#queue(async () => {
      if (!this.#hasFoot) await this.#end();
      await asSinkError(this.#is.sink.close(turn));
    });
  }

  /** The last checkpoint is of the file without its foot: whoever goes on from it writes that anew. */
  async #end(): Promise<void> {
    await this.#is.journal?.save(this.#is.checkpoint);
    const parts = [...this.#head(), this.#is.format.foot];
    for (const part of parts) this.#keep(part);
    this.#hasFoot = true;
    for (const part of parts) await this.#toSink(part);
  }

  /** The partial file is removed where the sink can; never rejects. */
  async abort(reason: unknown): Promise<void> {
    await this.#is.sink.abort(reason).catch(() => {});
  }

  /** Notes a document that is left out; past some nobody reads their names. */
  leaveOut(document: DocumentName): void {
    if (this.leftOut.length < NAMED) this.leftOut.push(document);
  }

  #head(): Uint8Array<ArrayBuffer>[] {
    return this.bytes === 0 && this.rows === 0 ? [this.#is.format.head] : [];
  }

  #take({ bytes, count, unplaced, undated }: Rows, parts: Uint8Array<ArrayBuffer>[]): void {
    if (count === 0) return;
    parts.push(this.rows === 0 ? bytes.subarray(this.#is.format.separatorBytes) : bytes);
    this.rows += count;
    for (const [field, rows] of unplaced) addRows(this.unplaced, field, rows);
    for (const [key, rows] of undated) addRows(this.undated, key, rows);
  }

  #keep(part: Uint8Array<ArrayBuffer>): void {
    this.bytes += part.byteLength;
    this.#is.journal?.append(part);
  }

  async #toSink(part: Uint8Array<ArrayBuffer>): Promise<void> {
    if (part.byteLength > 0) await asSinkError(this.#is.sink.write(part));
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
