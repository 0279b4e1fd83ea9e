import type { Clock } from '../base/ports.ts';

/** Names that are counted each by itself, so that made-up names cannot fill the memory. */
const MAX_KEYS = 10_000;
/** Past these, names share as many counts. */
const SHARED = 1024;

type Spent = { count: number; until: number };

/**
 * How often each of many may do something in a time. It is this process's own memory: several proxies each have theirs,
 * and a restart forgets. Nothing is forgotten before its time: where there are too many names, new ones share counts,
 * so that whoever makes names up gets no count back to its beginning. Times in ms.
 */
export class Allowance {
  /** By when they end: each lasts as long as any other. */
  readonly #spent = new Map<string, Spent>();
  readonly #shared = new Map<number, Spent>();
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
    const spent = [this.#current(this.#spent, key), this.#current(this.#shared, shareOf(key))];
    const now = this.#clock.now();
    return Math.max(0, ...spent.map((one) => (one && one.count >= this.#limit ? one.until - now : 0)));
  }

  /** Counts once more. */
  take(key: string): void {
    this.#dropEnded();
    if (this.#spent.has(key) || this.#spent.size < MAX_KEYS) this.#add(this.#spent, key);
    else this.#add(this.#shared, shareOf(key));
  }

  /** Takes one back. */
  giveBack(key: string): void {
    const spent = this.#current(this.#spent, key) ?? this.#current(this.#shared, shareOf(key));
    if (spent !== undefined && spent.count > 0) spent.count -= 1;
  }

  /** As if it had done nothing; where it shares its count, as if it had not done the last. */
  forget(key: string): void {
    if (!this.#spent.delete(key)) this.giveBack(key);
  }

  #add<K>(counts: Map<K, Spent>, key: K): void {
    const spent = this.#current(counts, key) ?? { count: 0, until: this.#clock.now() + this.#windowMs };
    spent.count += 1;
    counts.set(key, spent);
  }

  #current<K>(counts: Map<K, Spent>, key: K): Spent | undefined {
    const spent = counts.get(key);
    if (spent === undefined || spent.until > this.#clock.now()) return spent;
    counts.delete(key);
    return undefined;
  }

  #dropEnded(): void {
    const now = this.#clock.now();
    for (const [key, { until }] of this.#spent) {
      if (until > now) return;
      this.#spent.delete(key);
    }
  }
}

/** Which count a name shares (FNV-1a). Whoever finds names that share one could as well use the name itself. */
function shareOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % SHARED;
}
