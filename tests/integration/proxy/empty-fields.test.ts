import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** Which fields are said to be empty: never one that a document holds a value of. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;
const INDEX = 'empty-fields';
const MANY = Array.from({ length: 1500 }, (_, i) => `f${i}`);
const USED = ['f3', 'f4', 'f700', 'f1499'];

beforeAll(async () => {
  const properties = {
    n: { type: 'integer' },
    ...Object.fromEntries(MANY.map((name) => [name, { type: 'keyword' }])),
    ...{ name: { type: 'keyword', copy_to: 'all' }, all: { type: 'text' }, alias: { type: 'alias', path: 'name' } },
    ...{ env: { type: 'constant_keyword', value: 'prod' }, rel: { type: 'join', relations: { a: 'b' } } },
    ...{ place: { type: 'geo_point' }, open: { type: 'date_range' }, labels: { type: 'flat_object' } },
    ...{ number: { type: 'integer', ignore_malformed: true }, features: { type: 'rank_features' } },
    text: { type: 'text' },
  };
  await makeIndex(
    client,
    INDEX,
    [
      {
        id: '1',
        source:
          '{"n":1,"f3":"x","f700":"y","name":"ann","rel":"a","place":{"lat":1,"lon":2},"open":{"gte":"2024-01-01"},"labels":{"a":"b"}}',
      },
      { id: '2', source: '{"n":2,"f4":"x","number":"none","features":{"a":2},"text":""}' },
      { id: '3', source: '{"n":3,"f1499":["z"]}' },
      ...Array.from({ length: 300 }, (_, i) => ({ id: `more-${i}`, source: `{"n":${i + 4}}` })),
    ],
    {
      shards: 2,
      mapping: { properties },
      settings: { 'index.mapping.total_fields.limit': 3000 },
    },
  );
  await makeIndex(client, 'empty-secret', [{ id: '1', source: '{"n":1}' }]);
  bench = await makeSearchBench(inject('opensearchUrl'), INDEX);
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

const ask = async (body: Record<string, unknown>) =>
  (await bench.post('/api/empty-fields', { index: INDEX, ...body })).body as { empty: string[]; inRows: string[] };

describe('empty fields', () => {
  it('are all of 1,500 but those that any row has', async () => {
    const { empty } = await ask({ fields: MANY });
    expect(MANY.filter((name) => !empty.includes(name))).toEqual(USED);
  });

  it('are those of the search’s rows', async () => {
    const of = async (body: Record<string, unknown>) => {
      const { empty } = await ask({ fields: MANY, ...body });
      return MANY.filter((name) => !empty.includes(name));
    };
    expect(await of({ q: 'n:1' })).toEqual(['f3', 'f700']);
    expect(await of({ dsl: '{"term":{"n":2}}' })).toEqual(['f4']);
    expect(await of({ filters: [{ field: 'n', op: 'between', from: '3' }] })).toEqual(['f1499']);
    expect(await of({ q: 'n:[2 TO 3]' })).toEqual(['f4', 'f1499']);
    expect(await of({ q: 'n:999999' })).toEqual([]);
  });

  it('are none whose values are in the document only, or empty, or cannot be told', async () => {
    const { empty } = await ask({ fields: ['number', 'features', 'text', 'open', 'f5', 'f6'] });
    expect(empty.sort()).toEqual(['f5', 'f6']);
  });

  it('are told from what the index has of rows whose documents do not have it', async () => {
    const fields = ['all', 'alias', 'env', 'rel#a', 'place', 'open', 'labels', 'f5', 'f4'];
    const { empty, inRows } = await ask({ fields, rows: [{ index: INDEX, id: '1' }] });
    expect(inRows.sort()).toEqual(['alias', 'all', 'env', 'labels', 'open', 'place', 'rel#a']);
    expect(empty).toEqual(['f5']);
  });

  it('keeps a field where too many are filled to ask about each', async () => {
    const properties = Object.fromEntries(MANY.slice(0, 900).map((name) => [name, { type: 'keyword' }]));
    const source = JSON.stringify(Object.fromEntries(MANY.slice(0, 800).map((name) => [name, 'x'])));
    await makeIndex(client, `${INDEX}-full`, [{ id: '1', source }], { mapping: { properties } });
    const { empty } = await ask({ index: `${INDEX}-full`, fields: MANY.slice(0, 900) });
    for (const name of empty) expect(Number(name.slice(1))).toBeGreaterThanOrEqual(800);
  });

  it('says of a fault of the search what the search says, and shows nobody what they may not read', async () => {
    const fields = ['f1'];
    expect((await bench.post('/api/empty-fields', { index: INDEX, q: 'n:(', fields })).body.error.code).toBe(
      'query_invalid',
    );
    expect((await bench.post('/api/empty-fields', { index: 'none-such', fields })).body.error.code).toBe(
      'index_not_found',
    );
    const secret = { index: 'empty-secret', fields: ['n'] };
    expect((await bench.post('/api/empty-fields', secret, bench.bob)).body.error.code).toBe('forbidden');
    for (const bad of [{}, { fields: [] }, { fields: ['f*'] }, { fields: Array(2001).fill('a') }, { fields: [''] }]) {
      expect((await bench.post('/api/empty-fields', { index: INDEX, ...bad })).status).toBe(400);
    }
  });
});
