import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { runProxy } from '../../support/proxy.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

const COUNT = 3000;
/** One row an hour; each tenth has no time. */
const rows = Array.from({ length: COUNT }, (_, n) => ({
  n,
  at: n % 10 === 0 ? undefined : new Date(Date.UTC(2001, 0, 1, n)).toISOString(),
  city: ['Seoul', 'seattle', 'Lima', 'La.Paz'][n % 7] ?? 'Rome',
  big: n % 3 === 0 ? '9007199254740993' : '9007199254740992',
  ok: n % 5 === 0,
}));
const source = ({ n, at, city, big, ok }: (typeof rows)[number]) =>
  `{"n":${n},${at ? `"at":"${at}",` : ''}"city":"${city}","big":${big},"ok":${ok}}`;
const mapping = {
  properties: {
    n: { type: 'integer' },
    at: { type: 'date' },
    city: { type: 'keyword' },
    big: { type: 'long' },
    ok: { type: 'boolean' },
  },
};

beforeAll(async () => {
  const docs = rows.map((row) => ({ id: String(row.n), source: source(row) }));
  await makeIndex(client, 'figures-all', docs, { mapping, shards: 3 });
  await makeIndex(client, 'figures-secret', docs.slice(0, 3), { mapping });
  bench = await makeSearchBench(inject('opensearchUrl'), 'figures-all');
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

const sum = (buckets: { rows: number }[]) => buckets.reduce((all, bucket) => all + bucket.rows, 0);

it('a histogram holds each row of the search that has a time, in its bucket', async () => {
  const time = { field: 'at', from: '2001-01-05T00:00:00Z', to: '2001-03-05T00:00:00Z' };
  const filters = [{ field: 'ok', op: 'is', value: 'true', not: true }];
  for (const search of [{ q: 'city:Lima' }, { q: '', filters }, { q: 'city:Lima', filters, time }]) {
    for (const zone of ['UTC', 'Asia/Seoul', 'America/New_York']) {
      const asked = { index: 'figures-all', ...search, field: 'at', zone, buckets: 60 };
      const { body } = await bench.post('/api/histogram', asked);
      const within = rows.filter(
        ({ at, city, ok }) =>
          (search.q === '' || city === 'Lima') &&
          !('filters' in search && ok) &&
          (!('time' in search) || (at !== undefined && at >= time.from && at < time.to)),
      );
      const timed = within.flatMap(({ at }) => (at === undefined ? [] : [Date.parse(at)]));
      expect(body.total).toBe(within.length);
      expect(sum(body.buckets)).toBe(timed.length);
      expect(body.buckets.length).toBeLessThanOrEqual(60);
      expect(body.interval).toMatch(/^\d+[smhdMy]$/);
      for (const [i, { at, rows: counted }] of body.buckets.entries()) {
        const end = body.buckets[i + 1]?.at ?? Number.POSITIVE_INFINITY;
        expect(counted).toBe(timed.filter((one) => one >= at && one < end).length);
      }
    }
  }
});

it('facets count each value of the search’s rows', async () => {
  const filters = [{ field: 'city', op: 'is', value: 'Lima', not: true }];
  const asked = { index: 'figures-all', q: 'n:<2000', filters, fields: ['city', 'big', 'ok'], size: 3 };
  const { body } = await bench.post('/api/facets', asked);
  const within = rows.filter(({ n, city }) => n < 2000 && city !== 'Lima');
  const [city, big, ok] = body.facets;
  expect(city).toMatchObject({ distinct: 4, approximate: false });
  expect(city.values).toHaveLength(3);
  for (const { value, rows: counted } of city.values) {
    expect(counted).toBe(within.filter((row) => row.city === value).length);
  }
  expect(new Set(big.values.map(({ value }: { value: string }) => value))).toEqual(
    new Set(['9007199254740992', '9007199254740993']),
  );
  expect(ok.values.map(({ value }: { value: string }) => value)).toEqual(['false', 'true']);
  expect(sum(big.values)).toBe(within.length);
});

it('values are completed in either case, signs as they are', async () => {
  const ask = async (field: string, prefix: string) => {
    const { body } = await bench.post('/api/values', { index: 'figures-all', field, prefix });
    return body.values.map(({ value }: { value: string }) => value).sort();
  };
  expect(await ask('city', 'SE')).toEqual(['Seoul', 'seattle']);
  expect(await ask('city', 'la.')).toEqual(['La.Paz']);
  expect(await ask('city', '')).toEqual(['La.Paz', 'Lima', 'Rome', 'Seoul', 'seattle']);
  expect(await ask('big', '9')).toEqual(['9007199254740992', '9007199254740993']);
});

it('values are asked for once more of a field that takes no pattern only, never of a server that is busy or slow', async () => {
  const gate = await startHttpGate(inject('opensearchUrl'));
  const proxy = await runProxy(gate.url, { DOWNLOAD_TIMEOUT: '2000' });
  const { cookie } = await proxy.signIn();
  let wait = 0;
  let searches = 0;
  gate.before = async (path) => {
    if (path.includes('/_search')) searches += 1;
    await setTimeout(wait);
  };
  const ask = async (field: string, code?: string) => {
    searches = 0;
    const body = JSON.stringify({ index: 'figures-all', field, prefix: '9' });
    const headers = { cookie, 'content-type': 'application/json' };
    const answer = await fetch(new URL('/api/values', proxy.url), { method: 'POST', headers, body });
    expect((await answer.json()).error?.code).toBe(code);
    return searches;
  };
  expect([await ask('city'), await ask('big')]).toEqual([1, 2]);
  gate.isFull = true;
  expect([await ask('city', 'opensearch_busy'), await ask('big', 'opensearch_busy')]).toEqual([1, 1]);
  gate.isFull = false;
  wait = 3000;
  expect(await ask('big', 'timeout')).toBe(1);
  await proxy.close();
  await gate.close();
});

it('a query is validated with the place of its fault, and nothing of the index is told', async () => {
  const ask = async (search: object) => (await bench.post('/api/validate', { index: 'figures-all', ...search })).body;
  expect(await ask({ q: 'city:Lima' })).toEqual({});
  expect(await ask({ q: 'city:(Lima' })).toMatchObject({ fault: { code: 'query_invalid', position: 10 } });
  expect(await ask({ dsl: '{"term":{"n":1}}' })).toEqual({});
  expect(await ask({ dsl: '{"tern":{"n":1}}' })).toMatchObject({ fault: { code: 'query_invalid' } });
  expect(await bench.post('/api/validate', { index: 'nothing-here' })).toMatchObject({ status: 404 });
});

it('each call keeps a user to the indices allowed, and tells wrong requests', async () => {
  const calls = [
    ['/api/validate', {}],
    ['/api/values', { field: 'city' }],
    ['/api/facets', { fields: ['city'] }],
    ['/api/histogram', { field: 'at' }],
    ['/api/column', { field: 'city' }],
    ['/api/date-formats', { fields: ['at'] }],
  ] as const;
  for (const [path, of] of calls) {
    expect(await bench.post(path, { index: 'figures-all', ...of }, bench.bob)).toMatchObject({ status: 200 });
    for (const index of ['figures-secret', 'figures-*', '*', 'figures-all,figures-secret']) {
      const refused = { status: 403, body: { error: { code: 'forbidden' } } };
      expect(await bench.post(path, { index, ...of }, bench.bob)).toMatchObject(refused);
    }
    expect(await bench.post(path, { index: '', ...of })).toMatchObject({ body: { error: { code: 'bad_request' } } });
    const nobody = { ...bench.ann, cookie: '' };
    expect(await bench.post(path, { index: 'figures-all', ...of }, nobody)).toMatchObject({ status: 401 });
  }
});
