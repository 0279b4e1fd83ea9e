import { SluiceError } from '../../shared/errors.ts';
import type { Clock } from '../base/ports.ts';
import type { Config } from '../config/config.ts';

/** Ended sessions that are kept in mind at once. */
const MAX_ENDED = 10_000;

/** When a session began (ms since 1970), and its number. */
export type Began = { sid: string; at: number };

/** A session in use. */
export interface Stay {
  /** Counts as activity. @throws signed_out when the session is over */
  use(): void;
  /** Whether it is over by time, or was ended here. */
  isOver(): boolean;
  /** Runs `tell` as soon as it is ended here, once; at once where it was already. The answer calls it off. */
  whenEnded(tell: () => void): () => void;
}

/**
 * How long sessions last. Nothing of them is stored but, as long as their cookies could be used again, the numbers of
 * those that were ended here: a copied cookie is of no use at this process any more. Another one does not know.
 */
export class Stays {
  readonly #ended = new Map<string, number>();
  /** Whom the end of a session is told, by its number. */
  readonly #told = new Map<string, Set<() => void>>();
  readonly #times: Config['session'];
  readonly #clock: Clock;

  constructor(times: Config['session'], clock: Clock) {
    this.#times = times;
    this.#clock = clock;
  }

  /** Milliseconds that a session may be used from now without any activity. */
  left(began: Began): number {
    return Math.max(0, Math.min(this.#times.idle, began.at + this.#times.max - this.#clock.now()));
  }

  /** Whether the cookie, good for `ms` more, is worth making anew. */
  isStale(began: Began, ms: number): boolean {
    return this.left(began) - ms > this.#times.idle / 10;
  }

  isOver(began: Began): boolean {
    return this.#ended.has(began.sid) || this.left(began) === 0;
  }

  /** @throws signed_out when it is over already */
  enter(began: Began): Stay {
    let used = this.#clock.now();
    const isOver = () => this.isOver(began) || this.#clock.now() - used >= this.#times.idle;
    const use = () => {
      if (isOver()) throw signedOut();
      used = this.#clock.now();
    };
    use();
    return { use, isOver, whenEnded: (tell) => this.#whenEnded(began.sid, tell) };
  }

  end(began: Began): void {
    this.#ended.delete(began.sid);
    this.#ended.set(began.sid, began.at + this.#times.max);
    const now = this.#clock.now();
    for (const [sid, until] of this.#ended) {
      if (until > now && this.#ended.size <= MAX_ENDED) break;
      this.#ended.delete(sid);
    }
    for (const tell of this.#told.get(began.sid) ?? []) tell();
  }

  #whenEnded(sid: string, tell: () => void): () => void {
    const told = this.#told.get(sid) ?? new Set();
    const once = () => {
      off();
      tell();
    };
    const off = () => {
      told.delete(once);
      if (told.size === 0 && this.#told.get(sid) === told) this.#told.delete(sid);
    };
    this.#told.set(sid, told.add(once));
    if (this.#ended.has(sid)) once();
    return off;
  }
}

export function signedOut(cause?: unknown): SluiceError {
  return new SluiceError('signed_out', 'You are signed out. Sign in again.', { cause });
}
