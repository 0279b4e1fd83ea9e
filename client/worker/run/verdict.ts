import type { Verdict } from '../events.ts';
import type { Shard } from './shards.ts';

export type VerdictOptions = {
  shards: readonly Shard[];
  unplaced: ReadonlyMap<string, number>;
  elapsedMs: number;
  retries: number;
};

/** Rows expected against rows written, shard by shard. One row too many is as wrong as one too few. */
export function makeVerdict({ shards, unplaced, elapsedMs, retries }: VerdictOptions): Verdict {
  return {
    complete: shards.every(({ expected, written }) => expected === written),
    expected: sum(shards.map(({ expected }) => expected)),
    written: sum(shards.map(({ written }) => written)),
    shards: shards.map(({ index, shard, expected, written }) => ({ index, shard, expected, written })),
    unplaced: [...unplaced].map(([field, rows]) => ({ field, rows })).sort((a, b) => b.rows - a.rows),
    elapsedMs,
    retries,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
