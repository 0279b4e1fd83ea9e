import { SluiceError } from '../../shared/errors.ts';

/** Milliseconds until it is worth asking again: those who wait have begun by then. */
const WAIT_MS = 1000;

export type TurnLimits = {
  /** Turns of all clients at once. */
  atOnce: number;
  /** Turns of one client at once. */
  each?: number;
  /** Requests that may wait, of all clients and of one. */
  waiting?: number;
  waitingEach?: number;
};

type Waiting = { begin(): void; refuse(): void };

/**
 * Who may do something next, where many want to: so many at once in all and of each client, and those of each client in
 * turn, so that one with many requests waits no less than one with few.
 *
 * Who waits is bounded, too. Where the queue is full, the client with most in it loses its last one to one with fewer:
 * whoever fills it keeps nobody else out.
 */
export class Turns {
  readonly #limits: Required<TurnLimits>;
  readonly #taken = new Map<unknown, number>();
  #takenInAll = 0;
  /** Clients with requests that wait; the first that may have another turn is next, and goes to the end. */
  readonly #waiting = new Map<unknown, Waiting[]>();
  #waitingInAll = 0;

  constructor({ atOnce, each = atOnce, waiting = Infinity, waitingEach = waiting }: TurnLimits) {
    this.#limits = { atOnce, each, waiting, waitingEach };
  }

  /** Runs `work` when it is `client`'s turn. @throws busy, the signal's reason, and what `work` throws */
  async run<T>(client: unknown, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const end = await this.take(client, signal);
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Waits for `client`'s turn. @returns what ends it, once, however often it is called @throws busy, the signal's reason */
  async take(client: unknown, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#mayBegin(client)) this.#begin(client);
    else await this.#wait(client, signal);
    let ended = false;
    return () => {
      if (!ended) this.#end(client);
      ended = true;
    };
  }

  #mayBegin(client: unknown): boolean {
    return this.#takenInAll < this.#limits.atOnce && (this.#taken.get(client) ?? 0) < this.#limits.each;
  }

  #begin(client: unknown): void {
    this.#takenInAll += 1;
    this.#taken.set(client, (this.#taken.get(client) ?? 0) + 1);
  }

  #end(client: unknown): void {
    this.#takenInAll -= 1;
    const left = (this.#taken.get(client) ?? 0) - 1;
    if (left > 0) this.#taken.set(client, left);
    else this.#taken.delete(client);
    for (const [next, queue] of this.#waiting) {
      const [first] = queue;
      if (!first || !this.#mayBegin(next)) continue;
      this.#begin(next);
      this.#leave(next, first);
      const others = this.#waiting.get(next);
      this.#waiting.delete(next);
      if (others) this.#waiting.set(next, others);
      return first.begin();
    }
  }

  #wait(client: unknown, signal: AbortSignal): Promise<void> {
    this.#makeRoom(client);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#leave(client, waiting);
        reject(signal.reason);
      };
      const waiting = {
        begin: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
        refuse: () => {
          signal.removeEventListener('abort', onAbort);
          reject(busy());
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(client, [...(this.#waiting.get(client) ?? []), waiting]);
      this.#waitingInAll += 1;
    });
  }

  /** @throws busy */
  #makeRoom(client: unknown): void {
    const own = this.#waiting.get(client)?.length ?? 0;
    if (own >= this.#limits.waitingEach) throw busy();
    if (this.#waitingInAll < this.#limits.waiting) return;
    const [most, queue] = [...this.#waiting].reduce((a, b) => (b[1].length > a[1].length ? b : a), [client, []]);
    const last = queue.at(-1);
    if (!last || queue.length <= own + 1) throw busy();
    this.#leave(most, last);
    last.refuse();
  }

  #leave(client: unknown, waiting: Waiting): void {
    const queue = this.#waiting.get(client) ?? [];
    const others = queue.filter((other) => other !== waiting);
    this.#waitingInAll -= queue.length - others.length;
    if (others.length > 0) this.#waiting.set(client, others);
    else this.#waiting.delete(client);
  }
}

function busy(): SluiceError {
  return new SluiceError('busy', 'The proxy has too much to do. Ask again in a moment.', { retryAfter: WAIT_MS });
}
