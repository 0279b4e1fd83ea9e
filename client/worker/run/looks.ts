import type { SluiceError } from '../../../shared/errors.ts';
import type { News } from '../api.ts';
import type { Clock } from '../util/clock.ts';
import { backoff } from './backoff.ts';
import type { Control } from './control.ts';

/** Waits between looks. A minute is what an outage that has ended may cost at most; for the other side it is no load. */
const WAITS = { baseMs: 5_000, maxMs: 60_000 };
/** News come in swarms: a tab that is switched to and fro does not look more often than this, ms. */
const LEAST_MS = 1_000;

export type LooksOptions = {
  control: Control;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  /** Settles when the export may take a slot among those that run. */
  slot(): Promise<void>;
};

/**
 * An export that trouble has interrupted looks again by itself whether it can go on: after growing waits, and at once when there is
 * news. A look is one try; what comes of it is `Recovery`'s to decide. There is no end to it but the export's.
 */
export class Looks {
  readonly #deps: LooksOptions;
  #failed = 0;
  /** When it looks, and when it may at the earliest, ms of the clock; undefined where time alone changes nothing. */
  #at: number | undefined;
  #earliest = 0;
  #waitsForSignIn = false;

  constructor(options: LooksOptions) {
    this.#deps = options;
  }

  /** Interrupts the export until the next look. */
  interrupt(error: SluiceError): void {
    const { clock, control, random } = this.#deps;
    this.#failed += 1;
    const waitMs = backoff(this.#failed, WAITS, { error, random: random() });
    this.#waitsForSignIn = false;
    this.#at = clock.now() + waitMs;
    this.#earliest = clock.now() + Math.max(LEAST_MS, error.retryAfter ?? 0);
    control.interrupt(error, waitMs);
  }

  /**
   * Interrupts the export until somebody has signed in. Time is no help: an account that OpenSearch does not take any more must
   * not be tried again and again, since that is what locks accounts.
   */
  untilSignedIn(error: SluiceError): void {
    this.#at = undefined;
    this.#waitsForSignIn = true;
    this.#deps.control.interrupt(error);
  }

  /** Interrupts the export until a person says that it goes on. */
  untilResumed(error: SluiceError): void {
    this.#at = undefined;
    this.#waitsForSignIn = false;
    this.#deps.control.interrupt(error);
  }

  /** What was in the way may be gone. */
  hear(news: News): void {
    const { clock, control } = this.#deps;
    this.#failed = 0;
    const helps = this.#at !== undefined || (news === 'signed-in' && this.#waitsForSignIn);
    if (control.mode !== 'interrupted' || !helps) return;
    this.#at = Math.max(clock.now(), this.#earliest);
    control.changed();
  }

  /** What was in the way is gone. */
  reset(): void {
    this.#failed = 0;
  }

  /** Waits as long as the export is interrupted, or until it looks: then it is true. */
  async untilLook(): Promise<boolean> {
    const { control } = this.#deps;
    while (control.mode === 'interrupted' && !control.stopped) {
      if (!(await this.#isTime())) continue;
      control.look();
      return true;
    }
    return false;
  }

  /** Waits for the time and the slot to look, or for something else to happen: then it is false. */
  async #isTime(): Promise<boolean> {
    const { clock, control, slot } = this.#deps;
    const change = control.nextChange();
    if (this.#at === undefined) {
      await change;
      return false;
    }
    const waitMs = this.#at - clock.now();
    if (waitMs <= 0) return Promise.race([slot().then(() => true), change.then(() => false)]);
    const awake = new AbortController();
    void change.then(() => awake.abort());
    await clock.sleep(waitMs, awake.signal);
    return false;
  }
}
