import { describe, expect, it } from 'vitest';
import type { ExportState } from '../../export/exports.ts';
import { initialState, reduce } from '../../export/state.ts';
import { bytesExpected, countsOf, percentOf, segmentsOf, sparkline, timeLeft, waterLevel } from './summary.ts';

const request = {
  id: 'a3bb189e-8bf9-4c45-9b0c-3f8f1c2d4e5f',
  search: { index: 'flights', q: '' },
  format: { kind: 'ndjson' as const },
  fileName: 'flights.ndjson',
};
const shards = [
  { index: 'flights', shard: 0, rows: 600 },
  { index: 'flights', shard: 1, rows: 400 },
];
const progress = (rows: number, shardRows: readonly number[]) => ({
  ...{ rows, bytes: rows * 10, shardRows, wireBytes: 0, heldBytes: 0, budgetBytes: 1 },
  ...{ inFlightBytes: 0, pageRows: 1000, readsInFlight: 1, p50Ms: 5, p95Ms: 5, snapshots: 2 },
});

function running(rows = 0, shardRows: readonly number[] = [0, 0]): ExportState {
  let state = reduce(initialState(request, 0), { type: 'started' }, 0);
  state = reduce(state, { type: 'planned', reader: 'pit', shards }, 0);
  state = reduce(state, { type: 'progress', progress: progress(0, [0, 0]) }, 1000);
  return reduce(state, { type: 'progress', progress: progress(rows, shardRows) }, 2000);
}

function finished(written: readonly [number, number]): ExportState {
  const rows = written[0] + written[1];
  const verdict = {
    ...{
      complete: rows === 1000,
      expected: 1000,
      written: rows,
      unread: 0,
      unplaced: [],
      undated: [],
      elapsedMs: 1,
      retries: 0,
    },
    shards: shards.map(({ index, shard, rows: expected }, i) => ({ index, shard, expected, written: written[i] ?? 0 })),
  };
  return reduce(running(rows, written), { type: 'finished', verdict, progress: progress(rows, written) }, 3000);
}

describe('an export in figures', () => {
  it('says 100 % of what is whole only', () => {
    expect(percentOf(running())).toBe(0);
    expect(percentOf(running(999, [599, 400]))).toBe(99);
    expect(percentOf(running(1000, [600, 400]))).toBe(99);
    expect(percentOf(finished([600, 400]))).toBe(100);
    expect(percentOf(finished([600, 399]))).toBe(99);
  });

  it('draws a segment a shard, and marks the short ones when it has ended', () => {
    expect(segmentsOf(running(300, [300, 0]), 24)).toEqual([
      { filled: 0.5, isShort: false },
      { filled: 0, isShort: false },
    ]);
    expect(segmentsOf(finished([600, 300]), 24)[1]).toEqual({ filled: 0.75, isShort: true });
    expect(segmentsOf(running(500, [300, 200]), 1)).toEqual([{ filled: 0.5, isShort: false }]);
  });

  it('foretells size and time from what there is', () => {
    expect(bytesExpected(running(500, [300, 200]))).toBe(10_000);
    expect(timeLeft(running(500, [300, 200]))).toBe(1000);
    expect(timeLeft(running())).toBeUndefined();
  });
});

describe('all exports', () => {
  it('are counted by status, and make one water level of what is unfinished', () => {
    const list = [running(500, [300, 200]), running(), finished([600, 400])];
    expect(countsOf(list)).toEqual([
      { status: 'running', count: 2 },
      { status: 'complete', count: 1 },
    ]);
    expect(waterLevel(list)).toBe(0.25);
    expect(waterLevel([finished([600, 400])])).toBeUndefined();
  });
});

describe('sparkline', () => {
  it('needs three samples, and stays in its box', () => {
    expect(sparkline([[0, 0]])).toBeUndefined();
    expect(
      sparkline([
        [0, 0],
        [1000, 10],
      ]),
    ).toBeUndefined();
    expect(
      sparkline([
        [0, 0],
        [1000, 10],
        [2000, 30],
      ]),
    ).toBe('M0 13L100 2');
  });
});
