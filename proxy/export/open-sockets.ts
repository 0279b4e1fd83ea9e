import type { Clock } from '../ports.ts';
import { CLOSE, type Line, type SocketSession } from './socket.ts';

/** The sockets that are open, so that a proxy that stops can part from all of them. */
export class OpenSockets {
  readonly #open = new Map<SocketSession, Line>();
  readonly #clock: Clock;
  #draining = false;
  #emptied: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get draining(): boolean {
    return this.#draining;
  }

  add(session: SocketSession, line: Line): void {
    this.#open.set(session, line);
    if (this.#draining) session.drain();
  }

  delete(session: SocketSession): void {
    this.#open.delete(session);
    if (this.#open.size === 0) this.#emptied();
  }

  /** Lets what is under way end, for `ms` at most; then each socket closes. */
  async drain(ms: number): Promise<void> {
    this.#draining = true;
    if (this.#open.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
    for (const session of this.#open.keys()) session.drain();
    const off = this.#clock.after(ms, () => {
      this.closeAll();
      // Not waited for: a client that is gone without a word answers no close.
      this.#emptied();
    });
    await empty;
    off();
  }

  closeAll(): void {
    for (const [session, line] of this.#open) {
      session.close();
      line.close(CLOSE.goingAway, 'the proxy is stopping');
    }
  }
}
