import type { SluiceError } from '../../../shared/errors.ts';

/** The first wait and the longest one, ms. */
export type Waits = { baseMs: number; maxMs: number };

/**
 * How long to wait after the `nth` failure (from 1 on), ms: twice as long each time, with full jitter above half of it; never
 * shorter than the other side asked for. `random`: in [0, 1).
 */
export function backoff(nth: number, { baseMs, maxMs }: Waits, of: { error: SluiceError; random: number }): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** (nth - 1));
  return Math.max(of.error.retryAfter ?? 0, ceiling * (0.5 + of.random / 2));
}
