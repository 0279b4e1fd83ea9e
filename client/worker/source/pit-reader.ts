import type { Chunk } from '../../../shared/chunk.ts';
import { MIN_PAGE_ROWS } from '../../../shared/limits.ts';
import { behind } from './position.ts';
import type { PageResult } from './read-page.ts';
import type { Question, Settled, ShardReader, Strategy } from './shard-reader.ts';
import type { Snapshot } from './snapshot.ts';

/** Points in time: each page stands for itself, and a position is all that one needs to go on. */
export const pit: Strategy = {
  chunkRows: (most) => most,
  inTurns: Number.POSITIVE_INFINITY,
  makeReader: (snapshot) => new PitReader(snapshot),
};

class PitReader implements ShardReader {
  readonly snapshot: Snapshot;
  readonly isParallel = true;
  /** Rows of a page at most, where many cannot be read: all behind the first of those is read for nothing. */
  #mostRows: number | undefined;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
  }

  get tickets(): string[] {
    return this.snapshot.state === 'none' ? [] : [this.snapshot.ticket];
  }

  ask(rows: number): Question {
    const size = Math.min(rows, this.#mostRows ?? rows);
    return { ticket: this.snapshot.ticket, size, carry: undefined, isProbe: false };
  }

  /**
   * A full page's last sequence number is not finished (a shrunk index repeats them): its group is read again.
   * Only an empty remainder ends a chunk.
   */
  settle({ done, tail, summary }: PageResult, { chunk, size }: { chunk: Chunk; size: number }): Settled {
    if (!summary) return { rows: [done], left: behind(chunk, done), onlyOneGroup: false };
    if (summary.hits >= size) return { rows: [done], left: behind(chunk, done), onlyOneGroup: done.count === 0 };
    const left = summary.hits === 0 ? undefined : behind(chunk, tail);
    return { rows: [done, tail], left, onlyOneGroup: false };
  }

  goOn(): string[] {
    return [];
  }

  learn(size: number, rows: number): void {
    if (this.#mostRows !== undefined) this.#mostRows = size * 2 < rows ? size * 2 : undefined;
  }

  part(rows: number): string[] {
    this.#mostRows = Math.max(MIN_PAGE_ROWS, 2 * rows);
    return [];
  }

  dropPlace(): void {}

  /** The ticket is among those that are closed at the end. */
  keep(): void {}
}
