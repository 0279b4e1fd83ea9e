import type { SluiceError } from '../../../shared/errors.ts';
import { backoff } from './backoff.ts';

const WAITS = { baseMs: 500, maxMs: 30_000 };
/** A proxy that is started anew is back within so many ms, and no way to it until then is one failure, however often it is tried. */
const AWAY_MS = 10_000;

/** What to do about a failure: wait and ask again, or stop for a person to decide. */
export type Decision =
  | { kind: 'retry'; waitMs: number; attempt: number }
  /** Part of a failure that was decided upon already. */
  | { kind: 'same' }
  | { kind: 'give-up' };

/**
 * Counts failures in a row without progress. Reads that were under way together fail together: those that began before
 * the last counted failure are part of it.
 */
export class Retries {
  #inARow = 0;
  #firstAt = Number.NEGATIVE_INFINITY;
  #lastAt = Number.NEGATIVE_INFINITY;
  #total: number;
  readonly #random: () => number;

  /** `random`: in [0, 1), for the jitter. `before`: failures of an earlier run of the export. */
  constructor(random: () => number, before = 0) {
    this.#total = before;
    this.#random = random;
  }

  get total(): number {
    return this.#total;
  }

  /** A failure that was got over at once. */
  countRecovered(): void {
    this.#total += 1;
  }

  progressed(): void {
    this.#inARow = 0;
  }

  /** `began`, `now`: ms of one clock. `most`: failures in a row that are retried. */
  failed(error: SluiceError, { began, now, most }: { began: number; now: number; most: number }): Decision {
    if (began < this.#lastAt) return { kind: 'same' };
    this.#inARow += 1;
    this.#total += 1;
    this.#lastAt = now;
    if (this.#inARow === 1) this.#firstAt = now;
    const mayBeBack = error.code === 'socket_lost' && most > 0 && now - this.#firstAt < AWAY_MS;
    if (this.#inARow > most && !mayBeBack) return { kind: 'give-up' };
    const waitMs = backoff(this.#inARow, WAITS, { error, random: this.#random() });
    return { kind: 'retry', waitMs, attempt: this.#inARow };
  }
}
