import type { Clock } from '../../client/worker/util/clock.ts';

/** No story takes as long. */
const TOO_LONG_MS = 24 * 3_600_000;

/** Thrown at everybody who touches the world after the machine went down. */
export class Crashed extends Error {}

/**
 * A machine with a simulated clock that can go down at any of its operations. Every simulated part asks `step` before it acts; at the
 * step where the machine goes down, the part's effect is left out and nobody hears anything any more.
 */
export class World implements Clock {
  #now = 0;
  #steps = 0;
  #crashAt = Number.POSITIVE_INFINITY;
  #tellDown: () => void = () => {};
  /** Settles when the machine goes down. */
  readonly down = new Promise<void>((resolve) => {
    this.#tellDown = resolve;
  });
  readonly #timers = new Set<{ at: number; fire: () => void }>();

  /** Counts operations over the life of this machine. */
  get steps(): number {
    return this.#steps;
  }

  get crashed(): boolean {
    return this.#steps >= this.#crashAt;
  }

  /** The machine goes down at its `step`-th operation from now on; settles then. */
  crashAt(step: number): Promise<void> {
    this.#crashAt = this.#steps + step;
    return this.down;
  }

  /** Before each operation. On a machine that is down it never returns. */
  async step(): Promise<void> {
    if (this.countStep()) return;
    await new Promise<never>(() => {});
  }

  /** For operations that return at once. @throws Crashed on a machine that is down */
  stepNow(): void {
    if (!this.countStep()) throw new Crashed();
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = {
        at: this.#now + ms,
        fire: () => {
          this.#timers.delete(timer);
          signal?.removeEventListener('abort', timer.fire);
          resolve();
        },
      };
      this.#timers.add(timer);
      signal?.addEventListener('abort', timer.fire);
    });
  }

  /** Lets everything run that can, then moves the clock to the next timer, until `done`. */
  async runUntil(done: () => boolean): Promise<void> {
    for (let idle = 0; !done(); ) {
      const before = this.#steps;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#steps !== before) idle = 0;
      else idle += 1;
      if (idle < 6) continue;
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (this.#now > TOO_LONG_MS || (!next && idle > 1_000)) throw new Error('The simulation stands still.');
      if (!next) continue;
      this.#now = next.at;
      next.fire();
      idle = 0;
    }
  }

  /** False on a machine that is down. */
  countStep(): boolean {
    if (this.crashed) return false;
    this.#steps += 1;
    if (!this.crashed) return true;
    this.#timers.clear();
    this.#tellDown();
    return false;
  }
}
