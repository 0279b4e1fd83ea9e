import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { makeSortFields, nextOrder, readSort, type WantedOrder, writeSort } from './sort.ts';

const field = (name: string, type: string, aggregatable = true) => ({ name, type, searchable: true, aggregatable });
const up = (column: string) => ({ column, order: 'asc' }) as const;
const down = (column: string) => ({ column, order: 'desc' }) as const;

describe('an order in the address', () => {
  it('is of columns and directions, colons in names and all', () => {
    expect(readSort('a:b:desc')).toEqual([down('a:b')]);
    expect(readSort('delay:desc,date:asc')).toEqual([down('delay'), up('date')]);
    for (const text of ['', 'delay', 'delay:up', ':asc', 'constructor', 'a:asc,', 'a:asc,b']) {
      expect(readSort(text)).toBeUndefined();
    }
    expect(writeSort([])).toBe('');
  });

  it('may be none on purpose', () => {
    expect(readSort('none')).toEqual([]);
    expect(readSort('relevance')).toEqual([]);
  });

  it('has a column once, and four at most', () => {
    expect(readSort('a:asc,b:asc,a:desc')).toEqual([up('a'), up('b')]);
    expect(readSort('a:asc,b:asc,c:asc,d:asc,e:asc')).toHaveLength(4);
  });

  it('reads a single name with a comma as it once stood', () => {
    expect(readSort('last, first:asc')).toEqual([up('last, first')]);
  });

  it('comes back as it was written', () => {
    const column = fc.oneof(fc.string({ minLength: 1, unit: 'binary' }), fc.constantFrom('a,b', '%2C', ':asc', 'none'));
    const sort = fc.record({ column, order: fc.constantFrom('asc' as const, 'desc' as const) });
    const order = fc.uniqueArray(sort, { selector: ({ column }) => column, minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(order, (sorts) => {
        expect(readSort(writeSort(sorts))).toEqual(sorts);
      }),
    );
  });
});

describe('a head that is pressed', () => {
  it('sorts by its column alone: up, down, and not at all', () => {
    const seen: WantedOrder[] = [[down('other'), up('more')]];
    for (let i = 0; i < 3; i += 1) seen.push(nextOrder(seen.at(-1) ?? [], 'delay'));
    expect(seen.slice(1)).toEqual([[up('delay')], [down('delay')], []]);
  });

  it('with Shift sorts by it as well, and keeps its rank', () => {
    const also = { also: true };
    const two = nextOrder([down('other')], 'delay', also);
    expect(two).toEqual([down('other'), up('delay')]);
    expect(nextOrder(two, 'other', also)).toEqual([up('delay')]);
    expect(nextOrder([up('other'), up('delay')], 'other', also)).toEqual([down('other'), up('delay')]);
  });

  it('takes no more than four columns, and lets those turn', () => {
    const four = ['a', 'b', 'c', 'd'].map(up);
    expect(nextOrder(four, 'e', { also: true })).toBe(four);
    expect(nextOrder(four, 'e', { also: true, order: 'desc' })).toBe(four);
    expect(nextOrder(four, 'b', { also: true })[1]).toEqual(down('b'));
    expect(nextOrder(four, 'e')).toEqual([up('e')]);
  });

  it('turns an order that came by itself before it goes', () => {
    expect(nextOrder([down('date')], 'date', { isUsual: true })).toEqual([up('date')]);
    expect(nextOrder([down('date')], 'delay', { isUsual: true, also: true })).toEqual([down('date'), up('delay')]);
  });

  it('takes the direction that is chosen from the menu', () => {
    expect(nextOrder([up('a')], 'b', { order: 'desc' })).toEqual([down('b')]);
    expect(nextOrder([up('a')], 'b', { order: 'desc', also: true })).toEqual([up('a'), down('b')]);
    expect(nextOrder([up('a'), up('b')], 'a', { order: 'desc', also: true })).toEqual([down('a'), up('b')]);
    expect(nextOrder([up('a'), up('b')], 'a', { order: 'none', also: true })).toEqual([up('b')]);
    expect(nextOrder([up('a')], 'b', { order: 'none', also: true })).toEqual([up('a')]);
  });
});

test('columns are sorted by their field, a text by its keyword, and by nothing that has no exact order', () => {
  const sortField = makeSortFields([
    field('delay', 'long'),
    field('title', 'text', false),
    field('title.keyword', 'keyword'),
    field('both', 'keyword, long', false),
    field('price', 'scaled_float'),
    field('items', 'nested'),
    field('items.name', 'keyword'),
    field('some', 'nested, object'),
    field('some.name', 'keyword'),
  ]);
  expect(sortField('delay')).toEqual({ field: 'delay', type: 'long' });
  expect(sortField('title')).toEqual({ field: 'title.keyword', type: 'keyword' });
  expect(sortField('items.name')).toEqual({ field: 'items.name', type: 'keyword' });
  for (const column of ['both', 'price', 'some.name', 'unmapped']) expect(sortField(column)).toBeUndefined();
});
