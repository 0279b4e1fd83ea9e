import { expect, test } from 'vitest';
import { SORTABLE_TYPES, sortValuesOf } from '../../shared/order.ts';
import { isKnownSort } from '../opensearch/known-sort.ts';
import { byOrder } from './by-order.ts';

test('a row without a value stands below the others or at a mark, and for some types above them or at another besides', () => {
  expect(byOrder(undefined)).toEqual([]);
  expect(
    byOrder([
      { field: 'at', order: 'desc', type: 'date' },
      { field: 'word', order: 'asc', type: 'keyword' },
      { field: 'n', order: 'desc', type: 'long' },
      { field: 'a.b', order: 'asc', type: 'integer', path: 'a' },
    ]),
  ).toEqual([
    { at: { order: 'desc', unmapped_type: 'date', missing: 0, numeric_type: 'date' } },
    { at: { order: 'desc', unmapped_type: 'date', missing: 1, numeric_type: 'date' } },
    { word: { order: 'asc', unmapped_type: 'keyword', missing: '_first' } },
    { n: { order: 'desc', unmapped_type: 'long', missing: '_last', numeric_type: 'long' } },
    { n: { order: 'desc', unmapped_type: 'long', missing: '_first', numeric_type: 'long' } },
    {
      'a.b': { order: 'asc', unmapped_type: 'integer', missing: '_first', numeric_type: 'long', nested: { path: 'a' } },
    },
  ]);
});

test.each(SORTABLE_TYPES)(
  'what is asked of a %s may be asked, and is answered by as many values as are waited for',
  (type) => {
    for (const order of ['asc', 'desc'] as const) {
      const asked = [{ field: 'f', order, type }];
      expect(byOrder(asked)).toHaveLength(sortValuesOf(asked));
      expect(isKnownSort(byOrder(asked))).toBe(true);
    }
  },
);
