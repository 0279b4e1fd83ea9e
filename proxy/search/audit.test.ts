import { expect, test } from 'vitest';
import type { Search } from '../../shared/search.ts';
import type { Logger } from '../base/ports.ts';
import { Allowance } from '../edges/allowance.ts';
import { SearchAudit, type Shown } from './audit.ts';

const MINUTE = 60_000;

function makeBench(perMinute = 10_000) {
  const lines: Record<string, unknown>[] = [];
  const timers: { at: number; run: () => void }[] = [];
  const clock = {
    at: 0,
    now: () => clock.at,
    after(ms: number, run: () => void) {
      const timer = { at: clock.at + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  const nothing = () => {};
  const logger: Logger = {
    audit: (fields) => void lines.push(fields),
    ...{ debug: nothing, info: nothing, warn: nothing, error: nothing },
    child: () => logger,
  };
  const audit = new SearchAudit({ logger, clock, begun: new Allowance(perMinute, MINUTE, clock) });
  const show = async (user: string, search: Search, shown: Shown = 'rows', rows = 100) =>
    (await audit.enter({ user, requestId: 'r', search }))(shown, rows);
  /** Lets time go on, with the timers or without. */
  const pass = (ms: number, runTimers = true) => {
    clock.at += ms;
    for (const timer of runTimers ? timers.filter(({ at }) => at <= clock.at) : []) {
      timers.splice(timers.indexOf(timer), 1);
      timer.run();
    }
  };
  const of = (name: string) => lines.filter(({ audit }) => audit === name);
  return { audit, lines, of, show, pass, timers };
}

const ALL: Search = { index: 'flights', q: '' };

test('a search is one line, whatever the page asks beside its rows; the next page and what follows are in a second', async () => {
  const { of, lines, show, pass } = makeBench();
  await show('ann', ALL, 'rows', 100);
  for (const shown of ['facets', 'facets', 'facets', 'facets', 'histogram'] as const) await show('ann', ALL, shown, 0);
  expect(lines).toEqual([
    {
      ...{ audit: 'search_begun', requestId: 'r', user: 'ann', searchId: expect.any(String), index: 'flights' },
      ...{ query: { q: '' }, shown: 'rows', rows: 100 },
    },
  ]);
  pass(11 * MINUTE);
  expect(lines).toHaveLength(1);
  for (let page = 0; page < 3; page++) await show('ann', ALL, 'rows', 250);
  await show('ann', ALL, 'values', 0);
  pass(1000);
  await show('ann', ALL, 'rows', 7);
  expect(of('search_begun')).toHaveLength(2);
  expect(of('search_ended')).toEqual([]);
  pass(5 * MINUTE);
  pass(5 * MINUTE);
  const { searchId } = of('search_begun')[1] ?? {};
  expect(of('search_ended')).toEqual([
    {
      ...{ audit: 'search_ended', user: 'ann', searchId, index: 'flights', pages: 4, rows: 757 },
      ...{ facets: 0, values: 1, histogram: 0, emptyFields: 0, column: 0, ms: 1000 },
    },
  ]);
});

test.each<[string, string, Search]>([
  ['another person', 'bob', ALL],
  ['another index', 'ann', { index: 'flights*', q: '' }],
  ['another query', 'ann', { index: 'flights', q: 'a' }],
  ['query DSL', 'ann', { index: 'flights', q: '', dsl: '{"match_all":{}}' }],
  ['a filter', 'ann', { index: 'flights', q: '', filters: [{ field: 'a', op: 'exists' }] }],
  ['another range', 'ann', { index: 'flights', q: '', time: { field: 'at', from: '2026-01-01' } }],
])('%s is another search', async (_, user, search) => {
  const { of, show } = makeBench();
  await show('ann', ALL);
  await show(user, search);
  await show('ann', ALL);
  expect(of('search_begun')).toHaveLength(2);
});

test.each<[Shown, number]>([
  ['values', 11],
  ['facets', 11],
  ['histogram', 11],
])('%s alone are told, and so is how many there were', async (shown, count) => {
  const { audit, of, show } = makeBench();
  for (let i = 0; i < count; i++) await show('ann', ALL, shown, 0);
  audit.close();
  expect(of('search_begun')).toMatchObject([{ shown, rows: 0 }]);
  expect(of('search_ended')).toMatchObject([{ pages: 0, rows: 0, [shown]: count }]);
});

test('where no timers run, what has ended is written at the next call, whoever makes it', async () => {
  const { of, show, pass } = makeBench();
  await show('ann', ALL);
  await show('ann', ALL);
  pass(4 * MINUTE, false);
  await show('bob', ALL);
  expect(of('search_ended')).toEqual([]);
  pass(MINUTE, false);
  await show('bob', ALL);
  expect(of('search_ended')).toMatchObject([{ user: 'ann', pages: 2 }]);
});

test('long reading is told as it goes on, and what is open when the process ends is not lost', async () => {
  const { audit, of, show, timers } = makeBench();
  for (let page = 0; page < 450; page++) await show('ann', ALL, 'rows', 500);
  expect(of('search_ended')).toMatchObject([
    { pages: 200, rows: 100_000 },
    { pages: 200, rows: 100_000 },
  ]);
  expect(of('search_begun')).toHaveLength(3);
  audit.close();
  expect(of('search_ended')).toHaveLength(3);
  expect(of('search_ended')[2]).toMatchObject({ pages: 50, rows: 25_000 });
  expect(timers).toEqual([]);
  // An answer that was under way.
  await show('bob', ALL);
  expect(of('search_begun')).toHaveLength(4);
  expect(timers).toEqual([]);
});

test('a thousand searches are kept in mind: the one that was idle longest is written for one more', async () => {
  const { audit, of, show } = makeBench();
  const search = (n: number) => ({ index: 'flights', q: `${n}` });
  for (let n = 0; n < 1000; n++) for (const _ of [1, 2]) await show('ann', search(n));
  await show('ann', search(0));
  expect(of('search_ended')).toEqual([]);
  await show('ann', search(1000));
  expect(of('search_ended')).toMatchObject([{ pages: 2 }]);
  expect(of('search_ended')[0]?.searchId).toBe(of('search_begun')[1]?.searchId);
  audit.close();
  expect(of('search_ended')).toHaveLength(1000);
});

test('too many searches begun in a minute are refused; those that are open go on, and others’ begin', async () => {
  const { of, show, pass } = makeBench(3);
  for (const q of ['a', 'b', 'c']) await show('ann', { index: 'flights', q });
  const fourth = show('ann', { index: 'flights', q: 'd' });
  await expect(fourth).rejects.toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
  await show('ann', { index: 'flights', q: 'a' });
  await show('bob', { index: 'flights', q: 'd' });
  expect(of('search_begun')).toHaveLength(4);
  pass(MINUTE);
  await show('ann', { index: 'flights', q: 'd' });
  expect(of('search_begun')).toHaveLength(5);
});
