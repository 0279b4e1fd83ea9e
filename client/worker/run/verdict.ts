import type { Recount, ShardVerdict, UndatedField, Verdict } from '../events.ts';
import type { Shard } from './shards.ts';

export type VerdictOptions = {
  shards: readonly Shard[];
  recount: Recount;
  unplaced: ReadonlyMap<string, number>;
  undated: readonly UndatedField[];
  elapsedMs: number;
  retries: number;
};

/**
 * Rows expected against rows written, shard by shard: one row too many is as wrong as one too few. And rows written
 * against a second count at the end, which may be lower (rows change and go), and higher only by what was written to the
 * index while it was planned.
 */
export function makeVerdict(options: VerdictOptions): Verdict {
  const { shards, recount, unplaced, undated, elapsedMs, retries } = options;
  const rows = shards.map(({ index, shard, expected, written }, i): ShardVerdict => {
    const now = recount.rows?.[i];
    return { index, shard, expected, written, ...(now === undefined ? {} : { recounted: now }) };
  });
  const unread = sum(shards.map(({ written, writes }, i) => surplus(recount.rows?.[i], written, writes)));
  return {
    complete: unread === 0 && shards.every(({ expected, written }) => expected === written),
    expected: sum(shards.map(({ expected }) => expected)),
    written: sum(shards.map(({ written }) => written)),
    shards: rows,
    unread,
    ...(recount.error ? { notRecounted: recount.error.code } : {}),
    unplaced: [...unplaced].map(([field, count]) => ({ field, rows: count })).sort((a, b) => b.rows - a.rows),
    undated,
    elapsedMs,
    retries,
  };
}

function surplus(recounted: number | undefined, written: number, writes: number): number {
  const more = (recounted ?? 0) - written;
  return more > writes ? more : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
