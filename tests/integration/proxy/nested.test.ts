import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { isCountable, withNested } from '../../../client/ui/search/fields/nested-fields.ts';
import { nestedRepairOf } from '../../../client/ui/search/nested/nested-query.ts';
import type { FieldFilter, Filter } from '../../../shared/filter.ts';
import type { Search } from '../../../shared/search.ts';
import { makeIndex } from '../../support/indices.ts';
import { runExport } from '../../support/run-export.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

type Item = { sku: string; n?: number; at?: string; title: string; box: { size: number }; parts: { n: number }[] };
type Row = { id: string; k: string; items: Item[] };

/** Rows of none to four items, with equal values in some. */
const rowsOf = (mark: string, count: number): Row[] =>
  Array.from({ length: count }, (_, row) => ({
    id: `${mark}-${row}`,
    k: row % 3 === 0 ? 'x' : 'y',
    items: Array.from({ length: (row * 7) % 5 }, (_, i) => {
      const seed = row * 7 + Math.floor(row / 5) + i * 3;
      return {
        sku: seed % 37 === 0 ? 'A B' : ('ABCDE'[seed % 5] ?? ''),
        ...(seed % 4 === 0 ? {} : { n: seed % 11 }),
        ...(seed % 6 === 0 ? {} : { at: new Date(Date.UTC(2001, 0, 1 + ((seed * 13) % 60), seed % 24)).toISOString() }),
        title: seed % 2 === 0 ? 'red shoe' : 'blue hat',
        box: { size: seed % 7 },
        parts: Array.from({ length: seed % 3 }, (_, part) => ({ n: (seed + part) % 6 })),
      };
    }),
  }));

const mappingOf = (items: object, parts: object) => ({
  dynamic: false,
  properties: {
    k: { type: 'keyword' },
    items: {
      ...items,
      properties: {
        ...{ sku: { type: 'keyword' }, n: { type: 'long' }, at: { type: 'date' }, title: { type: 'text' } },
        box: { properties: { size: { type: 'integer' } } },
        parts: { ...parts, properties: { n: { type: 'long' } } },
      },
    },
  },
});
const NESTED = { type: 'nested' };
const INDICES: Record<string, { rows: Row[]; mapping: Record<string, unknown> }> = {
  'nested-new': { rows: rowsOf('new', 120), mapping: mappingOf(NESTED, NESTED) },
  'nested-mid': { rows: rowsOf('mid', 40), mapping: mappingOf(NESTED, {}) },
  'nested-old': { rows: rowsOf('old', 60), mapping: mappingOf({}, {}) },
  'nested-root': {
    rows: rowsOf('root', 50),
    mapping: mappingOf({ ...NESTED, include_in_root: true }, { ...NESTED, include_in_parent: true }),
  },
  'nested-none': {
    rows: rowsOf('none', 9).map((row) => ({ ...row, items: [] })),
    mapping: { dynamic: false, properties: { k: { type: 'keyword' } } },
  },
};
const rowsIn = (pattern: string) =>
  Object.entries(INDICES)
    .filter(([name]) => pattern === 'nested-*' || pattern.split(',').includes(name))
    .flatMap(([, { rows }]) => rows);
const sourceOf = ({ id: _, ...source }: Row) => JSON.stringify(source);

beforeAll(async () => {
  for (const [name, { rows, mapping }] of Object.entries(INDICES)) {
    const docs = rows.map((row) => ({ id: row.id, source: sourceOf(row) }));
    await makeIndex(client, name, docs, { mapping, shards: 2 });
  }
  // The same rows in objects that are not nested, where a query string finds them by itself.
  const docs = rowsIn('nested-new').map((row) => ({ id: row.id, source: sourceOf(row) }));
  await makeIndex(client, 'twin-nested', docs, { mapping: mappingOf({}, {}), shards: 2 });
  bench = await makeSearchBench(inject('opensearchUrl'), 'nested-*');
});
afterAll(async () => {
  await client.indices.delete({ index: ['twin-nested', ...Object.keys(INDICES)].join(',') });
  await bench.close();
  await client.close();
});

const VALUES: Record<string, (item: Item) => (string | number | undefined)[]> = {
  'items.sku': ({ sku }) => [sku],
  'items.n': ({ n }) => [n],
  'items.at': ({ at }) => [at],
  'items.title': ({ title }) => [title],
  'items.box.size': ({ box }) => [box.size],
  'items.parts.n': ({ parts }) => parts.map(({ n }) => n),
};
const valuesOf = ({ items }: Row, field: string) =>
  items.flatMap((item) => VALUES[field]?.(item) ?? []).filter((value) => value !== undefined);
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();

async function ask(search: Search, more: object = {}) {
  const told = withNested(search, await bench.fields(search.index));
  return (await bench.post('/api/search', { size: 500, ...told, ...more })).body;
}
const found = (body: { hits: { _id: string }[] }) => body.hits.map(({ _id }) => _id).sort();

/** The one, over an index without the field, over one where it is an object, over both levels in both ways, and all. */
const PATTERNS = [
  ...['nested-new', 'nested-new,nested-none', 'nested-old', 'nested-new,nested-old', 'nested-new,nested-mid'],
  ...['nested-root', 'nested-mid,nested-old', 'nested-*'],
];

describe.each(PATTERNS)('a filter on a nested field finds what the rows hold: %s', (index) => {
  it.each<[FieldFilter, (value: string | number) => boolean]>([
    [{ field: 'items.sku', op: 'is', value: 'A' }, (value) => value === 'A'],
    [{ field: 'items.sku', op: 'is', value: 'nosuch' }, () => false],
    [{ field: 'items.sku', op: 'one_of', values: ['B', 'D'] }, (value) => value === 'B' || value === 'D'],
    [{ field: 'items.n', op: 'is', value: '7' }, (value) => value === 7],
    [{ field: 'items.n', op: 'between', from: '9' }, (value) => Number(value) >= 9],
    [{ field: 'items.n', op: 'exists' }, () => true],
    [
      { field: 'items.at', op: 'between', from: '2001-02-01', to: '2001-02-03' },
      (value) => /-02-0[123]T/.test(`${value}`),
    ],
    [{ field: 'items.title', op: 'is', value: 'red shoe' }, (value) => value === 'red shoe'],
    [{ field: 'items.box.size', op: 'between', from: '6', to: '6' }, (value) => value === 6],
    [{ field: 'items.parts.n', op: 'is', value: '5' }, (value) => value === 5],
    [{ field: 'items.parts.n', op: 'exists' }, () => true],
  ])('%j', async (filter, matches) => {
    const all = rowsIn(index);
    const [inside, outside] = [[], []] as [Row[], Row[]];
    for (const row of all) (valuesOf(row, filter.field).some(matches) ? inside : outside).push(row);
    const body = await ask({ index, q: '', filters: [filter] });
    expect([found(body), body.total]).toEqual([idsOf(inside), inside.length]);
    expect(found(await ask({ index, q: '', filters: [{ ...filter, not: true }] }))).toEqual(idsOf(outside));
  });

  it('so does a time range, and the file holds what the table shows', async () => {
    const time = { field: 'items.at', from: '2001-02-10T00:00:00Z', to: '2001-02-20T00:00:00Z' };
    const filters: Filter[] = [{ field: 'items.sku', op: 'is', value: 'C', not: true }];
    const search = withNested({ index, q: 'k:y', filters, time }, await bench.fields(index));
    const expected = rowsIn(index).filter(
      (row) =>
        row.k === 'y' &&
        !valuesOf(row, 'items.sku').includes('C') &&
        valuesOf(row, 'items.at').some((at) => at >= time.from && at < time.to),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(found(await ask(search))).toEqual(idsOf(expected));
    const { text } = await runExport(bench.ann, { search });
    expect(text.trimEnd().split('\n').sort()).toEqual(expected.map(sourceOf).sort());
  });
});

describe.each(['nested-new', 'nested-new,nested-none', 'nested-root'])('figures of a nested field: %s', (index) => {
  it('values and facets count rows, not objects', async () => {
    const filters: Filter[] = [{ field: 'k', op: 'is', value: 'y' }];
    const within = rowsIn(index).filter(({ k }) => k === 'y');
    for (const field of ['items.sku', 'items.n', 'items.box.size', 'items.parts.n']) {
      const counts = new Map<string, number>();
      for (const row of within) {
        for (const value of new Set(valuesOf(row, field))) counts.set(`${value}`, (counts.get(`${value}`) ?? 0) + 1);
      }
      const search = withNested({ index, q: '', filters }, await bench.fields(index), [field]);
      const { body } = await bench.post('/api/facets', { ...search, fields: [field], size: 100 });
      const [facet] = body.facets;
      expect(facet).toMatchObject({ distinct: counts.size, approximate: false });
      const pairs = (values: { value: string; rows: number }[]) =>
        new Map(values.map(({ value, rows }) => [value, rows]));
      expect(pairs(facet.values)).toEqual(counts);
      const most = facet.values.map(({ rows }: { rows: number }) => rows);
      expect(most).toEqual(most.toSorted((a: number, b: number) => b - a));
      expect(pairs((await bench.post('/api/values', { ...search, field, size: 50 })).body.values)).toEqual(counts);
    }
    const search = withNested({ index, q: '' }, await bench.fields(index), ['items.sku']);
    const { body } = await bench.post('/api/values', { ...search, field: 'items.sku', prefix: 'b' });
    expect(body.values).toMatchObject([{ value: 'B' }]);
  });

  it('each bar of the chart is the rows of its time', async () => {
    const field = 'items.at';
    const view = { field, from: '2001-01-20T00:00:00Z', to: '2001-03-01T00:00:00Z' };
    for (const time of [undefined, view]) {
      for (const buckets of [5, 60]) {
        const search = withNested({ index, q: '', ...(time ? { time } : {}) }, await bench.fields(index), [field]);
        const { body } = await bench.post('/api/histogram', { ...search, field, buckets });
        const isIn = (at: string | number) => !time || (at >= time.from && at < time.to);
        const rows = rowsIn(index).filter((row) => !time || valuesOf(row, field).some(isIn));
        expect(body.total).toBe(rows.length);
        expect(body.untimed).toBe(rows.filter((row) => valuesOf(row, field).length === 0).length);
        expect(body.buckets.length).toBeGreaterThan(1);
        for (const [i, bucket] of body.buckets.entries()) {
          const end = body.buckets[i + 1]?.at ?? Number.POSITIVE_INFINITY;
          const times = (row: Row) =>
            valuesOf(row, field)
              .filter(isIn)
              .map((at) => Date.parse(`${at}`));
          expect(bucket.rows).toBe(rows.filter((row) => times(row).some((at) => at >= bucket.at && at < end)).length);
        }
      }
    }
  });

  it.each(['items.sku', 'items.n', 'items.parts.n'])(
    'rows are sorted by %s, page by page, each once',
    async (field) => {
      const search = withNested({ index, q: '' }, await bench.fields(index), [field]);
      const type = field === 'items.sku' ? 'keyword' : 'long';
      for (const order of ['asc', 'desc'] as const) {
        const ids: string[] = [];
        let after: string | undefined;
        do {
          const asked = { ...search, sort: { field, type, order }, size: 17, ...(after ? { after } : {}) };
          const { body } = await bench.post('/api/search', asked);
          ids.push(...body.hits.map(({ _id }: { _id: string }) => _id));
          after = body.after;
        } while (after);
        const rows = new Map(rowsIn(index).map((row) => [row.id, row]));
        expect(ids.toSorted()).toEqual(idsOf([...rows.values()]));
        const keys = ids.map((id) => {
          const values = valuesOf(rows.get(id) ?? { id: '', k: '', items: [] }, field).map((value) =>
            typeof value === 'number' ? `${value}`.padStart(3, '0') : value,
          );
          return values.toSorted().at(order === 'asc' ? 0 : -1);
        });
        const known = keys.filter((key) => key !== undefined);
        expect(keys.slice(0, known.length)).toEqual(known);
        expect(known).toEqual(order === 'asc' ? known.toSorted() : known.toSorted().reverse());
      }
    },
  );
});

it('where the indices differ, values are not counted and rows not sorted, with a reason', async () => {
  for (const index of ['nested-new,nested-old', 'nested-*', 'nested-mid,nested-new']) {
    const fields = await bench.fields(index);
    const field = 'items.parts.n';
    expect(isCountable(field, fields)).toBe(false);
    const search = withNested({ index, q: '' }, fields, [field]);
    const asked: [string, object][] = [
      ['/api/facets', { fields: [field] }],
      ['/api/values', { field }],
      ['/api/histogram', { field }],
      ['/api/search', { sort: { field, type: 'long', order: 'asc' } }],
    ];
    for (const [path, more] of asked) {
      const { body } = await bench.post(path, { ...search, ...more });
      expect(body.error).toMatchObject({ code: 'bad_request', message: expect.stringContaining('nested') });
    }
  }
});

describe('a query string', () => {
  const QUERIES = [
    ...['items.sku:A', 'NOT items.sku:A', 'k:x AND items.sku:A', 'items.sku:A OR items.n:7', '-items.sku:B +k:y'],
    ...['items.n:[3 TO 5]', 'items.n:{3 TO 5}', 'items.n:>9', 'items.n:<=1', 'items.n:[* TO 2] AND NOT k:x'],
    ...['items.sku:(A B)', 'items.sku:(A AND B)', 'items.sku:(A AND NOT B)', 'items.sku:(+A -B) AND k:y'],
    ...['items.sku:*', '_exists_:items.n', 'NOT _exists_:items.n', 'items.title:shoe', 'items.title:"red shoe"'],
    ...[
      'items.title:(red hat)',
      'items.title:sho*',
      'items.title:shoo~1',
      'items.title:(red OR hat)',
      'items.at:2001-02-01',
      'items.at:>=2001-03-01',
      'x y items.sku:A',
    ],
    ...['items.box.size:6 items.parts.n:5', 'items.at:[2001-02-01 TO 2001-02-03]', 'items.at:"2001-02-01"'],
    ...['items.parts.n:5 AND (items.sku:A OR (items.sku:B AND NOT items.n:3))', 'k:x OR NOT items.sku:A'],
    ...['NOT (items.sku:A OR items.sku:B)', 'items.sku:A AND k:x OR k:y', 'k:x && !items.sku:C'],
    ...[
      'items.s\\*:A',
      '+items.sku:A items.n:7',
      '(items.sku:A AND k:x)^2 OR items.n:10',
      'items.sku:A^3 AND k:(x OR z)',
    ],
  ];

  it.each(QUERIES)('is mended into what finds the same rows as in objects that are not nested: %s', async (q) => {
    const expected = await ask({ index: 'twin-nested', q });
    expect(expected.total).toBeGreaterThan(0);
    expect(found(await ask({ index: 'nested-new', q }))).not.toEqual(found(expected));
    for (const index of ['nested-new', 'nested-*']) {
      const repair = nestedRepairOf(q, await bench.fields(index));
      expect(repair).toBeDefined();
      const { kind: _, ...mended } = repair ?? { kind: 'none' };
      const body = await ask({ index, q: '', ...mended });
      expect(found(body).filter((id) => id.startsWith('new-'))).toEqual(found(expected));
    }
  });

  it('misses rows of nested objects only, which can be counted', async () => {
    const missed = { 'nested-new': 'new', 'nested-old': '', 'nested-root': '', 'nested-new,nested-old': 'new' };
    for (const [index, mark] of Object.entries(missed)) {
      for (const field of ['items.sku', 'items.parts.n']) {
        const dsl = JSON.stringify({ bool: { must_not: [{ exists: { field } }] } });
        const { total } = await ask({ index, q: '', dsl, filters: [{ field, op: 'exists' }] });
        const rows = mark === '' ? [] : rowsOf(mark, 120).filter((row) => valuesOf(row, field).length > 0);
        expect(total).toBe(rows.length);
      }
    }
  });
});
