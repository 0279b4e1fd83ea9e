import fc from 'fast-check';
import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../shared/http.ts';
import type { ParquetType } from '../../../shared/request.ts';
import { type ColumnType, columnType, parquetColumn, xlsxColumn, xlsxType } from './column-types.ts';
import { makeSample } from './sample.ts';

const fieldsOf = (types: Record<string, string>): Field[] =>
  Object.entries(types).map(([name, type]) => ({ name, type, searchable: true, aggregatable: true }));

/** By the mapping and the documents, as the dialog asks. */
async function typesOf(types: Record<string, string>, documents: string[], options: { unread?: string[] } = {}) {
  const fields = fieldsOf(types);
  const hits = documents.map((json, i) => ({ _index: 'a', _id: `${i}`, _source: parse(json) }));
  const sample = await makeSample(hits, fields, 1000);
  const given = {
    ...{ fields: new Map(fields.map((field) => [field.name, field])), shapes: sample.shapes, ids: new Set(['_id']) },
    unread: new Set(options.unread),
  };
  return { sample, of: (name: string): ColumnType => columnType(name, given) };
}

const one = async (type: string, json: string) => (await typesOf({ f: type }, [json])).of('f');

describe('the type that a column gets by itself', () => {
  it.each<[string, ParquetType]>([
    ['long', 'int64'],
    ['integer', 'int32'],
    ['short', 'int32'],
    ['byte', 'int32'],
    ['unsigned_long', 'uint64'],
    ['double', 'double'],
    ['scaled_float', 'double'],
    ['float', 'float'],
    ['half_float', 'float'],
    ['boolean', 'boolean'],
    ['date', 'timestamp_ms'],
    ['date_nanos', 'timestamp_ns'],
    ...['keyword', 'text', 'wildcard', 'constant_keyword', 'ip', 'version', 'match_only_text'].map(
      (type): [string, ParquetType] => [type, 'text'],
    ),
    ...['geo_point', 'geo_shape', 'object', 'nested', 'flat_object', 'object, nested'].map(
      (type): [string, ParquetType] => [type, 'json'],
    ),
    ['integer, long', 'int64'],
    ['byte, short', 'int32'],
    ['double, float', 'double'],
    ['double, integer', 'double'],
    ['integer, float', 'text'],
    ['long, double', 'text'],
    ['long, unsigned_long', 'text'],
    ['keyword, long', 'text'],
    ['date, date_nanos', 'text'],
    ['keyword, object', 'json'],
    ['integer, long, keyword', 'text'],
  ])('is of %s: %s', async (type, expected) => {
    expect((await one(type, '{}')).type).toBe(expected);
  });

  it.each<[string, string, ColumnType]>([
    ['several values', '{"f":[1,2]}', { type: 'int64', list: true }],
    ['none in an array', '{"f":[]}', { type: 'int64', list: true }],
    ['text alone, which would fit nowhere', '{"f":"5"}', { type: 'text', list: false }],
    ['text in arrays', '{"f":["5",null]}', { type: 'text', list: true }],
    ['null alone', '{"f":null}', { type: 'int64', list: false }],
  ])('of a long follows the sample: %s', async (_, json, expected) => {
    expect(await one('long', json)).toEqual(expected);
  });

  it('stays the mapping’s where some of the sample’s values fit', async () => {
    const { of } = await typesOf({ f: 'long' }, ['{"f":"5"}', '{"f":5}', '{"f":"x"}']);
    expect(of('f')).toEqual({ type: 'int64', list: false });
  });

  it('without a mapping is JSON where rows show several kinds, which text would tell the same', async () => {
    const { of } = await typesOf({}, ['{"a":5,"b":5,"c":[1,"1"]}', '{"a":"5","b":6}', '{"b":null}']);
    expect([of('a'), of('b'), of('c')].map(({ type }) => type)).toEqual(['json', 'text', 'json']);
  });

  it('of a type or field that nobody knows is text, or JSON where there is more than scalars', async () => {
    expect(await one('new_type', '{"f":1}')).toEqual({ type: 'text', list: false });
    expect(await one('new_type', '{"f":["a"]}')).toEqual({ type: 'text', list: true });
    expect(await one('new_type', '{"f":[{"a":1}]}')).toEqual({ type: 'json', list: false });
    const { of } = await typesOf({}, ['{"a":[[1]],"b":{"c":1}}']);
    expect([of('a'), of('b.c')].map(({ type }) => type)).toEqual(['json', 'text']);
  });

  it('of what stands in nested objects is a list, seen or not', async () => {
    const mapped = { items: 'nested', 'items.sku': 'keyword', 'items.n': 'integer' };
    const { of } = await typesOf(mapped, ['{"items":[{"sku":"a"},{"sku":"b"}]}']);
    expect([of('items.sku'), of('items.n')]).toEqual([
      { type: 'text', list: true },
      { type: 'int32', list: true },
    ]);
  });

  it('of the members of a place are numbers, if they are', async () => {
    const { of } = await typesOf({ at: 'geo_point', to: 'geo_point' }, ['{"at":{"lat":1.5,"lon":2},"to":{"lat":"1"}}']);
    expect([of('at.lat').type, of('at.lon').type, of('to.lat').type]).toEqual(['double', 'double', 'text']);
  });

  it('has room for the digits of a date', async () => {
    expect((await one('date', '{"f":"2024-01-01T00:00:00.123456Z"}')).type).toBe('timestamp_ns');
    expect((await one('date', '{"f":"2024-01-01T00:00:00.123000Z"}')).type).toBe('timestamp_ms');
    expect((await one('date', '{"f":1704067200000}')).type).toBe('timestamp_ms');
  });

  it('is text of dates that cannot be read, and of the hit’s own', async () => {
    const { of } = await typesOf({ at: 'date', _id: 'long' }, ['{"at":"1/2/3"}'], { unread: ['at'] });
    expect([of('at').type, of('_id').type]).toEqual(['text', 'text']);
  });
});

describe('a column in a file', () => {
  it('of JSON is no list', () => {
    expect(parquetColumn('a', { type: 'json', list: true })).toEqual({ name: 'a', type: 'json' });
    expect(parquetColumn('a', { type: 'text', list: true })).toEqual({ name: 'a', type: 'text', list: true });
  });

  it('of a workbook holds one value, and is as wide as what the sample shows', async () => {
    expect(xlsxType({ type: 'int64', list: true })).toBe('text');
    expect(
      (['uint64', 'float', 'timestamp_ns', 'boolean', 'json'] as const).map((type) => xlsxType({ type, list: false })),
    ).toEqual(['number', 'number', 'date', 'boolean', 'text']);
    const { sample } = await typesOf({}, [`{"a":"x","b":"${'y'.repeat(30)}","c":"${'z'.repeat(500)}"}`]);
    const width = (name: string) => xlsxColumn(name, 'text', sample.shapes.get(name)).width;
    expect([width('a'), width('b'), width('c')]).toEqual([8, 30, 60]);
  });
});

const scalar = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('true', 'null', '1.5', '"x"', '"2024-01-01"', '{"a":1}'),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }).map((all) => `[${all.join(',')}]`),
);
const MAPPED = [
  'long',
  'integer',
  'double',
  'float',
  'boolean',
  'date',
  'keyword',
  'object',
  'integer, long',
  'nosuch',
];

it('is one whatever there is, and does not depend on the order of rows', async () => {
  const documents = fc.array(
    value.map((json) => `{"f":${json}}`),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...MAPPED), documents, async (type, all) => {
      const found = (await typesOf({ f: type }, all)).of('f');
      expect((await typesOf({ f: type }, [...all].reverse())).of('f')).toEqual(found);
      if (found.list) expect(all.some((json) => json.includes('['))).toBe(true);
      if (found.type === 'json') expect(found.list).toBe(false);
    }),
    { numRuns: 300 },
  );
});
