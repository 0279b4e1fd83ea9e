import type { DocumentName } from '../../../shared/json/row-unreadable.ts';
import { isSameSum } from '../../../shared/same-sum.ts';
import type { FileReport } from '../encode/encoder.ts';
import type { Recount, ShardVerdict, UndatedField, Verdict } from '../events.ts';
import type { ShardCounts } from '../source/shard.ts';

export type VerdictOptions = {
  shards: readonly ShardCounts[];
  recount: Recount;
  unplaced: ReadonlyMap<string, number>;
  undated: readonly UndatedField[];
  leftOut: readonly DocumentName[];
  /** Rows that went into the file, counted there. */
  inFile: number;
  /** What the file's encoder tells, and its sink. */
  report: FileReport & Pick<Verdict, 'parts'>;
  elapsedMs: number;
  retries: number;
};

/**
 * Rows expected against rows written or left out, shard by shard: one row too many is as wrong as one too few, and as many
 * others are told from those that were counted by the sum of their sequence numbers. And rows against a second count at
 * the end, which may be lower (rows change and go), and higher only by what was written to the index while it was planned.
 */
export function makeVerdict(options: VerdictOptions): Verdict {
  const { shards, recount, unplaced, undated, leftOut, inFile, report, elapsedMs, retries } = options;
  const rows = shards.map(({ index, uuid, shard, expected, written, leftOut: out }, i): ShardVerdict => {
    const now = recount.rows?.[i];
    const left = out === 0 ? {} : { leftOut: out };
    const known = uuid === undefined ? {} : { uuid };
    return { index, ...known, shard, expected, written, ...left, ...(now === undefined ? {} : { recounted: now }) };
  });
  const unread = sum(shards.map((shard, i) => surplus(recount.rows?.[i], shard)));
  const exchanged = shards.filter(isExchanged).length;
  const read = sum(shards.map(({ written }) => written));
  const out = sum(shards.map((shard) => shard.leftOut));
  return {
    complete:
      inFile === read && unread === 0 && exchanged === 0 && shards.every((shard) => shard.expected === settled(shard)),
    expected: sum(shards.map(({ expected }) => expected)),
    written: inFile,
    shards: rows,
    unread,
    ...(exchanged === 0 ? {} : { exchanged }),
    ...(out === 0 ? {} : { leftOut: { rows: out, named: leftOut } }),
    ...(recount.error ? { notRecounted: recount.error.code } : {}),
    unplaced: [...unplaced].map(([field, count]) => ({ field, rows: count })).sort((a, b) => b.rows - a.rows),
    undated,
    ...report,
    elapsedMs,
    retries,
  };
}

function settled({ written, leftOut }: ShardCounts): number {
  return written + leftOut;
}

function surplus(recounted: number | undefined, shard: ShardCounts): number {
  const more = (recounted ?? 0) - settled(shard);
  return more > shard.writes ? more : 0;
}

/** As many rows as were counted, and not the same. */
function isExchanged(shard: ShardCounts): boolean {
  const { expected, expectedSum, seqNoSum } = shard;
  return expectedSum !== undefined && expected === settled(shard) && !isSameSum(expectedSum, seqNoSum);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
