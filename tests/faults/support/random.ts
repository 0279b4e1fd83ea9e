import { setTimeout as sleep } from 'node:timers/promises';
import { test } from '@playwright/test';

/** Moments that can be met again: `SEED=…` is what a run has printed. */
export type Moments = {
  /** Waits for so long: between `from` and `to`, ms. */
  between(from: number, to: number): Promise<void>;
  /** Whole, below `to`. */
  below(to: number): number;
};

export function makeMoments(): Moments {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
  console.log(`SEED=${seed}: ${test.info().title}`);
  let state = seed;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (from, to) => sleep(from + next() * (to - from)),
    below: (to) => Math.floor(next() * to),
  };
}
