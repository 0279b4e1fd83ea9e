/** How many of the last pages are looked at. */
const KEPT = 64;

/** The last pages' times, ms: their median, and what nineteen of twenty stay below. */
export class Latencies {
  readonly #last: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#last[this.#next] = ms;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** 0 as long as there was no page. `share` in (0, 1]. */
  percentile(share: number): number {
    const sorted = [...this.#last].sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  }
}
