import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Filter } from '../../../shared/filter.ts';
import { makeIndex } from '../../support/indices.ts';
import { runExport } from '../../support/run-export.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

/** Each row's `_id` is its letter. */
const ROWS = {
  a: '{"k":"LAS","t":"Quick brown fox","i":9007199254740993,"f":0.1,"at":"2001-01-02T03:04:05Z","own":"Jan 02 2001","b":true,"ip":"10.0.0.1"}',
  b: '{"k":"LAS,x","t":"quick fox","i":9007199254740992,"f":5.0,"at":"2001-01-02T23:59:59Z","own":"Jan 03 2001","b":false,"ip":"10.0.0.2"}',
  c: '{"k":"","t":"Quick","i":-5,"f":-0.5,"at":"2001-01-03T00:00:00Z","own":"Feb 03 2001","b":true,"ip":"10.1.0.1"}',
  d: '{"k":["ATL","LAS"],"other":1}',
  e: '{"k":null,"t":"brown","i":[1,7]}',
};
const mapping = {
  properties: {
    k: { type: 'keyword' },
    t: { type: 'text', fields: { keyword: { type: 'keyword' } } },
    i: { type: 'long' },
    f: { type: 'float' },
    at: { type: 'date' },
    own: { type: 'date', format: 'MMM dd yyyy' },
    b: { type: 'boolean' },
    ip: { type: 'ip' },
    other: { type: 'integer' },
  },
};

beforeAll(async () => {
  const docs = Object.entries(ROWS).map(([id, source]) => ({ id, source }));
  await makeIndex(client, 'filters-all', docs, { mapping, shards: 2 });
  await makeIndex(client, 'filters-secret', [{ id: '1', source: '{"list":["LAS","ATL"]}' }]);
  bench = await makeSearchBench(inject('opensearchUrl'), 'filters-all');
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

const idsOf = (body: { hits: { _id: string }[] }) =>
  body.hits
    .map(({ _id }) => _id)
    .sort()
    .join('');

describe('a filter finds exactly its rows', () => {
  it.each<[Filter, string]>([
    [{ field: 'k', op: 'is', value: 'LAS' }, 'ad'],
    [{ field: 'k', op: 'is', value: '' }, 'c'],
    [{ field: 't', op: 'is', value: 'quick brown' }, 'a'],
    [{ field: 't.keyword', op: 'is', value: 'Quick' }, 'c'],
    [{ field: 'i', op: 'is', value: '9007199254740993' }, 'a'],
    [{ field: 'i', op: 'is', value: '7' }, 'e'],
    [{ field: 'f', op: 'is', value: '0.1' }, 'a'],
    [{ field: 'f', op: 'is', value: '5.0' }, 'b'],
    [{ field: 'at', op: 'is', value: '2001-01-02T03:04:05Z' }, 'a'],
    [{ field: 'at', op: 'is', value: '2001-01-02' }, 'ab'],
    [{ field: 'own', op: 'is', value: 'Jan 03 2001' }, 'b'],
    [{ field: 'b', op: 'is', value: 'false' }, 'b'],
    [{ field: 'ip', op: 'is', value: '10.0.0.0/16' }, 'ab'],
    [{ field: 'nowhere', op: 'is', value: 'x' }, ''],
    [{ field: 'k', op: 'one_of', values: ['LAS,x', 'ATL'] }, 'bd'],
    [{ field: 'i', op: 'one_of', values: ['-5', '9007199254740992'] }, 'bc'],
    [{ field: 't', op: 'one_of', values: ['fox', 'brown'] }, 'abe'],
    [{ field: 'i', op: 'between', from: '9007199254740993' }, 'a'],
    [{ field: 'i', op: 'between', from: '-5', to: '1' }, 'ce'],
    [{ field: 'f', op: 'between', to: '0.1' }, 'ac'],
    [{ field: 'at', op: 'between', from: '2001-01-02', to: '2001-01-02' }, 'ab'],
    [{ field: 'own', op: 'between', from: '2001-01-03', to: '2001-02-03' }, 'bc'],
    [{ field: 'own', op: 'between', from: 'Jan 03 2001', to: 'Jan 31 2001' }, 'b'],
    [{ field: 'k', op: 'between', from: 'A', to: 'B' }, 'd'],
    [{ field: 'ip', op: 'between', from: '10.0.0.2' }, 'bc'],
    [{ field: 'k', op: 'exists' }, 'abcd'],
    [{ field: 't', op: 'exists' }, 'abce'],
    [{ field: 'other', op: 'exists' }, 'd'],
  ])('%j', async (filter, expected) => {
    const asked = (filters: Filter[]) => bench.post('/api/search', { index: 'filters-all', filters });
    const { body } = await asked([filter]);
    expect([idsOf(body), body.total]).toEqual([expected, expected.length]);
    const others = [...'abcde'].filter((id) => !expected.includes(id)).join('');
    expect(idsOf((await asked([{ ...filter, not: true }])).body)).toBe(others);
  });
});

describe('a filter of query DSL', () => {
  const ask = (filters: Filter[], more: object = {}) =>
    bench.post('/api/search', { index: 'filters-all', filters, ...more });

  it.each<[object, string]>([
    [{ range: { i: { gt: -5, lt: 1000 } } }, 'e'],
    [{ bool: { should: [{ term: { k: 'ATL' } }, { term: { b: false } }] } }, 'bd'],
    [{ query_string: { query: 't:quick AND NOT i:[9007199254740993 TO *]' } }, 'bc'],
  ])('%j finds its rows, and without it the others, beside all else', async (clause, expected) => {
    const filter: Filter = { op: 'dsl', dsl: JSON.stringify(clause) };
    expect(idsOf((await ask([filter])).body)).toBe(expected);
    const others = [...'abcde'].filter((id) => !expected.includes(id)).join('');
    expect(idsOf((await ask([{ ...filter, not: true }])).body)).toBe(others);
    const both = await ask(
      [
        { ...filter, not: true },
        { field: 't', op: 'exists' },
      ],
      { q: 'b:true OR i:1' },
    );
    expect(idsOf(both.body)).toBe([...'ace'].filter((id) => !expected.includes(id)).join(''));
    const exported = await runExport(bench.bob, { search: { index: 'filters-all', filters: [filter] } });
    expect(exported.last).toMatchObject({ type: 'finished' });
  });

  it('is held to what typed DSL may hold, and its faults have no place in the query', async () => {
    const faulty: [string, string][] = [
      ['{"script":{"script":"true"}}', 'query_invalid'],
      ['{"terms":{"k":{"index":"filters-secret","id":"1","path":"list"}}}', 'query_invalid'],
      ['{"wrapper":{"query":"e30="}}', 'query_invalid'],
      ['{"term": ', 'query_invalid'],
    ];
    for (const [dsl, code] of faulty) {
      for (const not of [{}, { not: true }]) {
        const { error } = (await ask([{ op: 'dsl', dsl, ...not }])).body;
        expect(error).toMatchObject({ code });
        expect(error).not.toHaveProperty('position');
      }
    }
  });
});

describe('query DSL', () => {
  it('stands in place of the query string, with every digit as it is written', async () => {
    const ask = (dsl: string) => bench.post('/api/search', { index: 'filters-all', dsl });
    expect(idsOf((await ask('{"term": {"i": 9007199254740993}}')).body)).toBe('a');
    expect(idsOf((await ask('{"bool": {"must_not": [{"exists": {"field": "t"}}]}}')).body)).toBe('d');
    const broken = '{\n  "range": {"i": {"gtx": 3}}\n}';
    expect((await ask(broken)).body.error).toMatchObject({
      code: 'query_invalid',
      message: expect.stringContaining('gtx'),
      position: broken.indexOf('"gtx"'),
    });
    for (const dsl of ['{"term": ', '[]', '{"match_all":{},"match_all":{"boost":2}}']) {
      expect((await ask(dsl)).body.error).toMatchObject({ code: 'query_invalid' });
    }
    const both = { index: 'filters-all', q: 'k:LAS', dsl: '{"match_all":{}}' };
    expect((await bench.post('/api/search', both)).body.error).toMatchObject({ code: 'bad_request' });
  });

  it('reaches into no other index, and hides nothing', async () => {
    const lookup = { terms: { k: { index: 'filters-secret', id: '1', path: 'list' } } };
    const wrapped = { wrapper: { query: btoa(JSON.stringify(lookup)) } };
    for (const clause of [lookup, wrapped, { bool: { filter: [lookup] } }, { bool: { filter: [wrapped] } }]) {
      const search = { index: 'filters-all', dsl: JSON.stringify(clause) };
      expect((await bench.post('/api/search', search, bench.bob)).body.error.code).toBe('query_invalid');
      const exported = await runExport(bench.bob, { search });
      expect(exported.last).toMatchObject({ type: 'failed', error: { code: 'query_invalid' } });
    }
  });
});

it('the file holds what the table shows, for query, filters and time together', async () => {
  const time = { field: 'at', from: '2001-01-02T00:00:00Z', to: '2001-01-03T00:00:01Z' };
  const filters: Filter[] = [
    { field: 'i', op: 'between', from: '-5' },
    { field: 'k', op: 'is', value: 'LAS,x', not: true },
  ];
  for (const how of [{ q: 'b:true' }, { q: '', dsl: '{"term":{"b":true}}' }]) {
    const search = { index: 'filters-all', ...how, filters, time };
    const { body } = await bench.post('/api/search', search);
    expect(idsOf(body)).toBe('ac');
    const { text } = await runExport(bench.bob, { search });
    expect(text.trimEnd().split('\n').sort()).toEqual([ROWS.a, ROWS.c].sort());
  }
});
