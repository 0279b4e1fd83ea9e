type Waiter = { id: string; begin: () => void };

/** Exports that wait for a place, first come, first begun. Knows nothing of exports but how many run. */
export class Queue {
  #limit: number;
  #waiting: readonly Waiter[] = [];
  readonly #running: () => number;

  /** `running`: how many run now; a waiter that has begun counts at once. */
  constructor(limit: number, running: () => number) {
    this.#limit = limit;
    this.#running = running;
  }

  get isFull(): boolean {
    return this.#running() >= this.#limit;
  }

  setLimit(limit: number): void {
    this.#limit = limit;
    this.pump();
  }

  add(id: string, begin: () => void): void {
    this.#waiting = [...this.#waiting, { id, begin }];
  }

  /** It waits no longer. False when it did not wait. */
  remove(id: string): boolean {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((waiter) => waiter.id !== id);
    return this.#waiting.length < before;
  }

  /** Begins what there is room for. */
  pump(): void {
    while (!this.isFull) {
      const [next, ...others] = this.#waiting;
      if (!next) return;
      this.#waiting = others;
      next.begin();
    }
  }
}
