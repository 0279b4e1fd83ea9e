import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { withNested } from '../../../client/ui/search/fields/nested-fields.ts';
import { valueFilter } from '../../../client/ui/search/statistics/value-filter.ts';
import type { Column } from '../../../shared/column.ts';
import type { Field } from '../../../shared/http.ts';
import type { Search } from '../../../shared/search.ts';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** A column's figures against those of the documents themselves, in each shape that a value may have. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;
let fields: Field[];

const COUNT = 600;
/** As JSON; integers past what a double holds among them. */
const SAMPLES: Record<string, readonly string[]> = {
  long: ['9007199254740993', '9007199254740992', '-9223372036854775808', '9223372036854775807', '0', '7'],
  integer: ['-5', '0', '3', '2147483647'],
  double: ['0.1', '-2.5', '3', '1e300'],
  float: ['0.1', '-2.5', '3.25'],
  date: ['"2020-01-02T03:04:05.678Z"', '"1969-12-31T23:59:59.999Z"', '"2024-02-29T00:00:00Z"'],
  date_nanos: ['"2020-01-02T03:04:05.123456789Z"', '"2020-01-02T03:04:05.123456788Z"', '"1999-12-31T23:59:59Z"'],
  boolean: ['true', 'false'],
  ip: ['"10.0.0.1"', '"9.1.1.1"', '"fe80::1"'],
  keyword: ['"Seoul"', '"seattle"', '""', '"가나"', '"a b"'],
  text: ['"red shoe"', '"blue hat"', '""', '"Red"'],
};
const TYPES = Object.keys(SAMPLES);
type Row = Record<string, readonly string[]>;

/** The same documents in each run. */
function makeChance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** Of a field: its JSON, or undefined where it is not there, and the values in it. */
function shaped(samples: readonly string[], chance: (below: number) => number): [string | undefined, string[]] {
  const one = () => samples[chance(samples.length)] ?? '';
  const [a, b] = [one(), one()];
  const shapes: [string | undefined, string[]][] = [
    ...([
      [undefined, []],
      ['null', []],
      ['[]', []],
      ['[null]', []],
    ] as [string | undefined, string[]][]),
    ...([
      [`[${a},${b}]`, [a, b]],
      [`[null,${a}]`, [a]],
      [`[[${a}],[]]`, [a]],
    ] as [string, string[]][]),
    ...Array.from({ length: 5 }, (): [string, string[]] => [a, [a]]),
  ];
  return shapes[chance(shapes.length)] ?? [undefined, []];
}

const rows: Row[] = [];
const sources: string[] = [];
const chance = makeChance(7);
for (let n = 0; n < COUNT; n++) {
  const row: Row = { k: [n % 3 === 0 ? 'x' : 'y'] };
  const members = [`"n":${n}`, `"k":"${row.k?.[0]}"`];
  for (const type of TYPES) {
    const [json, values] = shaped(SAMPLES[type] ?? [], chance);
    row[type] = values;
    if (json !== undefined) members.push(`"${type}":${json}`);
  }
  const objects = Array.from({ length: chance(4) }, () => shaped(SAMPLES.keyword ?? [], chance));
  row['items.sku'] = objects.flatMap(([, values]) => values);
  members.push(`"items":[${objects.map(([json]) => (json === undefined ? '{}' : `{"sku":${json}}`)).join()}]`);
  rows.push(row);
  sources.push(`{${members.join()}}`);
}

const mapping = {
  dynamic: false,
  properties: {
    ...Object.fromEntries(TYPES.map((type) => [type, { type }])),
    text: { type: 'text', fields: { raw: { type: 'keyword', ignore_above: 5 } } },
    n: { type: 'integer' },
    k: { type: 'keyword' },
    items: { type: 'nested', properties: { sku: { type: 'keyword' } } },
    other: { type: 'alias', path: 'keyword' },
  },
};

beforeAll(async () => {
  const docs = sources.map((source, n) => ({ id: `${n}`, source }));
  await makeIndex(client, 'column-all', docs, { mapping, shards: 3 });
  bench = await makeSearchBench(inject('opensearchUrl'), 'column-*');
  fields = await bench.fields('column-all');
});
afterAll(async () => {
  await client.indices.delete({ index: 'column-all' });
  await bench.close();
  await client.close();
});

async function ask(field: string, search: Partial<Search> = {}): Promise<Column> {
  const asked = { index: 'column-all', q: '', ...search };
  const told = withNested(asked, fields, [field]);
  const { status, body } = await bench.post('/api/column', { ...told, field });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** What the figures call a value of JSON. */
function called(type: string, json: string, by: 'ms' | 'all' = 'all'): string {
  const text = json.replace(/^"(.*)"$/, '$1');
  if (type.startsWith('date')) return text.replace(by === 'ms' ? /(\.\d{3})\d+Z$/ : /$^/, '$1Z');
  return type === 'double' || type === 'float' ? String(Number(text)) : text;
}

function compare(type: string, a: string, b: string): number {
  if (/^(long|integer)$/.test(type)) return BigInt(a) < BigInt(b) ? -1 : 1;
  if (/^(double|float)$/.test(type)) return Number(a) - Number(b);
  if (type === 'ip') return addressOf(a) < addressOf(b) ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
/** Those of IPv4 stand before the others here. */
const addressOf = (text: string) =>
  text.includes(':')
    ? `1${text}`
    : `0${text
        .split('.')
        .map((part) => part.padStart(3, '0'))
        .join()}`;

const SEARCHES: [string, Partial<Search>, (row: Row) => boolean][] = [
  ['all rows', {}, () => true],
  ['a query string', { q: 'k:x' }, ({ k }) => k?.[0] === 'x'],
  ['DQL', { dql: 'not k: x' }, ({ k }) => k?.[0] !== 'x'],
  [
    'DSL and a filter',
    { dsl: '{"term":{"k":"x"}}', filters: [{ field: 'boolean', op: 'is', value: 'true', not: true }] },
    (row) => row.k?.[0] === 'x' && !row.boolean?.includes('true'),
  ],
  [
    'a time',
    { time: { field: 'date', from: '2000-01-01T00:00:00Z', to: '2021-01-01T00:00:00Z' } },
    ({ date }) => date?.includes('"2020-01-02T03:04:05.678Z"') ?? false,
  ],
  ['no rows', { q: 'k:nothing' }, () => false],
];

describe.each(SEARCHES)('of %s', (_, search, isIn) => {
  const within = rows.filter(isIn);

  it.each(TYPES)('a field of the type %s is counted as its documents are', async (type) => {
    const column = await ask(type, search);
    const having = within.map((row) => row[type] ?? []).filter((values) => values.length > 0);
    expect(column).toMatchObject({
      type,
      total: within.length,
      filled: having.length,
      missing: within.length - having.length,
    });
    const isText = type === 'text';
    const top = new Map<string, number>();
    for (const values of having) {
      const different = new Set(values.map((value) => called(type, value, 'ms')));
      for (const value of different) if (!isText || value.length <= 5) top.set(value, (top.get(value) ?? 0) + 1);
    }
    expect(new Map(column.top?.values.map(({ value, rows: count }) => [value, count]))).toEqual(top);
    const counts = column.top?.values.map(({ rows: count }) => count) ?? [];
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(column.top).toMatchObject({ distinct: top.size, atLeast: false });
    if (type === 'boolean') return expect([column.lowest, column.highest]).toEqual([undefined, undefined]);
    const all = having
      .flat()
      .map((value) => called(type, value))
      .filter((value) => !isText || value.length <= 5);
    const sorted = all.toSorted((a, b) => (a === b ? 0 : compare(type, a, b)));
    expect([column.lowest, column.highest]).toEqual([sorted[0], sorted.at(-1)]);
    if (!isText) return;
    const unlisted = having.filter((values) => values.every((value) => called(type, value).length > 5));
    expect(column.top).toMatchObject({ of: 'text.raw', unlisted: unlisted.length });
  });

  it('of nested objects the rows are counted, whoever asks', async () => {
    const column = await ask('items.sku', search);
    const { body } = await bench.post('/api/column', { index: 'column-all', ...search, field: 'items.sku' });
    expect({ ...body, took: 0 }).toEqual({ ...column, took: 0 });
    const having = within.map((row) => row['items.sku'] ?? []).filter((values) => values.length > 0);
    expect(column).toMatchObject({
      path: 'items',
      total: within.length,
      filled: having.length,
      missing: within.length - having.length,
    });
    const top = new Map<string, number>();
    for (const values of having)
      for (const value of new Set(values)) top.set(called('', value), (top.get(called('', value)) ?? 0) + 1);
    expect(new Map(column.top?.values.map(({ value, rows: count }) => [value, count]))).toEqual(top);
    const sorted = having
      .flat()
      .map((value) => called('', value))
      .toSorted((a, b) => (a === b ? 0 : compare('', a, b)));
    expect([column.lowest, column.highest]).toEqual([sorted[0], sorted.at(-1)]);
  });
});

it('sums and averages are exact, or told to be rounded', async () => {
  const of = (type: string) => rows.flatMap((row) => row[type] ?? []);
  const integers = of('integer').map(Number);
  const sum = integers.reduce((all, value) => all + value, 0);
  expect((await ask('integer')).numbers).toEqual({
    values: integers.length,
    sum,
    average: sum / integers.length,
    exact: true,
  });
  expect((await ask('long')).numbers).toMatchObject({ values: of('long').length, exact: false });
  const floats = await ask('float');
  expect(floats).toMatchObject({ rounded: true, numbers: { values: of('float').length, exact: false } });
  expect(floats.numbers?.sum).toBeCloseTo(
    of('float').reduce((all, value) => all + Number(value), 0),
    3,
  );
  expect((await ask('keyword')).numbers).toBeUndefined();
});

it('a filter on a value that is listed finds the rows that it was listed with', async () => {
  for (const type of TYPES) {
    const column = await ask(type);
    for (const { value, rows: count } of column.top?.values ?? []) {
      const filter = valueFilter(type, value, column);
      const { body } = await bench.post('/api/search', { index: 'column-all', filters: [filter], size: 0 });
      expect(body.total, `${type}: ${value}`).toBe(count);
    }
  }
});

it('an alias is its field; what is no field, or holds objects, is refused', async () => {
  const { took: _, ...own } = await ask('keyword');
  expect(await ask('other')).toMatchObject(own);
  for (const field of ['_id', '_index', '_source', 'nothing', 'items']) {
    const refused = await bench.post('/api/column', { index: 'column-all', field });
    expect(refused, field).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  }
  for (const more of [
    { field: 'k*' },
    { field: 'k,n' },
    { field: '' },
    {},
    { field: 'k', size: 5 },
    { field: 'k', aggs: {} },
  ]) {
    const refused = await bench.post('/api/column', { index: 'column-all', ...more });
    expect(refused, JSON.stringify(more)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  }
});
