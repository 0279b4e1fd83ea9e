import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { withNested } from '../../../client/ui/search/fields/nested-fields.ts';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** Figures of fields that not every server knows, and over indices that differ. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

const type = (name: string, more: object = {}) => ({ type: name, ...more });
const INDICES: Record<string, { mapping: object; rows: string[] }> = {
  'kinds-one': {
    mapping: {
      ...{ big: type('unsigned_long'), cents: type('scaled_float', { scaling_factor: 100 }), half: type('half_float') },
      ...{ unkept: type('keyword', { doc_values: false }), gone: type('keyword', { index: false, doc_values: false }) },
      ...{ year: type('date', { format: 'yyyy' }), place: type('geo_point'), bare: type('text') },
      ...{
        whole: type('integer'),
        number: type('long'),
        time: type('date'),
        odd: type('keyword'),
        only: type('keyword'),
      },
      in: type('nested', { properties: { k: type('keyword') } }),
    },
    rows: [
      '{"big":18446744073709551615,"cents":0.075,"half":0.1,"unkept":"a","gone":"a","year":"2020","place":"1,2","bare":"a b"}',
      '{"big":[9007199254740993,1],"cents":[1,2.5],"year":["2020","1950"],"only":"x","in":[{"k":"a"}]}',
      '{"big":null,"unkept":[],"whole":-3,"number":9007199254740993,"time":"2020-01-01T00:00:00.123Z","odd":"a"}',
    ],
  },
  'kinds-two': {
    mapping: {
      ...{ whole: type('long'), number: type('double'), time: type('date_nanos'), odd: type('long') },
      in: { properties: { k: type('keyword') } },
    },
    rows: [
      '{"whole":9007199254740993,"number":0.5,"time":"2020-01-01T00:00:00.123456789Z","odd":7,"in":{"k":"b"}}',
      '{}',
    ],
  },
};

beforeAll(async () => {
  for (const [name, { mapping, rows }] of Object.entries(INDICES)) {
    const docs = rows.map((source, n) => ({ id: `${n}`, source }));
    await makeIndex(client, name, docs, { mapping: { dynamic: false, properties: mapping } });
  }
  bench = await makeSearchBench(inject('opensearchUrl'), 'kinds-one');
});
afterAll(async () => {
  await client.indices.delete({ index: 'kinds-*' });
  await bench.close();
  await client.close();
});

async function ask(index: string, field: string) {
  const search = withNested({ index, q: '' }, await bench.fields(index), [field]);
  return bench.post('/api/column', { ...search, field });
}

it.each([
  [
    'big',
    { lowest: '1', highest: '18446744073709551615', rounded: false, numbers: { values: 3, exact: false }, filled: 2 },
  ],
  ['cents', { lowest: '0.08', highest: '2.5', rounded: true, numbers: { values: 3, exact: false }, filled: 2 }],
  ['half', { lowest: '0.099975586', highest: '0.099975586', rounded: true, filled: 1 }],
  ['year', { lowest: '1950-01-01T00:00:00Z', highest: '2020-01-01T00:00:00Z', filled: 2 }],
  ['unkept', { why: 'not_kept', filled: 1 }],
  ['place', { why: 'type', filled: 1 }],
  ['bare', { why: 'text', filled: 1 }],
])('%s has figures as far as they are true', async (field, told) => {
  const { status, body } = await ask('kinds-one', field);
  expect({ status, ...body }).toMatchObject({ status: 200, ...told, total: 3, missing: 3 - told.filled });
  if (!('why' in told)) return;
  for (const absent of ['lowest', 'highest', 'top', 'numbers']) expect(body).not.toHaveProperty(absent);
});

it('large numbers are listed digit for digit', async () => {
  const { body } = await ask('kinds-one', 'big');
  const values = body.top.values.map(({ value }: { value: string }) => value);
  expect(values.sort()).toEqual(['1', '18446744073709551615', '9007199254740993']);
});

it.each([
  ['whole', { type: 'integer, long', lowest: '-3', highest: '9007199254740993', rounded: false }],
  ['number', { type: 'double, long', lowest: '0.5', highest: '9007199254740992', rounded: true }],
  [
    'time',
    {
      type: 'date, date_nanos',
      lowest: '2020-01-01T00:00:00.123Z',
      highest: '2020-01-01T00:00:00.123Z',
      rounded: true,
    },
  ],
  ['odd', { type: 'keyword, long', why: 'types' }],
  ['in.k', { why: 'nested' }],
])('over indices that differ, %s is counted in both', async (field, told) => {
  const { status, body } = await ask('kinds-*', field);
  expect({ status, ...body }).toMatchObject({ status: 200, ...told, total: 5, filled: 2, missing: 3 });
});

it('an index without the field has rows that lack it', async () => {
  expect((await ask('kinds-*', 'only')).body).toMatchObject({ total: 5, filled: 1, missing: 4, lowest: 'x' });
  expect((await ask('kinds-*', 'big')).body).toMatchObject({ total: 5, filled: 2, highest: '18446744073709551615' });
});

it('what nothing is kept of is refused, and not called missing', async () => {
  const { body } = await ask('kinds-one', 'gone');
  expect(body.error).toMatchObject({ code: 'bad_request', message: expect.stringContaining('keeps nothing') });
});

it('of rows that cannot be reached there are no figures at all', async () => {
  const settings = { number_of_replicas: 0, 'index.routing.allocation.require._name': 'nobody' };
  const body = { settings, mappings: { properties: { only: { type: 'keyword' as const } } } };
  await client.indices.create({ index: 'kinds-red', wait_for_active_shards: '0', body });
  const { status, body: answer } = await bench.post('/api/column', { index: 'kinds-one,kinds-red', field: 'only' });
  await client.indices.delete({ index: 'kinds-red' });
  expect(status).toBeGreaterThanOrEqual(500);
  expect(answer).toEqual({ error: expect.objectContaining({ code: expect.any(String), retryable: true }) });
});

it('rows that weigh several are not counted as rows', async () => {
  await makeIndex(
    client,
    'kinds-heavy',
    [
      { id: '1', source: '{"_doc_count":5,"k":"a"}' },
      { id: '2', source: '{}' },
    ],
    {
      mapping: { dynamic: false, properties: { k: { type: 'keyword' } } },
    },
  );
  const { body } = await ask('kinds-heavy', 'k');
  expect(body.error).toMatchObject({ code: 'opensearch_failed', message: expect.stringContaining('_doc_count') });
});

it('of more values than a shard names, counts are told to be at least', async () => {
  const docs = Array.from({ length: 9000 }, (_, n) => ({ id: `${n}`, source: `{"k":"${n % 3000}","few":"${n % 7}"}` }));
  const properties = { k: { type: 'keyword' }, few: { type: 'keyword' } };
  await makeIndex(client, 'kinds-many', docs, { mapping: { properties }, shards: 3 });
  const { body } = await ask('kinds-many', 'k');
  expect(body).toMatchObject({ total: 9000, filled: 9000, lowest: '0', highest: '999', top: { atLeast: true } });
  expect(body.top.values).toHaveLength(10);
  for (const { rows } of body.top.values) expect(rows).toBeLessThanOrEqual(3);
  expect(Math.abs(body.top.distinct - 3000)).toBeLessThan(150);
  expect((await ask('kinds-many', 'few')).body.top).toMatchObject({ distinct: 7, atLeast: false });
});
