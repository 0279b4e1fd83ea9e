/**
 * What may be sent of one page ahead of the client's acknowledgements: the only back-pressure that works on every
 * runtime, because a WebSocket's own does not reach through to the sender.
 */
export class Credits {
  #sent = 0;
  #acked = 0;
  #wake: (() => void) | undefined;
  readonly #window: number;

  /** @param window bytes */
  constructor(window: number) {
    this.#window = window;
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledged(): number {
    return this.#acked;
  }

  /** Settles when `bytes` more may be sent, and counts them as sent. @throws the signal's reason */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    while (this.#sent - this.#acked + bytes > this.#window) await this.#change(signal);
    signal.throwIfAborted();
    this.#sent += bytes;
  }

  /** What was never sent cannot be acknowledged: a client that says so gains nothing. */
  acknowledge(bytes: number): void {
    this.#acked = Math.min(this.#sent, this.#acked + bytes);
    this.#wake?.();
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
    });
  }
}
