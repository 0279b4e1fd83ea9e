import { readFileSync } from 'node:fs';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { assertAffordable } from '../../proxy/query/limits.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { call, post, startLocal } from './bench.ts';
import { MARKS, ORDERS, PAYROLL } from './people.ts';

/** Queries that are made to read what they should not or to end OpenSearch, as bob, who may read the orders only. */
let bench: Awaited<ReturnType<typeof startLocal>>;
let admin: Client;
beforeAll(async () => {
  const { url, ca, admin: auth } = inject('secured');
  admin = new Client({ node: url, ssl: { ca }, auth });
  bench = await startLocal();
});
afterAll(async () => {
  await admin.close();
  await bench.close();
});

/** Searches that touched the payroll, documents fetched from it, and when the node began. */
async function counted() {
  const { body: stats } = await admin.indices.stats({ index: PAYROLL, metric: ['get', 'search'] });
  const { body: info } = await admin.nodes.info({ metric: ['jvm'] });
  const { get, search } = stats._all.total ?? {};
  return {
    fetched: get?.total,
    searched: search?.query_total,
    began: Object.values(info.nodes).map((node) => node.jvm?.start_time_in_millis),
  };
}

/** Asks in each way that takes a search. @returns all that was answered */
async function askAll(search: object): Promise<string> {
  const of = { index: ORDERS, ...search };
  const ways = ['search', 'validate', 'facets', 'values', 'histogram'].map((way) => {
    const more = { facets: { fields: ['n'] }, values: { field: 'n' }, histogram: { field: 'at' } }[way] ?? {};
    return post(bench.url, `/api/${way}`, { ...of, ...more }, bench.bob);
  });
  const answers = await Promise.all(ways);
  for (const { status, text } of answers) {
    expect([200, 400], text).toContain(status);
    if (status === 200) expect(text, 'only the check of a query answers 200').toContain('"fault"');
  }
  const socket = await TestSocket.open(bench.bob);
  const planned = await socket.plan({ q: '', ...of }).catch((error: unknown) => error);
  expect(planned).toMatchObject({ code: expect.stringMatching(/^(query_invalid|bad_request)$/) });
  await socket.close();
  return JSON.stringify([answers, planned]);
}

const LOOKUP = { index: PAYROLL, id: '1', path: 'salary' };
const wrapper = (query: object) => ({ wrapper: { query: Buffer.from(JSON.stringify(query)).toString('base64') } });

describe('what reads another index', () => {
  it.each([
    { bool: { mustNot: [{ terms: { n: LOOKUP } }] } },
    { bool: { mustNot: { terms: { at: LOOKUP } } } },
    { bool: { must_not: [{ bool: { mustNot: [{ terms: { n: LOOKUP } }] } }] } },
    { bool: { mustNot: [wrapper({ terms: { n: LOOKUP } })] } },
    { bool: { mustNot: [{ percolate: { field: 'q', index: PAYROLL, id: '1' } }] } },
    { bool: { mustNot: [{ more_like_this: { fields: ['region'], like: [{ _index: PAYROLL, _id: '1' }] } }] } },
    { terms: { n: LOOKUP } },
    { terms: { boost: LOOKUP } },
    { terms: { _name: LOOKUP } },
    { terms: { value_type: LOOKUP } },
    { terms: { n: { index: PAYROLL, path: 'salary', query: { match_all: {} } } } },
    { terms: { n: { index: 'nope-nowhere', id: '1', path: 'x' } } },
    { function_score: { functions: [{ filter: { terms: { n: LOOKUP } }, weight: 1 }] } },
    { dis_max: { queries: [{ terms: { n: LOOKUP } }] } },
    { boosting: { positive: { match_all: {} }, negative: { terms: { n: LOOKUP } }, negative_boost: 0.1 } },
    { geo_shape: { g: { indexed_shape: { index: PAYROLL, id: '1', path: 'salary' } } } },
    { nested: { path: 'a', query: { match_all: {} }, inner_hits: { script_fields: { x: { script: '1' } } } } },
    { nested: { path: 'a', query: { match_all: {} }, inner_hits: { sort: [{ _script: {} }] } } },
    { has_child: { type: 'a', query: { match_all: {} }, inner_hits: {} } },
  ])('is refused, and not told of: %j', async (dsl) => {
    const before = await counted();
    const told = await askAll({ dsl: JSON.stringify(dsl) });
    expect(told).not.toContain(MARKS.payroll);
    expect(told).not.toMatch(/There is no index/);
    expect(await counted()).toEqual(before);
  });
});

const nested = (levels: number, inner: string) => `${'('.repeat(levels)}${inner}${')'.repeat(levels)}`;
const deep = (open: string, inner: string, close: string) => ({ dsl: open.repeat(400) + inner + close.repeat(400) });

describe('what ends a node, or takes it for long', () => {
  it.each<[string, object]>([
    ['brackets', { q: nested(3000, ' a ') }],
    ['open brackets', { q: '('.repeat(6000) }],
    ['brackets behind a quote in a range', { q: `x:["( TO b] ${nested(3000, 'a')}` }],
    ['brackets with signs', { q: '+(-('.repeat(2000) }],
    ['brackets of a field', { q: `region:${nested(3000, 'west')}` }],
    ['brackets in DSL', { dsl: JSON.stringify({ query_string: { query: nested(3000, 'a') } }) }],
    ['deep mustNot', deep('{"bool":{"mustNot":', '{"match_all":{}}', '}}')],
    ['deep must', deep('{"bool":{"must":[', '{"match_all":{}}', ']}}')],
    ['deep constant_score', deep('{"constant_score":{"filter":', '{"match_all":{}}', '}}')],
    ['deep spans', deep('{"span_first":{"end":1,"match":', '{"span_term":{"region":"a"}}', '}}')],
    ['a date format', { dsl: JSON.stringify({ range: { at: { gte: '2020', format: `${'['.repeat(5000)}yyyy` } } }) }],
    ['a fuzzy term', { dsl: JSON.stringify({ fuzzy: { region: 'a'.repeat(15_000) } }) }],
    ['many fuzzy terms', { q: 'region:abcdefghijklmnop~ '.repeat(600) }],
    ['a fuzzy match', { dsl: JSON.stringify({ match: { region: { query: 'a'.repeat(15_000), fuzziness: 2 } } }) }],
    ['a long pattern', { q: `region:a${'*?'.repeat(7000)}` }],
  ])('is refused: %s', async (_, search) => {
    const before = await counted();
    await askAll(search);
    expect(await counted()).toEqual(before);
  });
});

describe('regular expressions and words that begin with a wildcard', () => {
  it.each([
    'x:[a" TO b] OR region:/w.*t/',
    'x:[a" TO b] OR region:*st',
    'x:{"a" TO b"} OR region:/w.*t/',
    'region:west^2*st',
    'region:west^2.5?st',
    'region:"x"~2*st',
    'region:west~*st',
    'region:(zzz!*st)',
    'region:a\u00a0/b/',
    'a\n*st',
    'region:/w.*t/',
    '?st',
    '**',
  ])('are refused, and told where: %j', async (q) => {
    await askAll({ q });
    const { text } = await post(bench.url, '/api/search', { index: ORDERS, q }, bench.bob);
    expect(JSON.parse(text).error.position).toBeGreaterThanOrEqual(0);
    await askAll({ dsl: JSON.stringify({ query_string: { query: q } }) });
  });

  it('go to Lucene with a word that it may not either', async () => {
    for (const wildcard of ['*\nx', '?\r\nx', '*x', '??']) {
      await askAll({ dsl: JSON.stringify({ wildcard: { region: wildcard } }) });
      await askAll({ dsl: JSON.stringify({ bool: { mustNot: { wildcard: { region: { value: wildcard } } } } }) });
    }
    const told = { query_string: { query: 'region:w*', allow_leading_wildcard: true } };
    const answer = await post(
      bench.url,
      '/api/search',
      { index: ORDERS, dsl: JSON.stringify(told), size: 0 },
      bench.bob,
    );
    expect(answer).toMatchObject({ status: 200 });
  });
});

it('an error text quotes what the person typed, and nothing else', async () => {
  const typed = await post(bench.url, '/api/search', { index: ORDERS, dsl: '{"term":{"n":"12x"}}' }, bench.bob);
  expect(JSON.parse(typed.text).error.message).toBe('“12x” is not a number.');
  const dsl = '{"term":{"at":"yesterday"}}';
  const inDsl = await post(bench.url, '/api/search', { index: ORDERS, dsl }, bench.bob);
  expect(JSON.parse(inDsl.text).error.message).toBe('“yesterday” is not a time.');
});

describe('ordinary queries', () => {
  const corpus = <T>(name: string): T =>
    JSON.parse(readFileSync(new URL(`corpus/${name}.json`, import.meta.url), 'utf8'));
  const dsl = corpus<{ from: string; query: object }[]>('dsl');
  const strings = corpus<{ from: string; q: string }[]>('query-strings');

  it('of a corpus pass', () => {
    expect(dsl.length + strings.length).toBeGreaterThan(200);
    for (const { from, query } of dsl) expect(() => assertAffordable(query, { expensive: false }), from).not.toThrow();
    for (const { from, q: query } of strings) {
      expect(() => assertAffordable({ query_string: { query } }, { expensive: false }), from).not.toThrow();
    }
  });

  it('are answered', async () => {
    const before = await counted();
    for (const { from, q } of strings) {
      const { status, text } = await post(bench.url, '/api/search', { index: ORDERS, q, size: 1 }, bench.bob);
      expect(status, `${from}: ${text}`).toBe(200);
    }
    expect(await call(bench.url, '/healthz')).toMatchObject({ status: 200 });
    expect((await counted()).began).toEqual(before.began);
  });
});
