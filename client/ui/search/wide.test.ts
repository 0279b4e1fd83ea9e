import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveColumns } from '../../../shared/columns.ts';
import type { Field, Hit } from '../../../shared/http.ts';
import { toFormat } from '../export-dialog/choices.ts';
import { makeSample, rowsBytes } from '../export-dialog/sample.ts';
import { makeSortFields } from './address/sort.ts';
import { makeColumns, unknownColumns } from './columns/columns.ts';
import { keepPlaces, moveColumn } from './columns/layout.ts';
import { facetFields } from './facets/facet-fields.ts';
import { fieldsLike } from './fields/field-kinds.ts';
import { knownFields } from './fields/known-fields.ts';
import { exactField } from './filters/filters.ts';
import { nearestName } from './query/nearest-name.ts';
import { unknownFields } from './query/query-completion.ts';
import { dateFields } from './time/times.ts';

/** Looks at a field, at a place of a list, and into a map or set. */
let work = 0;

const TYPES = ['keyword', 'long', 'text', 'date', 'boolean', 'nested'];

/** Fields that count each look at them: in objects, a text with a second reading each, some in nested ones. */
function fieldsOf(count: number): Field[] {
  return Array.from({ length: count }, (_, i) => {
    const type = TYPES[i % TYPES.length] ?? '';
    const name = i % TYPES.length === 3 ? `module_${i >> 4}.text_${i - 1}.keyword` : `module_${i >> 4}.${type}_${i}`;
    const field = { name, type: name.endsWith('.keyword') ? 'keyword' : type, searchable: true, aggregatable: true };
    return new Proxy(field, {
      get(target, key) {
        work += 1;
        return Reflect.get(target, key);
      },
    });
  });
}

/** A hundred rows of thirty values each, as documents of such indices are. */
function hitsOf(names: readonly string[]): Hit[] {
  return Array.from({ length: 100 }, (_, i) => {
    const first = (i * 37) % (names.length - 30);
    const filled = names.slice(first, first + 30).map((name) => [name, `value ${i}`]);
    return { _index: 'i', _id: String(i), _source: Object.fromEntries(filled) };
  });
}

/** Counts looks into maps and sets, and the places that a search through a list passes. */
function countLooks(): void {
  const counted = (of: object, name: string, cost: (on: { length?: number }) => number) => {
    const own = Reflect.get(of, name);
    vi.spyOn(of as Record<string, () => unknown>, name).mockImplementation(function (
      this: { length?: number },
      ...args
    ) {
      work += cost(this);
      return Reflect.apply(own, this, args);
    });
  };
  for (const name of ['get', 'has', 'set']) counted(Map.prototype, name, () => 1);
  for (const name of ['has', 'add']) counted(Set.prototype, name, () => 1);
  for (const name of [
    'includes',
    'indexOf',
    'filter',
    'map',
    'some',
    'every',
    'find',
    'findIndex',
    'slice',
    'concat',
  ]) {
    counted(Array.prototype, name, ({ length = 0 }) => length);
  }
}

async function workOf(run: () => unknown): Promise<number> {
  countLooks();
  work = 0;
  await run();
  vi.restoreAllMocks();
  return work;
}

type Task = (fields: Field[], names: string[], hits: Hit[]) => unknown;

const csv = { kind: 'csv', csv: { zone: 'UTC', delimiter: ',', header: true, bom: false, guard: false, rest: 'off' } };
const types = { parquet: () => [], xlsx: () => [] };
const choices = { ...csv, ids: false, only: false, place: 'downloads', templates: {} } as Parameters<
  typeof toFormat
>[0];

/** What the page does with all columns, or with one of each kind for each of them. */
const TASKS: Record<string, Task> = {
  'looks through the fields': (fields) => knownFields(fields),
  'asks a text for its keyword, for each field': (fields, names) => names.map((name) => exactField(name, fields)),
  'chooses what is counted': (fields) => facetFields(fields, 8),
  'completes a name with each of its signs': (fields, names) => {
    const typed = names.at(-1) ?? '';
    for (let i = 1; i <= 20; i++) fieldsLike(knownFields(fields).filterable, typed.slice(0, i), 12);
  },
  'knows a wrong name, and the one that is meant': (fields) => {
    const { paths, names } = knownFields(fields);
    for (const wrong of unknownFields('modul_1.keyword_18:a AND b:c OR module_1.nosuch:d', paths))
      nearestName(wrong, names);
  },
  'finds what each column is sorted by': (fields, names) => names.map(makeSortFields(fields)),
  'puts columns in order': (fields, _, hits) =>
    resolveColumns(
      fields,
      hits.map(({ _source }) => Object.keys(_source as object)),
    ),
  'makes the table’s columns': (fields, _, hits) => makeColumns({ hits, fields }),
  'tells the columns of an address that nobody knows': (fields, names, hits) => {
    const known = new Map(makeColumns({ hits, fields }).map((column) => [column.name, column]));
    return unknownColumns([...names, 'nosuch'], known);
  },
  'hides, shows and moves a column': (_, names) => {
    const shown = moveColumn(names.slice(1), names.at(-2) ?? '', 3);
    keepPlaces(keepPlaces([], { shown: names, names }), { shown, names });
  },
  'knows the dates among a file’s columns': (fields, names) =>
    toFormat(choices, { columns: names, dates: new Set(dateFields(fields)), rest: false, types }),
  'tells a file’s size': async (fields, names, hits) => {
    const sample = await makeSample(hits, fields);
    return rowsBytes(sample, toFormat(choices, { columns: names, dates: new Set(), rest: false, types }), 1000);
  },
};

afterEach(() => vi.restoreAllMocks());

describe('of ten times as many columns there is not more than ten times as much to do, as the page', () => {
  it.each(Object.entries(TASKS))('%s', async (_, task) => {
    const [few, many] = [fieldsOf(500), fieldsOf(5000)].map((fields) => {
      const names = fields.map(({ name }) => name);
      return { fields, names, hits: hitsOf(names) };
    });
    if (!few || !many) throw new Error('There is nothing to compare.');
    const [less, more] = [
      await workOf(() => task(few.fields, few.names, few.hits)),
      await workOf(() => task(many.fields, many.names, many.hits)),
    ];
    expect(less).toBeGreaterThan(100);
    // A sort by names takes a little more.
    expect(more / less).toBeLessThan(15);
    // And of each column it looks at no more than a few things.
    expect(more / 5000).toBeLessThan(150);
  });

  it('and a task that looks through all columns for each is found out', async () => {
    const [few, many] = [fieldsOf(50), fieldsOf(500)];
    const slow = (fields: Field[]) => fields.map(({ name }) => fields.find((other) => other.name === name));
    expect((await workOf(() => slow(many))) / (await workOf(() => slow(few)))).toBeGreaterThan(50);
  });
});

describe('what is known of fields', () => {
  const field = (name: string, type: string, searchable = true): Field => ({
    ...{ name, type, searchable, aggregatable: type !== 'text' },
  });
  const fields = [
    field('host', 'object'),
    field('host.os.name', 'text'),
    field('host.os.name.keyword', 'keyword'),
    field('host.os.name.other', 'keyword'),
    field('items', 'nested'),
    field('items.name', 'keyword'),
    field('itemsets', 'keyword'),
    field('dark', 'keyword', false),
    field('both', 'long, object'),
    field('count', 'long'),
  ];

  it('a condition can be put on what is searchable and no parent', () => {
    expect(knownFields(fields).filterable.map(({ name }) => name)).toEqual([
      ...['host.os.name', 'host.os.name.keyword', 'host.os.name.other', 'items.name', 'itemsets', 'both', 'count'],
    ]);
  });

  it('a text is asked by its first keyword, and parents are known', () => {
    expect(exactField('host.os.name', fields)).toBe('host.os.name.keyword');
    for (const name of ['count', 'host', 'nosuch']) expect(exactField(name, fields)).toBe(name);
    expect(unknownFields('host.os:a host:b hos:c items.name:d', knownFields(fields).paths)).toEqual(['hos']);
  });

  it('names come before whole numbers, and a second reading of a counted field is not counted', () => {
    const more = [...fields, field('count.text', 'keyword'), field('zone', 'ip')];
    expect(facetFields(more, 4)).toEqual({
      shown: ['host.os.name.keyword', 'host.os.name.other', 'itemsets', 'zone'],
      ...{ more: true, left: [] },
    });
    expect(facetFields(more, 5).shown.at(-1)).toBe('items.name');
    expect(facetFields(more, 8).shown.at(-1)).toBe('count');
  });

  it('names that begin with what was typed come first, and no more than were asked for', () => {
    const like = (typed: string, count: number) => fieldsLike(fields, typed, count).map(({ name }) => name);
    expect(like('O', 3)).toEqual(['host', 'host.os.name', 'host.os.name.keyword']);
    expect(like('item', 2)).toEqual(['items', 'items.name']);
    expect(like('', 2)).toEqual(['host', 'host.os.name']);
    expect(like('ark', 5)).toEqual(['dark']);
  });
});
