import { expect, test } from 'vitest';
import { makeSortFields, nextSort, readSort, writeSort } from './sort.ts';

const field = (name: string, type: string, aggregatable = true) => ({ name, type, searchable: true, aggregatable });

test('the address holds a column and an order, colons in names and all', () => {
  expect(readSort('a:b:desc')).toEqual({ column: 'a:b', order: 'desc' });
  for (const text of ['', 'delay', 'delay:up', ':asc']) expect(readSort(text)).toBeUndefined();
  expect(writeSort(readSort('delay:asc'))).toBe('delay:asc');
  expect(writeSort(undefined)).toBe('');
});

test('a head pressed again and again goes up, down, and back to none', () => {
  const up = nextSort({ column: 'other', order: 'desc' }, 'delay');
  expect(up).toEqual({ column: 'delay', order: 'asc' });
  const down = nextSort(up, 'delay');
  expect(down).toEqual({ column: 'delay', order: 'desc' });
  expect(nextSort(down, 'delay')).toBeUndefined();
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
