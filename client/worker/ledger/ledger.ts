import type { Sink } from '../../sink/sink.ts';
import type { Bytes, EncoderState, FileEncoder, FileReport, MakeEncoder } from '../encode/encoder.ts';
import type { Rows } from '../scan/scanner.ts';
import type { Clock } from '../util/clock.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type CommitEvery, isDue } from './commit-every.ts';
import type { Journal } from './journal.ts';
import type { FileState, RowLedger, RowsOf } from './row-ledger.ts';
import { asSinkError } from './sink-error.ts';
import { Tally } from './tally.ts';

/** What a crash may cost: rows of so many bytes, or of so many ms, whichever is less. */
const COMMIT_EVERY: CommitEvery = { ms: 1_500, bytes: 6 * 1024 * 1024 };

export type LedgerOptions = {
  makeEncoder: MakeEncoder;
  sink: Sink;
  clock: Clock;
  /** Keeps what is written, where the browser can. */
  journal: Journal | undefined;
  /** Where an earlier run got to. */
  from: Checkpoint | undefined;
  /** From where the export could go on, as all rows stand that were written; asked only when they are all out. */
  checkpoint(file: FileState): Checkpoint;
  /** Work after which it commits; by default what a crash may cost at most. */
  commitEvery?: CommitEvery;
};

const REPLAY_BYTES = 1024 * 1024;

/**
 * What is in the file: rows go through the encoder into spool and sink, in the order in which they were written. A commit makes the
 * encoder give out all it holds and takes the checkpoint in the same turn: no checkpoint ever counts a row whose bytes are not
 * in the spool, whatever an encoder holds back. The sink gets what the spool gets, in the same order.
 */
export class Ledger implements RowLedger {
  readonly tally: Tally;
  bytes = 0;
  readonly merged = undefined;
  readonly #options: LedgerOptions;
  readonly #encoder: FileEncoder;
  /** Settles when the sink has taken all that came so far. */
  #taken: Promise<void> = Promise.resolve();
  #isFinished = false;
  #uncommitted = { rows: 0, bytes: 0 };
  #committedAt: number;

  /** @throws checkpoint_lost where the encoder cannot go on from there */
  constructor(options: LedgerOptions) {
    this.#options = options;
    const { from, clock, makeEncoder } = options;
    this.#encoder = makeEncoder(from && encoderOf(from));
    this.#committedAt = clock.now();
    this.tally = new Tally(from);
    this.bytes = from?.bytes ?? 0;
  }

  get heldBytes(): number {
    return this.#encoder.heldBytes ?? 0;
  }

  get report(): FileReport {
    return this.#encoder.report ?? {};
  }

  /** Begins the file with what an earlier run has spooled. */
  async replay(untilRunning: () => Promise<void>): Promise<void> {
    const { sink, journal } = this.#options;
    const { bytes } = this;
    journal?.cutBack(bytes);
    if (sink.startAt) return sink.startAt(bytes);
    for (let at = 0; journal && at < bytes; at += REPLAY_BYTES) {
      await untilRunning();
      await asSinkError(sink.write(journal.read(at, Math.min(REPLAY_BYTES, bytes - at))));
    }
  }

  /** Settles when the sink has taken the rows; `move` runs in the same turn as they go to the encoder. */
  async write(pieces: readonly Rows[], _of: RowsOf, move: () => void): Promise<void> {
    for (const piece of pieces) this.#append(piece);
    move();
    const taken = this.#taken;
    await this.commitIfDue();
    await taken;
  }

  async commitIfDue(): Promise<void> {
    const { clock, commitEvery = COMMIT_EVERY } = this.#options;
    const { rows, bytes } = this.#uncommitted;
    const ms = clock.now() - this.#committedAt;
    if (rows > 0 && isDue(commitEvery, { bytes, ms }, this.#encoder)) await this.commit();
  }

  /** All that was written is in the spool then, and the checkpoint counts it; without a journal there is nothing to do. */
  async commit(): Promise<void> {
    const { journal, clock, checkpoint } = this.#options;
    this.#uncommitted = { rows: 0, bytes: 0 };
    this.#committedAt = clock.now();
    await journal?.save(() => {
      const { bytes, state } = this.#encoder.flush();
      for (const part of bytes) this.#put(part);
      return checkpoint({ ...this.tally.state, bytes: this.bytes, encoder: { ...state } });
    });
  }

  /** Nothing is left to do with rows that were written. */
  async step(): Promise<boolean> {
    return false;
  }

  async close(untilRunning: () => Promise<void>): Promise<void> {
    if (!this.#isFinished) {
      // The last checkpoint is of the file without its end: whoever goes on from it writes that anew.
      await this.commit();
      for (const part of this.#encoder.finish()) this.#put(part);
      this.#isFinished = true;
    }
    await this.#taken;
    await asSinkError(this.#options.sink.close(untilRunning));
  }

  /** As long as the rows are kept. */
  async again(): Promise<boolean> {
    return this.#options.journal?.keeps === true;
  }

  async abort(reason: unknown): Promise<void> {
    await this.#options.sink.abort(reason).catch(() => {});
  }

  #append(rows: Rows): void {
    const { bytes, count } = rows;
    if (count === 0) return;
    this.tally.add(rows);
    this.#uncommitted.rows += count;
    this.#uncommitted.bytes += bytes.byteLength;
    // Of rows that the file holds as they are made there is this one copy, and this its last use.
    for (const part of this.#encoder.append(bytes)) this.#put(part, part.buffer === bytes.buffer);
  }

  /** Into spool and sink; the spool first, so that what the sink has is always the beginning of it. */
  #put(part: Bytes, isGiven = false): void {
    if (part.byteLength === 0) return;
    const { journal, sink } = this.#options;
    this.bytes += part.byteLength;
    journal?.append(part);
    // Once a part was not taken no later one can be.
    this.#taken = this.#taken.then(() => asSinkError(sink.write(part, isGiven)));
    this.#taken.catch(() => {});
  }
}

/** A release before this one made text files only, and kept no state of theirs. */
function encoderOf({ encoder, rows, bytes }: Checkpoint): EncoderState {
  return encoder ?? { hasHead: bytes > 0, hasRows: rows > 0 };
}
