import { expect, it } from 'vitest';
import type { Progress, Verdict } from '../worker/events.ts';
import { initialState, reduce, rowsPerSecond, takesSlot } from './state.ts';

const request = {
  id: '00000000-0000-4000-8000-000000000000',
  search: { index: 'i', q: '' },
  format: { kind: 'ndjson' as const },
  fileName: 'i.ndjson',
};
const progress = (rows: number): Progress => ({
  rows,
  bytes: rows * 10,
  shardRows: [rows],
  wireBytes: 0,
  heldBytes: 0,
  budgetBytes: 1,
  pageRows: 1,
  readsInFlight: 1,
  inFlightBytes: 0,
  p50Ms: 1,
  p95Ms: 1,
  snapshots: 1,
});
const verdict = (complete: boolean): Verdict => ({
  complete,
  expected: 10,
  written: complete ? 10 : 9,
  shards: [],
  unread: 0,
  unplaced: [],
  undated: [],
  elapsedMs: 1,
  retries: 0,
});
const start = reduce(initialState(request, 0), { type: 'started' }, 0);

it('ends as the verdict says, and stays so', () => {
  const complete = reduce(start, { type: 'finished', verdict: verdict(true), progress: progress(10) }, 1);
  expect(complete.status).toBe('complete');
  expect(reduce(complete, { type: 'cancelled' }, 2)).toBe(complete);
  expect(reduce(start, { type: 'finished', verdict: verdict(false), progress: progress(9) }, 1).status).toBe(
    'incomplete',
  );
});

it('goes on after a pause and after an interruption', () => {
  const paused = reduce(start, { type: 'paused' }, 1);
  expect(paused.status).toBe('paused');
  const error = { code: 'socket_lost' as const, message: '', retryable: true };
  const interrupted = reduce(reduce(paused, { type: 'resumed' }, 2), { type: 'interrupted', error }, 3);
  expect(interrupted).toMatchObject({ status: 'interrupted', error });
  expect(reduce(interrupted, { type: 'resumed' }, 4)).toMatchObject({ status: 'running', error: undefined });
});

it('looks again as often as it takes: one thing that happened, with the newest error, and a slot for each look', () => {
  const away = { code: 'opensearch_unreachable' as const, message: '', retryable: true };
  const lost = { code: 'socket_lost' as const, message: '', retryable: true };
  let state = reduce(start, { type: 'interrupted', error: away, lookMs: 5_000 }, 100);
  expect(state).toMatchObject({ look: { kind: 'at', at: 5_100 }, changedAt: 100 });
  expect(takesSlot(state)).toBe(false);
  state = reduce(reduce(state, { type: 'lining-up' }, 5_100), { type: 'looking' }, 5_200);
  expect(state).toMatchObject({ status: 'interrupted', look: { kind: 'now' } });
  expect(takesSlot(state)).toBe(true);
  state = reduce(state, { type: 'interrupted', error: lost, lookMs: 10_000 }, 6_000);
  expect(state).toMatchObject({ error: lost, look: { kind: 'at', at: 16_000 }, changedAt: 100 });
  expect(state.incidents).toHaveLength(1);
  // What only a person can help looks no more.
  expect(reduce(state, { type: 'interrupted', error: lost }, 7_000).look).toBeUndefined();
  for (const event of [{ type: 'resumed' }, { type: 'queued' }, { type: 'orphaned' }, { type: 'cancelled' }] as const) {
    expect(reduce(state, event, 7_000).look).toBeUndefined();
  }
  expect(reduce(start, { type: 'looking' }, 1).look).toBeUndefined();
});

it('waits for its turn only where it does not run, and keeps what went wrong with what was done', () => {
  expect(reduce(start, { type: 'queued' }, 1)).toBe(start);
  const paused = reduce(start, { type: 'paused' }, 1);
  expect(reduce(paused, { type: 'queued' }, 2)).toMatchObject({ status: 'queued', owner: 'here' });
  const error = { code: 'opensearch_busy' as const, message: '', retryable: true };
  let state = start;
  for (let at = 0; at < 150; at++) state = reduce(state, { type: 'retrying', error, waitMs: 500, attempt: 1 }, at);
  expect(state.retries).toBe(150);
  expect(state.incidents).toHaveLength(100);
  const short = reduce(state, { type: 'finished', verdict: verdict(false), progress: progress(9) }, 200);
  expect(short.incidents.at(-1)).toMatchObject({ at: 200, remedy: 'counted', error: { code: 'rows_missing' } });
});

it('knows the rate of the last seconds only', () => {
  let state = start;
  for (let s = 0; s <= 120; s++)
    state = reduce(state, { type: 'progress', progress: progress(s < 100 ? 0 : (s - 99) * 50) }, s * 1000);
  expect(rowsPerSecond(state)).toBe(50);
  expect(state.samples.length).toBeLessThanOrEqual(62);
});
