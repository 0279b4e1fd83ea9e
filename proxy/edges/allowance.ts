import type { Clock } from '../ports.ts';

/** Names that are kept in mind at once; past it the oldest is forgotten, so that made-up names cannot fill the memory. */
const MAX_KEYS = 10_000;

type Spent = { count: number; until: number };

/**
 * How often each of many may do something in a time. It is this process's own memory: several proxies each have theirs,
 * and a restart forgets. Times in ms.
 */
export class Allowance {
  readonly #spent = new Map<string, Spent>();
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #clock: Clock;

  constructor(limit: number, windowMs: number, clock: Clock) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }

  /** Milliseconds until `key` may do it again; 0 when it may now. */
  wait(key: string): number {
    const spent = this.#current(key);
    return spent !== undefined && spent.count >= this.#limit ? spent.until - this.#clock.now() : 0;
  }

  /** Counts once more. */
  take(key: string): void {
    const spent = this.#current(key) ?? { count: 0, until: this.#clock.now() + this.#windowMs };
    spent.count += 1;
    this.#spent.set(key, spent);
    if (this.#spent.size <= MAX_KEYS) return;
    const [oldest] = this.#spent.keys();
    if (oldest !== undefined) this.#spent.delete(oldest);
  }

  /** Takes one back. */
  giveBack(key: string): void {
    const spent = this.#current(key);
    if (spent !== undefined) spent.count -= 1;
  }

  /** As if it had done nothing. */
  forget(key: string): void {
    this.#spent.delete(key);
  }

  #current(key: string): Spent | undefined {
    const spent = this.#spent.get(key);
    if (spent === undefined || spent.until > this.#clock.now()) return spent;
    this.#spent.delete(key);
    return undefined;
  }
}
