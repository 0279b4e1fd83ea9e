import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import { type SignedIn, signIn } from '../support/session.ts';
import { localSettings, post, startLocal } from './bench.ts';
import { makeLog } from './log.ts';
import { ORDERS, PAYROLL } from './people.ts';

/** Reading on the page leaves lines as an export does: who, which index, with which query, how much. */
let bench: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  bench = await startLocal({ LOG_LEVEL: 'error' });
});
afterAll(() => bench.close());

const west = { index: ORDERS, q: 'region:west' };

async function rowsOf(url: string, body: object, who: SignedIn) {
  const answer = await post(url, '/api/search', body, who);
  const { hits, after } = JSON.parse(answer.text) as { hits: unknown[]; after?: string };
  return { rows: hits.length, after };
}

async function readAll(url: string, body: object, who: SignedIn): Promise<{ rows: number; pages: number }> {
  let { rows, after } = await rowsOf(url, body, who);
  let pages = 1;
  for (; after !== undefined; pages++) {
    const next = await rowsOf(url, { ...body, after }, who);
    rows += next.rows;
    after = next.after;
  }
  return { rows, pages };
}

describe('each way to see what an index holds', () => {
  it.each<[string, string, object, object]>([
    ['rows', '/api/search', { ...west, size: 10 }, { shown: 'rows', query: { q: 'region:west' } }],
    [
      'rows found by query DSL',
      '/api/search',
      { index: ORDERS, dsl: '{"term":{"region":"east"}}' },
      { shown: 'rows', query: { q: '', dsl: '{"term":{"region":"east"}}' } },
    ],
    [
      'rows that filters and a range leave',
      '/api/search',
      { index: ORDERS, filters: [{ field: 'n', op: 'is', value: '3' }], time: { field: 'at', from: '2026-01-01' } },
      {
        shown: 'rows',
        query: { filters: [{ field: 'n', op: 'is', value: '3' }], time: { field: 'at', from: '2026-01-01' } },
        rows: 1,
      },
    ],
    ['values', '/api/values', { index: ORDERS, q: 'a', field: 'region', prefix: 'w' }, { shown: 'values' }],
    ['facets', '/api/facets', { index: ORDERS, q: 'b', fields: ['email', 'card'] }, { shown: 'facets' }],
    ['each value', '/api/each-value', { index: ORDERS, q: 'e', field: 'region' }, { shown: 'values' }],
    ['a column', '/api/column', { index: ORDERS, q: 'f', field: 'email' }, { shown: 'column' }],
    ['the histogram', '/api/histogram', { index: ORDERS, q: 'c', field: 'at' }, { shown: 'histogram' }],
    ['a total', '/api/search', { index: ORDERS, q: 'd', size: 0 }, { shown: 'rows', rows: 0 }],
  ])('%s: one line, before the answer is there', async (_, path, body, told) => {
    const before = bench.log.lines.length;
    expect((await post(bench.url, path, body, bench.bob)).status).toBe(200);
    const lines = bench.log.lines.slice(before);
    expect(lines).toMatchObject([{ audit: 'search_begun', user: 'bob', index: ORDERS, ...told }]);
    expect(lines[0]).toMatchObject({ searchId: expect.any(String), requestId: expect.any(String) });
    // The same again is the same search.
    expect((await post(bench.url, path, body, bench.bob)).status).toBe(200);
    expect(bench.log.lines.slice(before)).toHaveLength(1);
  });

  it.each([
    ['an index that is not theirs', '/api/search', { index: PAYROLL }, 403],
    ['a query that cannot be read', '/api/search', { index: ORDERS, q: 'n:(' }, 400],
    ['a check of a query', '/api/validate', { index: ORDERS, q: 'region:north' }, 200],
  ])('nothing is seen of %s, and nothing told', async (_, path, body, status) => {
    const before = bench.log.lines.length;
    expect((await post(bench.url, path, body, bench.bob)).status).toBe(status);
    expect(bench.log.lines.slice(before).filter(({ audit }) => audit !== undefined)).toEqual([]);
  });
});

it('reading on is told with all its rows and pages when the process ends, and who reads nothing more has one line', async () => {
  const { settings, cleanUp } = await localSettings();
  const log = makeLog();
  const proxy = await startProxy(settings, { log });
  const [ann, bob] = [await signIn(proxy.url, 'ann', 'ann-password'), await signIn(proxy.url, 'bob', 'bob-password')];
  const read = await readAll(proxy.url, { index: ORDERS, q: '', size: 50 }, ann);
  expect(read.rows).toBe(420);
  await rowsOf(proxy.url, { index: ORDERS, q: '', size: 50 }, bob);
  // Sorted otherwise, and by other pages, it is the same search.
  const sorted = { index: ORDERS, q: '', size: 500, sort: { field: 'n', order: 'desc', type: 'integer' } };
  await readAll(proxy.url, sorted, ann);
  expect(log.with({ audit: 'search_begun' })).toMatchObject([
    { user: 'ann', rows: expect.any(Number) },
    { user: 'bob' },
  ]);
  expect(log.with({ audit: 'search_ended' })).toEqual([]);
  await proxy.close();
  const { searchId } = log.with({ audit: 'search_begun', user: 'ann' })[0] ?? {};
  expect(log.with({ audit: 'search_ended' })).toMatchObject([
    {
      user: 'ann',
      searchId,
      index: ORDERS,
      rows: 840,
      pages: read.pages + 1,
      facets: 0,
      values: 0,
      histogram: 0,
      emptyFields: 0,
      column: 0,
    },
  ]);
  expect(log.with({ audit: 'search_ended' })[0]?.ms).toBeGreaterThan(0);
  await cleanUp();
});

it('drained, a proxy writes them as well; with the audit off, none', async () => {
  for (const AUDIT_LOG of ['on', 'off']) {
    const { settings, cleanUp } = await localSettings({ AUDIT_LOG, LOG_LEVEL: 'error' });
    const log = makeLog();
    const proxy = await startProxy(settings, { log });
    await readAll(proxy.url, { ...west, size: 50 }, await signIn(proxy.url, 'ann', 'ann-password'));
    await proxy.drain();
    expect(log.lines.map(({ audit }) => audit)).toEqual(
      AUDIT_LOG === 'on' ? ['sign_in', 'search_begun', 'search_ended'] : [],
    );
    await cleanUp();
  }
});

it('who begins more searches than a minute allows waits, and reads on in those that are open', async () => {
  const { settings, cleanUp } = await localSettings({ SEARCHES_PER_MINUTE: '5' });
  const log = makeLog();
  const proxy = await startProxy(settings, { log });
  const [ann, bob] = [await signIn(proxy.url, 'ann', 'ann-password'), await signIn(proxy.url, 'bob', 'bob-password')];
  const body = { index: ORDERS };
  const asked = {
    search: {},
    values: { field: 'n' },
    facets: { fields: ['n'] },
    'each-value': { field: 'n' },
    histogram: { field: 'at' },
    column: { field: 'n' },
  };
  for (let n = 0; n < 5; n++) {
    expect((await post(proxy.url, '/api/search', { ...body, q: `n:${n}` }, ann)).status).toBe(200);
  }
  for (const [path, more] of Object.entries(asked)) {
    const refused = await post(proxy.url, `/api/${path}`, { ...body, ...more, q: 'n:9' }, ann);
    expect(refused).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await post(proxy.url, '/api/search', { ...body, q: 'n:0' }, ann)).status).toBe(200);
  expect((await post(proxy.url, '/api/search', { ...body, q: 'n:9' }, bob)).status).toBe(200);
  expect(log.with({ audit: 'search_begun' })).toHaveLength(6);
  await proxy.close();
  await cleanUp();
});
