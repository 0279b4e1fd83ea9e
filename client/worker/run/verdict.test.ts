import { describe, expect, it } from 'vitest';
import { ShardQueue } from '../source/shard-queue.ts';
import { makeVerdict } from './verdict.ts';

/** A shard of ten rows with the sequence numbers 0 to 9, as it stands at the end. */
function ended(at: { written: number; seqNoSum: number; leftOut?: number; expectedSum?: number | undefined }) {
  const planned = { ticket: 't', index: 'i', shard: 0, highest: 9, rows: 10, sum: 45, writes: 0, opened: true };
  const [shard] = ShardQueue.ofPlan({ reader: 'pit', shards: [planned] }, 100).shards;
  if (!shard) throw new Error('no shard');
  return Object.assign(shard, at);
}

function verdictOf(shard: ReturnType<typeof ended>, recounted = 10, inFile = shard.written) {
  const rest = { inFile, unplaced: new Map<string, number>(), undated: [], report: {}, elapsedMs: 1, retries: 0 };
  return makeVerdict({ shards: [shard], recount: { rows: [recounted] }, leftOut: [{ index: 'i', id: 'd' }], ...rest });
}

describe('a verdict', () => {
  it('is complete where each row that was counted is in the file', () => {
    expect(verdictOf(ended({ written: 10, seqNoSum: 45 }))).toMatchObject({ complete: true, unread: 0 });
    expect(verdictOf(ended({ written: 10, seqNoSum: 45 }))).not.toHaveProperty('leftOut');
  });

  it('is not where as many others are', () => {
    expect(verdictOf(ended({ written: 10, seqNoSum: 46 }))).toMatchObject({ complete: false, exchanged: 1 });
    expect(verdictOf(ended({ written: 10, seqNoSum: 35 }), 4)).toMatchObject({ complete: false, exchanged: 1 });
  });

  it.each([9, 11, 0])('is not where %d of 10 rows that were read went into the file', (inFile) => {
    const verdict = verdictOf(ended({ written: 10, seqNoSum: 45 }), 10, inFile);
    expect(verdict).toMatchObject({ complete: false, expected: 10, written: inFile });
  });

  it('asks no sum where none is known: of an older proxy, or a scroll that found other rows', () => {
    const unknown = ended({ written: 10, seqNoSum: 46, expectedSum: undefined });
    expect(verdictOf(unknown)).toMatchObject({ complete: true });
  });

  it('counts what was left out as neither written nor missing', () => {
    const without = ended({ written: 7, seqNoSum: 45, leftOut: 3 });
    expect(verdictOf(without)).toMatchObject({
      complete: true,
      expected: 10,
      written: 7,
      unread: 0,
      leftOut: { rows: 3, named: [{ index: 'i', id: 'd' }] },
    });
    expect(verdictOf(without, 12)).toMatchObject({ complete: false, unread: 2 });
    expect(verdictOf(ended({ written: 6, seqNoSum: 40, leftOut: 3 }))).toMatchObject({ complete: false });
  });

  it('takes sums past what a double holds exactly for the same where they nearly are', () => {
    const large = 2 ** 60;
    const off = (by: number) => ended({ written: 10, expectedSum: large, seqNoSum: large + by });
    expect(verdictOf(off(4096))).toMatchObject({ complete: true });
    expect(verdictOf(off(2 ** 40))).toMatchObject({ complete: false });
  });
});
