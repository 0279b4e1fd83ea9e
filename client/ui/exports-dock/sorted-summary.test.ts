import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { progressAt, sortedRequest, twoShards, verdictOf } from '../../export/fixtures.ts';
import { type ExportState, initialState, reduce, rowsPerSecond, type StateEvent } from '../../export/state.ts';
import { inFile, lastingSteps, phaseOf, workOf } from '../../export/work.ts';
import { wordsOf } from './outcome-words.ts';
import { doingText, rowsText } from './progress-text.ts';
import { bytesExpected, percentOf, segmentsOf, sparkline, timeLeft, waterLevel } from './summary.ts';

const COUNT = 1000;

beforeAll(() => void vi.stubGlobal('navigator', { languages: ['en'] }));
afterAll(() => void vi.unstubAllGlobals());

const begun = [{ type: 'started' }, { type: 'planned', reader: 'pit', shards: twoShards }] as const;
const told = (rows: number, merged?: number): StateEvent => ({ type: 'progress', progress: progressAt(rows, merged) });
const finished = (merged: number): StateEvent => ({
  ...{ type: 'finished', verdict: verdictOf(merged), progress: progressAt(COUNT, merged) },
});

/** One event a second. */
function onceTold(...events: readonly StateEvent[]): ExportState {
  const all: readonly StateEvent[] = [...begun, ...events];
  return all.reduce((state, event, s) => reduce(state, event, s * 1000), initialState(sortedRequest, 0));
}

describe('an export with an order', () => {
  it('has two steps a row: half is done when all are read, all when it is complete', () => {
    expect(percentOf(onceTold())).toBe(0);
    expect(percentOf(onceTold(told(500)))).toBe(25);
    expect(percentOf(onceTold(told(COUNT)))).toBe(50);
    expect(percentOf(onceTold(told(COUNT, 0)))).toBe(50);
    expect(percentOf(onceTold(told(COUNT, 500)))).toBe(75);
    expect(percentOf(onceTold(told(COUNT, COUNT)))).toBe(99);
    expect(percentOf(onceTold(finished(COUNT)))).toBe(100);
    expect(percentOf(onceTold(finished(COUNT - 1)))).toBe(99);
    expect(waterLevel([onceTold(told(COUNT, 500))])).toBe(0.75);
  });

  it('says what it does, and how many rows are read and then written', () => {
    const reading = onceTold(told(500));
    expect([phaseOf(reading), doingText(reading)]).toEqual(['reading', 'Reading, then sorting']);
    expect(rowsText(reading)).toBe('500 of 1,000 rows read');
    const writing = onceTold(told(COUNT, 250));
    expect([phaseOf(writing), doingText(writing)]).toEqual(['writing', 'Writing in order']);
    expect(rowsText(writing)).toBe('250 of 1,000 rows written in order');
    expect(doingText(onceTold(told(500), { type: 'paused' }))).toBeUndefined();
    const { order, ...request } = sortedRequest;
    const plain = { ...reading, request };
    expect([phaseOf(plain), rowsText(plain)]).toEqual([undefined, '500 of 1,000 rows']);
  });

  it('fills each shard’s segment by half with what was read of it, and then all of them evenly', () => {
    const filled = (state: ExportState, most = 24) => segmentsOf(state, most).map((one) => one.filled);
    expect(filled(onceTold(told(600)))).toEqual([0.5, 0]);
    expect(filled(onceTold(told(COUNT, 0)))).toEqual([0.5, 0.5]);
    expect(filled(onceTold(told(COUNT, 500)))).toEqual([0.75, 0.75]);
    expect(filled(onceTold(told(COUNT, 500)), 1)).toEqual([0.75]);
    expect(filled(onceTold(finished(COUNT)))).toEqual([1, 1]);
  });

  it('foretells its size from the rows it has bytes of, and not from rows that are yet to be packed', () => {
    expect(bytesExpected(onceTold(told(500)))).toBe(10_000);
    expect(bytesExpected(onceTold(told(COUNT, 100)))).toBe(10_000);
    expect(bytesExpected(onceTold(told(COUNT, 0)))).toBeUndefined();
    const gzip = { ...sortedRequest, format: { kind: 'ndjson', gzip: true } as const };
    expect(bytesExpected({ ...onceTold(told(500)), request: gzip })).toBeUndefined();
    expect(bytesExpected({ ...onceTold(told(COUNT, 100)), request: gzip })).toBe(10_000);
  });

  it('has a rate and a time left that go on where writing begins', () => {
    const reading = onceTold(told(0), told(400));
    expect([rowsPerSecond(reading), timeLeft(reading)]).toEqual([400, 4_000]);
    const turn = onceTold(told(0), told(500), told(COUNT, 0), told(COUNT, 500));
    expect([rowsPerSecond(turn), timeLeft(turn)]).toEqual([500, 1_000]);
    // A file that could not be written is gone back in.
    const back = onceTold(told(COUNT, 900), told(COUNT, 100));
    expect([rowsPerSecond(back), timeLeft(back)]).toEqual([0, undefined]);
    expect(sparkline(onceTold(told(COUNT, 0), told(COUNT, 900), told(COUNT, 100)).samples)).toBe('M0 2L100 24');
  });

  it('has no row in its file as long as it reads', () => {
    expect(inFile(onceTold(told(500)))).toEqual({ rows: 0, bytes: 0 });
    expect(inFile(onceTold(told(COUNT, 500)))).toEqual({ rows: 500, bytes: 5_000 });
    expect(inFile(onceTold(finished(COUNT)))).toEqual({ rows: COUNT, bytes: 10_000 });
  });

  it('gets further in a picked file only by what is written: a download is written anew', () => {
    const state = onceTold(told(COUNT, 500));
    expect(lastingSteps(state)).toBe(COUNT);
    expect(lastingSteps({ ...state, picked: {} as FileSystemFileHandle })).toBe(1_500);
  });

  it('says where its rows are when it waits', () => {
    const picked = {} as FileSystemFileHandle;
    const texts = (state: ExportState) => {
      const { pausedWhy, pausedUnkept, leftWhy, interruptedWhy } = wordsOf(state);
      return [pausedWhy, pausedUnkept, leftWhy, interruptedWhy].map((word) => word(state.progress?.rows ?? 0));
    };
    for (const state of [onceTold(told(500)), { ...onceTold(told(500)), picked }]) {
      // Nothing is in the file yet, whatever is said of others.
      for (const text of texts(state)) expect(text).toMatch(/once all are there|none is in/);
    }
    for (const state of [
      onceTold(told(COUNT, 0)),
      onceTold(told(COUNT, 500)),
      { ...onceTold(told(COUNT, 9)), picked },
    ]) {
      for (const text of texts(state)) expect(text).toMatch(/[Aa]ll rows are read/);
    }
    expect(texts(onceTold(told(0))).join()).toContain('No row has come yet');
  });
});

describe('whatever comes on the way', () => {
  const error = { code: 'socket_lost', message: '', retryable: true } as const;
  const interlude = fc.constantFrom<readonly StateEvent[]>(
    [],
    [{ type: 'paused' }, { type: 'resumed' }],
    [{ type: 'retrying', error, waitMs: 1, attempt: 1 }],
    [{ type: 'interrupted', error, lookMs: 5 }, { type: 'looking' }, { type: 'resumed' }],
  );
  const sizes = (most: number) => fc.array(fc.nat(most), { maxLength: 12 }).map((all) => all.sort((a, b) => a - b));
  const course = fc
    .record({ read: sizes(COUNT), merged: sizes(COUNT), between: fc.array(interlude, { maxLength: 24 }) })
    .map(({ read, merged, between }) => {
      const steps = [...read.map((rows) => told(rows)), told(COUNT), ...merged.map((rows) => told(COUNT, rows))];
      return [...steps.flatMap((step, i) => [step, ...(between[i] ?? [])]), told(COUNT, COUNT), finished(COUNT)];
    });
  const gaps = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 7 });

  it('progress never falls, never passes its end, and is 100 % of a whole file only', () => {
    fc.assert(
      fc.property(course, gaps, fc.constantFrom(1, 24), (events, ms, most) => {
        let [at, percent, level, filled] = [0, 0, 0, 0];
        let state = onceTold();
        for (const [i, event] of events.entries()) {
          at += ms[i % ms.length] ?? 1;
          state = reduce(state, event, at);
          const now = segmentsOf(state, most).reduce((sum, one) => sum + one.filled, 0);
          expect(percentOf(state)).toBeGreaterThanOrEqual(percent);
          expect(percentOf(state) === 100).toBe(state.status === 'complete');
          expect(now).toBeGreaterThanOrEqual(filled);
          expect(now).toBeLessThanOrEqual(twoShards.length);
          if (state.status !== 'complete') expect(waterLevel([state])).toBeGreaterThanOrEqual(level);
          [percent, filled, level] = [percentOf(state), now, waterLevel([state]) ?? 1];
          const { done, of = 0 } = workOf(state);
          expect(done).toBeLessThanOrEqual(of);
          for (const figure of [rowsPerSecond(state), timeLeft(state)]) {
            if (figure !== undefined) expect(figure >= 0 && Number.isFinite(figure)).toBe(true);
          }
          expect(sparkline(state.samples) ?? '').not.toMatch(/NaN|Infinity|-/);
        }
        expect(percentOf(state)).toBe(100);
      }),
    );
  });
});
