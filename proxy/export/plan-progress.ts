import type { Clock } from '../base/ports.ts';

/** How often a plan tells how far it is, ms; one that is made sooner tells nothing. */
const TOLD_EVERY_MS = 300;
/** Each index is counted under its own name, and then opened and counted in its snapshot. */
const STEPS = 2;

/** `done` of `of` indices. */
type Tell = (done: number, of: number) => void;

/** How far a plan is, in indices. */
export class PlanProgress {
  #steps = 0;
  #indices = 0;
  #toldAt: number;
  readonly #clock: Clock;
  readonly #tell: Tell;

  constructor(clock: Clock, tell: Tell) {
    this.#clock = clock;
    this.#tell = tell;
    this.#toldAt = clock.now();
  }

  /** It is known how many there are. */
  begin(indices: number): void {
    this.#indices = indices;
    this.#steps = 0;
    this.#say();
  }

  /** So many are a step further. */
  step(indices: number): void {
    this.#steps = Math.min(this.#steps + indices, STEPS * this.#indices);
    this.#say();
  }

  #say(): void {
    const now = this.#clock.now();
    if (now - this.#toldAt < TOLD_EVERY_MS) return;
    this.#toldAt = now;
    this.#tell(Math.floor(this.#steps / STEPS), this.#indices);
  }
}
