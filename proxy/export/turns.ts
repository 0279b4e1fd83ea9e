type Waiting = { begin(): void };

/**
 * Who may ask OpenSearch next, where many want to: at most `limit` at once, and those of each client in turn, so that one
 * with many requests waits no less than one with few. What does not go through here, as a search, finds OpenSearch's own queue short.
 */
export class Turns {
  readonly #limit: number;
  #taken = 0;
  /** Clients with requests that wait; the first is next, and goes to the end. */
  readonly #waiting = new Map<object, Waiting[]>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs `work` when it is `client`'s turn. @throws the signal's reason, and what `work` throws */
  async run<T>(client: object, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#take(client, signal);
    try {
      return await work();
    } finally {
      this.#taken -= 1;
      this.#next();
    }
  }

  #take(client: object, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#remove(client, waiting);
        reject(signal.reason);
      };
      const waiting = {
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      const queue = this.#waiting.get(client);
      if (queue) queue.push(waiting);
      else this.#waiting.set(client, [waiting]);
    });
  }

  #next(): void {
    const [first] = this.#waiting;
    if (!first) return;
    const [client, queue] = first;
    const waiting = queue.shift();
    this.#waiting.delete(client);
    if (queue.length > 0) this.#waiting.set(client, queue);
    this.#taken += 1;
    waiting?.begin();
  }

  #remove(client: object, waiting: Waiting): void {
    const queue = this.#waiting.get(client)?.filter((other) => other !== waiting) ?? [];
    if (queue.length > 0) this.#waiting.set(client, queue);
    else this.#waiting.delete(client);
  }
}
