import { expect, it } from 'vitest';
import { progressAt, sortedRequest } from './fixtures.ts';
import { pointOf, totalsOf } from './series.ts';
import { type ExportState, initialState, reduce } from './state.ts';

const request = {
  id: '00000000-0000-4000-8000-000000000000',
  search: { index: 'i', q: '' },
  format: { kind: 'ndjson' as const },
  fileName: 'i.ndjson',
};
const progress = {
  ...{ rows: 100, bytes: 1, shardRows: [100], wireBytes: 5000, heldBytes: 7, budgetBytes: 64, inFlightBytes: 3 },
  ...{ pageRows: 1000, readsInFlight: 4, p50Ms: 20, p95Ms: 60, snapshots: 4 },
};

function at(rows: number, wireBytes: number): ExportState {
  const started = reduce(initialState(request, 0), { type: 'started' }, 0);
  return reduce(started, { type: 'progress', progress: { ...progress, rows, wireBytes } }, 0);
}

it('tells what was added, a second', () => {
  const before = totalsOf([at(100, 5000)], 1000);
  const states = [at(400, 2000)];
  const point = pointOf(states, before, totalsOf(states, 3000));
  expect(point).toMatchObject({ at: 3000, rowRate: 150, wireRate: 0, heldBytes: 7, budgetBytes: 64, p95Ms: 60 });
  expect(point).toMatchObject({ running: 1, reads: 4, snapshots: 4, retries: 0, pageRows: 1000 });
});

it('counts no row of an export that it sees for the first time, nor of another tab', () => {
  const none = totalsOf([], 0);
  const states = [at(400, 2000), { ...at(900, 1), owner: 'elsewhere' as const }];
  const point = pointOf(states, none, totalsOf(states, 1000));
  expect(point).toMatchObject({ rowRate: 0, running: 1 });
  const idle = pointOf([], none, totalsOf([], 1000));
  expect(idle).toMatchObject({ budgetBytes: undefined, p50Ms: undefined, pageRows: undefined, snapshots: 0 });
});

it('counts the rows of a sorted export where they are read, and again where they are written in order', () => {
  const of = (...all: Parameters<typeof progressAt>[]) => {
    const begun = reduce(initialState(sortedRequest, 0), { type: 'started' }, 0);
    return all.reduce((state, at) => reduce(state, { type: 'progress', progress: progressAt(...at) }, 0), begun);
  };
  const rateOf = (before: ExportState, after: ExportState) =>
    pointOf([after], totalsOf([before], 0), totalsOf([after], 1000)).rowRate;
  expect(rateOf(of([100]), of([400]))).toBe(300);
  expect(rateOf(of([900]), of([1000, 50]))).toBe(150);
  expect(rateOf(of([1000, 50]), of([1000, 650]))).toBe(600);
  // Gone back in, or made anew.
  expect(rateOf(of([1000, 650]), of([1000, 0]))).toBe(0);
});
