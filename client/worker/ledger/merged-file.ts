import type { Sink } from '../../sink/sink.ts';
import type { Bytes, FileEncoder, FileReport, MakeEncoder } from '../encode/encoder.ts';
import { Merge, type MergeState } from '../order/merge.ts';
import type { Clock } from '../util/clock.ts';
import type { SortedState } from './checkpoint.ts';
import { type CommitEvery, isDue } from './commit-every.ts';
import type { Journal } from './journal.ts';
import type { KeptFile } from './kept-file.ts';
import { asSinkError } from './sink-error.ts';

export type MergedFileOptions = {
  makeEncoder: MakeEncoder;
  sink: Sink;
  clock: Clock;
  journal: Journal;
  kept: KeptFile;
  /** Bytes that merging may hold, and that the longest key may take. */
  budgetBytes: number;
  keyBytes: number;
  /** Work after which it commits. */
  commitEvery: CommitEvery;
  /** Keeps how far it is: all that it counts on is in the spool. @throws QuotaExceededError */
  save(state: MergedState): Promise<void>;
  /** There is no room in the browser: waits for some. */
  untilRoom(cause: unknown): Promise<void>;
};

/** From where the merging could go on; with `encoder` where the file's bytes so far are kept. */
export type MergedState = { sorted: SortedState; encoder?: Record<string, unknown> };

const REPLAY_BYTES = 1024 * 1024;

/**
 * The file, as it is made of runs: block by block through the encoder into the sink. The bytes of a picked file are kept behind the runs, so that a
 * later run goes on with it; a download is begun anew, from the runs.
 */
export class MergedFile {
  /** Rows in the file, as the merge gave them. */
  rows = 0;
  bytes = 0;
  readonly #options: MergedFileOptions;
  /** What was committed last. */
  #safe: MergedState;
  #merge: Merge;
  /** Once the file has begun. */
  #encoder: FileEncoder | undefined;
  /** Where in the spool its bytes begin, once they are kept. */
  #at = 0;
  #taken: Promise<void> = Promise.resolve();
  #isFinished = false;
  #uncommitted = 0;
  #committedAt: number;

  /** @throws checkpoint_lost */
  constructor(options: MergedFileOptions, from: MergedState) {
    this.#options = options;
    this.#safe = from;
    this.#committedAt = options.clock.now();
    this.#merge = this.#mergeFrom(from.sorted.merge);
    this.#beginFrom(from);
  }

  get heldBytes(): number {
    return this.#merge.heldBytes + (this.#encoder?.heldBytes ?? 0);
  }

  get report(): FileReport {
    return this.#encoder?.report ?? {};
  }

  /** Gives the sink what an earlier run has kept of the file. @throws download_cancelled, disk_full */
  async replay(untilRunning: () => Promise<void>): Promise<void> {
    const { sink, kept } = this.#options;
    const { bytes } = this;
    if (sink.startAt) return sink.startAt(bytes);
    for (let at = 0; at < bytes; at += REPLAY_BYTES) {
      await untilRunning();
      await asSinkError(sink.write(kept.read(at, Math.min(REPLAY_BYTES, bytes - at))));
    }
  }

  /** One block of rows into the file, or one step of a pass before the last. False when all rows are in the file. */
  async step(): Promise<boolean> {
    if (!this.#merge.isLast) return this.#stepOfPass();
    this.#begin();
    const block = this.#merge.next();
    if (!block) return false;
    this.rows += block.rows;
    this.#uncommitted += block.bytes.byteLength;
    for (const part of this.#encoder?.append(block.bytes) ?? []) this.#put(part);
    await this.#taken;
    const { clock, commitEvery } = this.#options;
    const ms = clock.now() - this.#committedAt;
    if (isDue(commitEvery, { bytes: this.#uncommitted, ms }, this.#encoder)) await this.#commitFile();
    return true;
  }

  /** @throws as `RowLedger.close` */
  async close(untilRunning: () => Promise<void>): Promise<void> {
    this.#begin();
    if (!this.#isFinished) {
      // The last checkpoint is of the file without its end: whoever goes on from it writes that anew.
      await this.#commitFile();
      for (const part of this.#encoder?.finish() ?? []) this.#put(part);
      this.#isFinished = true;
    }
    await this.#taken;
    await asSinkError(this.#options.sink.close(untilRunning));
  }

  /** Goes back to what was committed last. False where the sink could not go back. */
  async again(): Promise<boolean> {
    const { sink, journal } = this.#options;
    if (!sink.startAt) return false;
    await sink.abort(undefined).catch(() => {});
    const { merge } = this.#safe.sorted;
    journal.cutBack(merge.length);
    this.#merge = this.#mergeFrom(merge);
    this.#taken = Promise.resolve();
    this.#isFinished = false;
    this.#beginFrom(this.#safe);
    sink.startAt(this.bytes);
    return true;
  }

  #mergeFrom(state: MergeState): Merge {
    const { journal, budgetBytes, keyBytes, commitEvery } = this.#options;
    return new Merge({ spool: journal, budgetBytes, keyBytes, segmentBytes: commitEvery.bytes }, state);
  }

  #beginFrom({ sorted: { file }, encoder }: MergedState): void {
    const { kept, makeEncoder } = this.#options;
    this.rows = file?.rows ?? 0;
    this.bytes = file?.bytes ?? 0;
    this.#at = file?.at ?? 0;
    this.#uncommitted = 0;
    this.#encoder = file && makeEncoder(encoder);
    kept.beginAt(file?.at);
  }

  #begin(): void {
    if (this.#encoder) return;
    const { journal, kept, makeEncoder } = this.#options;
    this.#encoder = makeEncoder();
    this.#at = journal.length;
    kept.beginAt(this.#at);
  }

  async #stepOfPass(): Promise<boolean> {
    const { journal, untilRoom, save } = this.#options;
    const before = this.#merge.state;
    try {
      this.#merge.next();
      const sorted = { merge: this.#merge.state };
      await save({ sorted });
      this.#safe = { sorted };
    } catch (cause) {
      if (!isNoRoom(cause)) throw cause;
      journal.cutBack(before.length);
      this.#merge = this.#mergeFrom(before);
      await untilRoom(cause);
    }
    return true;
  }

  /** Where the file's bytes are kept. Where there is no room for more the last checkpoint stands. */
  async #commitFile(): Promise<void> {
    const { sink, kept, clock, save } = this.#options;
    this.#uncommitted = 0;
    this.#committedAt = clock.now();
    if (!sink.startAt || !kept.keeps || !this.#encoder) return;
    const { bytes, state } = this.#encoder.flush();
    for (const part of bytes) this.#put(part);
    if (!kept.keeps) return;
    const file = { at: this.#at, bytes: this.bytes, rows: this.rows };
    const safe = { sorted: { merge: this.#merge.state, file }, encoder: { ...state } };
    try {
      await save(safe);
      this.#safe = safe;
    } catch (cause) {
      if (!isNoRoom(cause)) throw cause;
      kept.keeps = false;
    }
  }

  /** Beside the runs and into the sink; the spool first, so that what the sink has is always the beginning of it. */
  #put(part: Bytes): void {
    if (part.byteLength === 0) return;
    const { kept, sink } = this.#options;
    this.bytes += part.byteLength;
    if (sink.startAt) kept.append(part);
    this.#taken = this.#taken.then(() => asSinkError(sink.write(part)));
    this.#taken.catch(() => {});
  }
}

/** What the browser throws where it gives no more room; anything else is a fault. */
export function isNoRoom(cause: unknown): boolean {
  return cause instanceof DOMException;
}
