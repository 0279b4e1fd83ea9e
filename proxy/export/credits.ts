import { SluiceError } from '../../shared/errors.ts';
import type { Clock } from '../base/ports.ts';

/** `window` in bytes; `timeout`: ms that room for the next frame may take. */
export type CreditsOptions = { window: number; timeout: number; clock: Clock };

/**
 * What may be sent of one page ahead of the client's acknowledgements: the only back-pressure that works on every
 * runtime, because a WebSocket's own does not reach through to the sender.
 */
export class Credits {
  #sent = 0;
  #acked = 0;
  #wake: (() => void) | undefined;
  readonly #options: CreditsOptions;

  constructor(options: CreditsOptions) {
    this.#options = options;
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledged(): number {
    return this.#acked;
  }

  /** Counts `bytes` more as sent, if they may be sent at once. */
  takeNow(bytes: number): boolean {
    if (this.#sent - this.#acked + bytes > this.#options.window) return false;
    this.#sent += bytes;
    return true;
  }

  /** Settles when `bytes` more may be sent, and counts them as sent. @throws timeout, and the signal's reason */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const { timeout, clock } = this.#options;
    // Not put off by an acknowledgement that is too small to be of use.
    const until = clock.now() + timeout;
    while (!this.takeNow(bytes)) await this.#change(until, signal);
    signal.throwIfAborted();
  }

  /** What was never sent cannot be acknowledged: a client that says so gains nothing. */
  acknowledge(bytes: number): void {
    this.#acked = Math.min(this.#sent, this.#acked + bytes);
    this.#wake?.();
  }

  #change(until: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const off = clock.after(Math.max(0, until - clock.now()), () => end(() => reject(notTaken())));
      const stop = () => end(() => reject(signal.reason));
      const end = (settle: () => void) => {
        off();
        signal.removeEventListener('abort', stop);
        this.#wake = undefined;
        settle();
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#wake = () => end(resolve);
    });
  }
}

function notTaken(): SluiceError {
  return new SluiceError('timeout', 'Nothing of the page was taken in for too long. Ask for it again.');
}
