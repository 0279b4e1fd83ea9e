import type { Order } from '../../../shared/order.ts';
import type { Sink } from '../../sink/sink.ts';
import type { FileReport, MakeEncoder } from '../encode/encoder.ts';
import { Collector } from '../order/collector.ts';
import { type MergeState, mergeOf } from '../order/merge.ts';
import type { KeyedRows } from '../order/parts.ts';
import { mostKeyBytes } from '../order/sort-key.ts';
import type { Rows } from '../scan/scanner.ts';
import type { Clock } from '../util/clock.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { CommitEvery } from './commit-every.ts';
import type { Journal } from './journal.ts';
import type { KeptFile } from './kept-file.ts';
import { isNoRoom, MergedFile, type MergedState } from './merged-file.ts';
import type { FileState, RowLedger, RowsOf } from './row-ledger.ts';
import { Tally } from './tally.ts';

/**
 * What a crash may cost, where memory does not fill before that: rows that came in so many ms, and so many bytes of the file. Less would make more runs
 * of the same rows.
 */
const COMMIT_EVERY: CommitEvery = { ms: 5_000, bytes: 16 * 1024 * 1024 };

export type SortedLedgerOptions = {
  order: Order;
  /** Names of the export's indices; asked when the first rows come. */
  indices(): readonly string[];
  makeEncoder: MakeEncoder;
  sink: Sink;
  clock: Clock;
  journal: Journal;
  kept: KeptFile;
  /** Where an earlier run got to. */
  from: Checkpoint | undefined;
  /** Bytes of rows that wait to be sorted; and of merging, when no more come. */
  budget: { rows: number; merge: number };
  /** From where the export could go on, as all rows stand that were written. */
  checkpoint(file: FileState): Checkpoint;
  /** There is no room in the browser: waits for some. @throws what the export was stopped with */
  untilRoom(cause: unknown): Promise<void>;
  commitEvery?: CommitEvery;
};

/**
 * Rows that come in any order, and a file that has them in one. Until all are read they go into runs in the spool, which are what is kept: a commit
 * writes out what waits in memory, as one more segment, with the checkpoint that counts it. Then the runs are merged into the file. One thing is done
 * after another: where there is no room all waits, and nothing is lost.
 */
export class SortedLedger implements RowLedger {
  readonly tally: Tally;
  readonly #options: SortedLedgerOptions;
  readonly #commitEvery: CommitEvery;
  #collector: Collector | undefined;
  #file: MergedFile | undefined;
  /** An earlier run has read all rows. */
  readonly #wasRead: boolean;
  /** How the runs stand in the spool. */
  #state: MergeState;
  #rowBytes = 0;
  #last: Promise<unknown> = Promise.resolve();
  #committedAt: number;

  /** @throws checkpoint_lost */
  constructor(options: SortedLedgerOptions) {
    this.#options = options;
    const { from, clock, commitEvery = COMMIT_EVERY } = options;
    this.tally = new Tally(from);
    this.#commitEvery = commitEvery;
    this.#committedAt = clock.now();
    this.#state = from?.sorted?.merge ?? mergeOf([], 0);
    this.#wasRead = from?.shards.every(({ left }) => left.length === 0) ?? false;
    if (from?.sorted?.file) this.#file = this.#makeFile(mergedStateOf(from));
  }

  get bytes(): number {
    return this.#file?.bytes ?? this.#rowBytes;
  }

  get merged(): number | undefined {
    return this.#file?.rows ?? (this.#wasRead ? 0 : undefined);
  }

  get heldBytes(): number {
    return this.#file?.heldBytes ?? this.#collector?.heldBytes ?? 0;
  }

  get report(): FileReport {
    return this.#file?.report ?? {};
  }

  async replay(untilRunning: () => Promise<void>): Promise<void> {
    const { journal, from } = this.#options;
    journal.cutBack(from?.bytes ?? 0);
    this.#rowBytes = from?.sorted?.rowBytes ?? 0;
    await this.#file?.replay(untilRunning);
  }

  write(pieces: readonly Rows[], of: RowsOf, move: () => void): Promise<void> {
    return this.#alone(async () => {
      const collector = this.#collecting();
      const some = pieces.filter(({ count }) => count > 0);
      // All keys first: a page that has a wrong one is taken as a whole or not at all.
      for (const rows of some.map((piece) => collector.keyed(piece, of))) await this.#take(collector, rows);
      for (const piece of some) {
        this.tally.add(piece);
        this.#rowBytes += piece.bytes.byteLength;
      }
      move();
      if (this.#isDue) await this.#commit();
    });
  }

  async commitIfDue(): Promise<void> {
    if (this.#isDue) await this.commit();
  }

  commit(): Promise<void> {
    return this.#alone(() => this.#commit());
  }

  async step(): Promise<boolean> {
    if (!this.#file) {
      await this.commit();
      this.#collector = undefined;
      this.#file = this.#makeFile({ sorted: { merge: this.#state } });
      return true;
    }
    return this.#file.step();
  }

  async close(untilRunning: () => Promise<void>): Promise<void> {
    await this.#file?.close(untilRunning);
  }

  async again(): Promise<boolean> {
    return (await this.#file?.again()) ?? false;
  }

  async abort(reason: unknown): Promise<void> {
    await this.#options.sink.abort(reason).catch(() => {});
  }

  /** The rows that wait are worth it by now, or runs were written that no checkpoint knows. The file commits itself. */
  get #isDue(): boolean {
    const collector = this.#collector;
    if (!collector) return false;
    const { ms, bytes } = this.#commitEvery;
    const isLate = collector.count > 0 && this.#options.clock.now() - this.#committedAt >= ms;
    return isLate || collector.bytes >= bytes || collector.runs !== this.#state.waiting;
  }

  #collecting(): Collector {
    const { order, indices, budget, journal } = this.#options;
    this.#collector ??= new Collector({
      ...{ order, indices: indices(), budgetBytes: budget.rows, spool: journal, runs: this.#state.waiting },
    });
    return this.#collector;
  }

  async #take(collector: Collector, rows: KeyedRows): Promise<void> {
    const count = rows.rows.ends.length;
    for (let next = collector.add(rows, 0); next < count; next = collector.add(rows, next)) {
      await this.#whereRoom(() => collector.writeOut());
    }
  }

  /** What waits in memory goes into the runs, and what was read is kept with them. */
  async #commit(): Promise<void> {
    const collector = this.#collector;
    const { journal } = this.#options;
    if (collector) await this.#whereRoom(() => collector.writeOut());
    this.#state = { ...this.#state, waiting: collector?.runs ?? this.#state.waiting, length: journal.length };
    await this.#whereRoom(() => this.#save({ sorted: { merge: this.#state, rowBytes: this.#rowBytes } }));
    this.#committedAt = this.#options.clock.now();
  }

  /** What failed for want of room is done again once there is some. */
  async #whereRoom(work: () => void | Promise<void>): Promise<void> {
    const { journal, untilRoom } = this.#options;
    for (;;) {
      const { length } = journal;
      try {
        return await work();
      } catch (cause) {
        if (!isNoRoom(cause)) throw cause;
        // Half a segment is of no use to anybody.
        journal.cutBack(length);
        await untilRoom(cause);
      }
    }
  }

  #save({ sorted, encoder }: MergedState): Promise<void> {
    const { journal, checkpoint } = this.#options;
    const { length } = sorted.merge;
    const file = { ...this.tally.state, bytes: length, sorted, ...(encoder ? { encoder } : {}) };
    return journal.save(() => checkpoint(file));
  }

  #makeFile(from: MergedState): MergedFile {
    const { order, makeEncoder, sink, clock, journal, kept, budget, untilRoom } = this.#options;
    return new MergedFile(
      {
        ...{ makeEncoder, sink, clock, journal, kept, untilRoom },
        ...{ budgetBytes: budget.merge, keyBytes: mostKeyBytes(order) },
        commitEvery: this.#commitEvery,
        save: (state) => this.#save(state),
      },
      from,
    );
  }

  /** After all that was begun before. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}

function mergedStateOf({ sorted, encoder }: Checkpoint): MergedState {
  return { sorted: sorted ?? { merge: mergeOf([], 0) }, ...(encoder ? { encoder } : {}) };
}
