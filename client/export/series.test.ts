import { expect, it } from 'vitest';
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
