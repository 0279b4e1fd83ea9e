import { SluiceError } from '../../shared/errors.ts';
import type { Clock } from '../base/ports.ts';
import { CLOSE } from './close.ts';
import type { Line, SocketSession } from './line.ts';

/** All sockets of the process, for one of a user. */
const USERS_WORTH = 10;
/** Milliseconds until it is worth trying again: exports end. */
const WAIT_MS = 10_000;

/** `refused`: it takes nobody's place, and is there until it has closed only. */
type Open = { user: string; line: Line; refused: boolean };

/** The sockets that are open, so that nobody has too many, and a proxy that stops can part from all of them. */
export class OpenSockets {
  readonly #open = new Map<SocketSession, Open>();
  readonly #perUser: number;
  readonly #clock: Clock;
  #draining = false;
  #emptied: () => void = () => {};

  constructor(perUser: number, clock: Clock) {
    this.#perUser = perUser;
    this.#clock = clock;
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Why the user may not have one more: rate_limited, or busy where all users together have too many. */
  refusal(user: string): SluiceError | undefined {
    const detail = { retryAfter: WAIT_MS };
    if (this.#count((open) => !open.refused && open.user === user) >= this.#perUser)
      return new SluiceError('rate_limited', 'You have too many exports open. Wait until some have ended.', detail);
    if (this.#count((open) => !open.refused) >= this.#perUser * USERS_WORTH)
      return new SluiceError('busy', 'This proxy has too many sockets open. Try again.', detail);
    return undefined;
  }

  /** Those that were refused count here until they are closed: a client that does not care gets no more of these. @throws rate_limited */
  assertNotFlooded(user: string): void {
    if (this.#count((open) => open.user === user) < 2 * this.#perUser) return;
    throw new SluiceError('rate_limited', 'You have too many sockets open.', { retryAfter: WAIT_MS });
  }

  add(session: SocketSession, open: Open): void {
    this.#open.set(session, open);
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
    for (const [session, { line }] of this.#open) {
      session.close();
      line.close(CLOSE.goingAway, 'the proxy is stopping');
    }
  }

  #count(isCounted: (open: Open) => boolean): number {
    let count = 0;
    for (const open of this.#open.values()) count += isCounted(open) ? 1 : 0;
    return count;
  }
}
