import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS } from '../../../shared/request.ts';
import type { Search } from '../../../shared/search.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';

/** Lists as long as OpenSearch takes them, over real rows. */
const INDEX = 'long-lists';
const MOST = 65_536;
const ROWS = 40_000;
const settings = { SESSION_SECRET: 'a-secret-for-long-lists', SCROLL_READER: 'allow', PLANS_PER_MINUTE: '1000' };
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let ann: SignedIn;

/** 64 characters, no two alike. */
const idOf = (n: number) => `${n}-${'0123456789abcdef'.repeat(4)}`.slice(0, 64);
/** Above what a double holds. */
const keyOf = (n: number) => String(9_007_199_254_740_993n + BigInt(n));

beforeAll(async () => {
  const docs = Array.from({ length: ROWS }, (_, n) => ({
    id: idOf(n),
    source: `{"id":"${idOf(n)}","key":${keyOf(n)},"words":"row ${n}","at":"2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z"}`,
  }));
  const properties = { id: { type: 'keyword' }, key: { type: 'long' }, words: { type: 'text' }, at: { type: 'date' } };
  await makeIndex(client, INDEX, docs, { shards: 3, mapping: { dynamic: false, properties } });
  proxy = await runProxy(inject('opensearchUrl'), settings);
  ann = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

/** Every second number, so many as a list may hold: the last of them are of no row. */
const wanted = Array.from({ length: MOST }, (_, i) => 2 * i);
const expected = wanted.filter((n) => n < ROWS);
const oneOf = (field: string, values: readonly string[]) => ({
  index: INDEX,
  q: '',
  filters: [{ field, op: 'one_of' as const, values: [...values] }],
});
const terms = (field: string, values: readonly string[], space?: number) => ({
  index: INDEX,
  q: '',
  dsl: JSON.stringify({ terms: { [field]: values } }, null, space),
});
const searches: [string, Search][] = [
  ['a filter of keywords', oneOf('id', wanted.map(idOf))],
  ['a filter of numbers', oneOf('key', wanted.map(keyOf))],
  ['a filter of document ids', oneOf('_id', wanted.map(idOf))],
  ['query DSL', terms('id', wanted.map(idOf))],
  ['query DSL, a line a value', terms('id', wanted.map(idOf), 2)],
  ['query DSL of document ids', { index: INDEX, q: '', dsl: JSON.stringify({ ids: { values: wanted.map(idOf) } }) }],
];

describe.each(searches)('%s with 65,536 values', (_, search) => {
  it.each(READERS)('is exported exactly by %s', async (reader) => {
    const { text, verdict } = await runExport(ann, { search, reader });
    expect(verdict).toMatchObject({ complete: true });
    const keys = Array.from(text.matchAll(/"key":(\d+)/g), ([, key]) => key);
    expect(keys.sort()).toEqual(expected.map(keyOf).sort());
  });

  it('is searched, counted and drawn exactly', async () => {
    const post = async (path: string, more: object) => {
      const headers = { 'content-type': 'application/json', cookie: ann.cookie };
      const body = JSON.stringify({ ...search, ...more });
      const answer = await fetch(new URL(path, ann.url), { method: 'POST', headers, body });
      return { status: answer.status, body: await answer.json() };
    };
    const page = await post('/api/search', { size: 5 });
    expect(page.body).toMatchObject({ total: expected.length });
    const next = await post('/api/search', { size: 5, after: (page.body as { after: string }).after });
    expect((next.body as { hits: unknown[] }).hits.length).toBeGreaterThan(0);
    expect((await post('/api/histogram', { field: 'at' })).body).toMatchObject({ total: expected.length });
    expect((await post('/api/facets', { fields: ['key'] })).status).toBe(200);
    expect((await post('/api/values', { field: 'key' })).status).toBe(200);
    expect((await post('/api/validate', {})).body).toEqual({});
  });
});

describe('one value more than OpenSearch takes', () => {
  const values = [...wanted, -1].map(idOf);
  it.each<[string, Search, string]>([
    ['a filter', oneOf('id', values), 'bad_request'],
    ['query DSL', terms('id', values), 'query_invalid'],
  ])('is an error of our own before anything is asked: %s', async (_, search, code) => {
    const headers = { 'content-type': 'application/json', cookie: ann.cookie };
    const answer = await fetch(new URL('/api/search', ann.url), {
      method: 'POST',
      headers,
      body: JSON.stringify(search),
    });
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error).toMatchObject({ code, message: expect.stringContaining('65536 values at most') });
    const { last } = await runExport(ann, { search });
    expect(last).toMatchObject({ type: 'failed', error: { message: expect.stringContaining('65536 values at most') } });
  });
});

describe('a list of a field whose values are cut into words', () => {
  it('finds what each value finds, up to a thousand', async () => {
    const search = oneOf(
      'words',
      Array.from({ length: 1000 }, (_, n) => `row ${n}`),
    );
    const { text, verdict } = await runExport(ann, { search });
    expect(verdict).toMatchObject({ complete: true });
    expect(text.split('\n')).toHaveLength(1001);
  });

  it('says so where there are more, and names the way', async () => {
    const search = oneOf(
      'words',
      Array.from({ length: 1001 }, (_, n) => `row ${n}`),
    );
    const { last } = await runExport(ann, { search });
    expect(last).toMatchObject({ type: 'failed', error: { code: 'query_invalid' } });
    expect(JSON.stringify(last)).toContain('.keyword');
  });
});

describe('a list of more values than a query has clauses', () => {
  const TYPED = 'long-lists-typed';
  const COUNT = 1200;
  const mapped: Record<string, { mapping: object; textOf: (n: number) => string }> = {
    keyword: { mapping: { type: 'keyword' }, textOf: (n) => `Value, ${n}` },
    folded: { mapping: { type: 'keyword', normalizer: 'lower' }, textOf: (n) => `ÄB ${n}` },
    long: { mapping: { type: 'long' }, textOf: (n) => String(-9_007_199_254_740_993n - BigInt(n)) },
    integer: { mapping: { type: 'integer' }, textOf: (n) => String(n - 600) },
    short: { mapping: { type: 'short' }, textOf: String },
    double: { mapping: { type: 'double' }, textOf: (n) => `${n}.1` },
    float: { mapping: { type: 'float' }, textOf: (n) => `${n}.25` },
    half: { mapping: { type: 'half_float' }, textOf: String },
    scaled: { mapping: { type: 'scaled_float', scaling_factor: 100 }, textOf: (n) => `${n}.05` },
    unsigned: { mapping: { type: 'unsigned_long' }, textOf: (n) => String(18_446_744_073_709_551_615n - BigInt(n)) },
    ip: { mapping: { type: 'ip' }, textOf: (n) => `10.0.${Math.floor(n / 250)}.${n % 250}` },
    ip6: { mapping: { type: 'ip' }, textOf: (n) => `2001:db8::${n.toString(16)}` },
    text: { mapping: { type: 'text' }, textOf: (n) => `row ${n}` },
    date: { mapping: { type: 'date' }, textOf: (n) => new Date(n * 86_400_000).toISOString() },
    wild: { mapping: { type: 'wildcard' }, textOf: (n) => `w${n}` },
    words: { mapping: { type: 'match_only_text' }, textOf: (n) => `row ${n}` },
  };
  const NOT_WHOLE = ['text', 'date', 'wild', 'words'];

  beforeAll(async () => {
    const docs = Array.from({ length: COUNT }, (_, n) => ({
      id: String(n),
      source: JSON.stringify(Object.fromEntries(Object.entries(mapped).map(([name, { textOf }]) => [name, textOf(n)]))),
    }));
    const properties = Object.fromEntries(Object.entries(mapped).map(([name, { mapping }]) => [name, mapping]));
    const normalizer = { lower: { type: 'custom', filter: ['lowercase'] } };
    await makeIndex(client, TYPED, docs, {
      mapping: { dynamic: false, properties },
      settings: { analysis: { normalizer } },
    });
  });
  afterAll(() => client.indices.delete({ index: TYPED }));

  const search = async (field: string, count: number, not = false) => {
    const { textOf = String } = mapped[field] ?? {};
    const values = Array.from({ length: count }, (_, n) => textOf(n));
    const filters = [{ field, op: 'one_of', values, ...(not ? { not } : {}) }];
    const headers = { 'content-type': 'application/json', cookie: ann.cookie };
    const body = JSON.stringify({ index: TYPED, filters, size: 0 });
    return (await fetch(new URL('/api/search', ann.url), { method: 'POST', headers, body })).json();
  };

  it.each(Object.keys(mapped).filter((name) => !NOT_WHOLE.includes(name)))(
    'finds what each finds: %s',
    async (name) => {
      for (const count of [200, 201, 1000, 1100]) {
        expect(await search(name, count)).toMatchObject({ total: count });
        expect(await search(name, count, true)).toMatchObject({ total: COUNT - count });
      }
    },
  );

  it.each(NOT_WHOLE)('is refused where OpenSearch takes no more: %s', async (name) => {
    const most = name === 'text' ? 1000 : 200;
    expect(await search(name, most)).toMatchObject({ total: most });
    expect(await search(name, most + 1)).toMatchObject({
      error: { code: 'query_invalid', message: expect.stringContaining(`takes ${most} short ones`) },
    });
  });
});
