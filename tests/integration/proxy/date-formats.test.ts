import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { DateFormats } from '../../../shared/dates/date-formats.ts';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

const DEFAULT = 'strict_date_optional_time||epoch_millis';

async function make(index: string, properties: Record<string, object>, source: string | undefined): Promise<void> {
  const docs = source === undefined ? [] : [{ id: '1', source }];
  await makeIndex(client, index, docs, { mapping: { dynamic: false, properties }, shards: 2 });
}

beforeAll(async () => {
  const date = (format: string, more = {}) => ({ type: 'date', format, ...more });
  await make(
    'datef-own',
    {
      iso: { type: 'date' },
      own: date('yyyy-dd-MM HH:mm'),
      day: date('yyyy/MM/dd'),
      two: date('yyyy/MM/dd HH:mm:ss||epoch_second'),
      month: date('dd MMM yyyy HH:mm'),
      french: date('dd MMM yyyy HH:mm', { locale: 'fr' }),
      week: date("YYYY-'W'ww-e'T'HH"),
      optional: date('yyyy-MM-dd[ HH:mm]'),
      unsearched: date('epoch_second', { index: false }),
      valueless: date('epoch_second', { doc_values: false }),
      nanos: { type: 'date_nanos' },
      deep: { properties: { at: date('epoch_second') } },
      list: { type: 'nested', properties: { at: date('epoch_second') } },
      n: { type: 'integer' },
    },
    '{"iso":"2024-03-05T00:00:00Z"}',
  );
  await make('datef-mix-a', { at: { type: 'date' } }, '{"at":"2024-03-05T00:00:00Z"}');
  await make('datef-mix-b', { at: date('dd/MM/yyyy HH:mm||epoch_second') }, '{"at":"05/03/2024 00:00"}');
  await make('datef-mix-c', { at: { type: 'date_nanos' } }, '{"at":"2024-03-05T00:00:00Z"}');
  await make('datef-mix-d', { at: { type: 'keyword' } }, '{"at":"2024-03-05T00:00:00Z"}');
  await make('datef-mix-e', { other: { type: 'date' } }, '{"at":"2024-03-05T00:00:00Z"}');
  await make('datef-mix-f', { at: { type: 'date' } }, undefined);
  await client.indices.putAlias({ index: 'datef-mix-a', name: 'datef-alias', body: { filter: { term: { at: 0 } } } });
  bench = await makeSearchBench(inject('opensearchUrl'), 'datef-own');
});
afterAll(async () => {
  await bench.close();
  await client.indices.delete({ index: 'datef-*' });
  await client.close();
});

async function formatsOf(index: string, fields: string[]): Promise<DateFormats['groups']> {
  const { status, body } = await bench.post('/api/date-formats', { index, fields });
  expect(body).toMatchObject({ groups: expect.anything() });
  expect(status).toBe(200);
  return body.groups;
}

it('tells each date’s format, and whether it is read here as OpenSearch reads it', async () => {
  const fields = [
    'iso',
    'own',
    'day',
    'two',
    'month',
    'french',
    'week',
    'optional',
    'unsearched',
    'nanos',
    'deep.at',
    'list.at',
  ];
  const [group, ...others] = await formatsOf('datef-own', [...fields, 'n', 'gone', 'valueless']);
  expect(others).toEqual([]);
  expect(group?.indices).toEqual(['datef-own']);
  const told = new Map(group?.fields.map(({ field, ...rest }) => [field, rest]));
  expect([...told.keys()]).toEqual(fields);
  const proved = (format: string) => ({ format, nanos: false, proved: true });
  expect(Object.fromEntries(told)).toEqual({
    iso: proved(DEFAULT),
    own: proved('yyyy-dd-MM HH:mm'),
    day: proved('yyyy/MM/dd'),
    two: proved('yyyy/MM/dd HH:mm:ss||epoch_second'),
    month: proved('dd MMM yyyy HH:mm'),
    // “févr.”, not “Feb”.
    french: { ...proved('dd MMM yyyy HH:mm'), proved: false },
    week: { ...proved("YYYY-'W'ww-e'T'HH"), proved: false },
    optional: proved('yyyy-MM-dd[ HH:mm]'),
    unsearched: proved('epoch_second'),
    nanos: { ...proved(DEFAULT), nanos: true },
    'deep.at': proved('epoch_second'),
    'list.at': proved('epoch_second'),
  });
});

it('parts indices that read a field otherwise, and names none where it is no date or there is no row', async () => {
  const groups = await formatsOf('datef-mix-*', ['at']);
  const byIndex = Object.fromEntries(groups.flatMap(({ indices, fields }) => indices.map((index) => [index, fields])));
  expect(byIndex).toEqual({
    'datef-mix-a': [{ field: 'at', format: DEFAULT, nanos: false, proved: true }],
    'datef-mix-b': [{ field: 'at', format: 'dd/MM/yyyy HH:mm||epoch_second', nanos: false, proved: true }],
    'datef-mix-c': [{ field: 'at', format: DEFAULT, nanos: true, proved: true }],
  });
});

it('goes through aliases and lists of names', async () => {
  const groups = await formatsOf('datef-mix-b,datef-own', ['at', 'own', 'at']);
  expect(new Map(groups.map(({ indices, fields }) => [indices.join(), fields.map(({ field }) => field)]))).toEqual(
    new Map([
      ['datef-mix-b', ['at']],
      ['datef-own', ['own']],
    ]),
  );
  // All its rows are filtered out.
  expect(await formatsOf('datef-alias', ['at'])).toEqual([]);
});

it('asks nothing about names that are patterns, and tells none of fields that there are not', async () => {
  expect(await formatsOf('datef-own', ['*', 'i?o', 'iso,own', 'gone'])).toEqual([]);
});

it('refuses what is not a question, and names that somebody may not read', async () => {
  for (const fields of [[], [''], Array.from({ length: 51 }, (_, i) => `f${i}`), 'iso', undefined]) {
    expect((await bench.post('/api/date-formats', { index: 'datef-own', fields })).body.error.code).toBe('bad_request');
  }
  const asked = { index: 'datef-mix-a', fields: ['at'] };
  expect((await bench.post('/api/date-formats', asked, bench.bob)).body.error.code).toBe('forbidden');
  expect((await bench.post('/api/date-formats', { index: 'datef-none', fields: ['at'] })).body.error.code).toBe(
    'index_not_found',
  );
});

it('tells the formats of an index with so many rows that a search for one ends before it has counted any', async () => {
  const docs = Array.from({ length: 20_000 }, (_, i) => ({ id: `${i}`, source: '{"at":1}' }));
  const at = { type: 'date', format: 'epoch_second' };
  await makeIndex(client, 'datef-many', docs, { mapping: { properties: { at } }, shards: 1 });
  const told = { field: 'at', format: 'epoch_second', nanos: false, proved: true };
  expect(await formatsOf('datef-many', ['at'])).toEqual([{ indices: ['datef-many'], fields: [told] }]);
});
