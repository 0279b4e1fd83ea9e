import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type Order, orderSchema, SORTABLE_TYPES, sortValuesOf, valuesOf } from './order.ts';

const by = (field: string, more: object = {}) => ({ field, order: 'asc', type: 'keyword', ...more });
const isOrder = (order: unknown) => v.safeParse(orderSchema, order).success;

describe('an order', () => {
  it('is of one to four fields, each once', () => {
    expect(isOrder([by('a')])).toBe(true);
    expect(isOrder(['a', 'b', 'c', 'd'].map((field) => by(field)))).toBe(true);
    expect(isOrder(['a', 'b', 'c', 'd', 'e'].map((field) => by(field)))).toBe(false);
    expect(isOrder([])).toBe(false);
    expect(isOrder([by('a'), by('a', { order: 'desc' })])).toBe(false);
  });

  it.each([
    ['a direction that is none', by('a', { order: 'up' })],
    ['a type that has no order', by('a', { type: 'text' })],
    ['a type that loses rows', by('a', { type: 'scaled_float' })],
    ['no field', by('')],
    ['a script', by('_script')],
    ['a distance', by('_geo_distance')],
    ['scores', by('_score')],
    ['ids, which take memory', by('_id')],
    ['the order of an index', by('_doc')],
    ['a path beside the field', by('a.b', { path: 'c' })],
    ['a path that is the field', by('a', { path: 'a' })],
    ['a path that only begins like the field', by('ab.c', { path: 'a' })],
    ['a name that is too long', by('a'.repeat(1025))],
  ])('does not take %s', (_, field) => {
    expect(isOrder([field])).toBe(false);
  });

  it('takes names as long as a ticket has room for', () => {
    expect(isOrder([by('a'.repeat(1000))])).toBe(true);
    expect(isOrder(['a', 'b', 'c'].map((letter) => by(letter.repeat(1000))))).toBe(false);
    expect(isOrder([by('a.b', { path: 'a' })])).toBe(true);
  });

  it('says how many values a hit bears', () => {
    const order = SORTABLE_TYPES.slice(0, 4).map((type, i) => ({ field: `f${i}`, order: 'asc', type }) as const);
    expect(sortValuesOf(undefined)).toBe(0);
    expect(sortValuesOf(order satisfies Order)).toBe(order.reduce((sum, { type }) => sum + valuesOf(type), 0));
    expect(SORTABLE_TYPES.filter((type) => valuesOf(type) === 2)).toEqual([
      'long',
      'unsigned_long',
      'date',
      'date_nanos',
    ]);
  });
});
