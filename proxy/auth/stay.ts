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
}

/**
 * How long sessions last. Nothing of them is stored but, as long as their cookies could be used again, the numbers of
 * those that were ended here: a copied cookie is of no use at this process any more. Another one does not know.
 */
export class Stays {
  readonly #ended = new Map<string, number>();
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
    const use = () => {
      const now = this.#clock.now();
      if (this.isOver(began) || now - used >= this.#times.idle) throw signedOut();
      used = now;
    };
    use();
    return { use };
  }

  end(began: Began): void {
    this.#ended.delete(began.sid);
    this.#ended.set(began.sid, began.at + this.#times.max);
    const now = this.#clock.now();
    for (const [sid, until] of this.#ended) {
      if (until > now && this.#ended.size <= MAX_ENDED) break;
      this.#ended.delete(sid);
    }
  }
}

export function signedOut(cause?: unknown): SluiceError {
  return new SluiceError('signed_out', 'You are signed out. Sign in again.', { cause });
}
