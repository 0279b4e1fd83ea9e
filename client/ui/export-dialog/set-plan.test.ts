import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EachValue } from '../../../shared/figures.ts';
import { planOf } from './set-plan.ts';

const counted: EachValue = {
  search: { index: 'orders', q: 'paid', filters: [{ op: 'exists', field: 'n' }] },
  values: [
    { value: 'a/b', rows: 7 },
    { value: 'gone', rows: 0 },
    { value: '', rows: 2 },
  ],
  ...{ more: false, without: 3, total: 12, unfound: 0 },
};
const options = { field: 'tenant', fields: [], without: true, fileName: 'orders.csv', ending: '.csv' };
const plan = (values: Partial<EachValue>, more: Partial<typeof options> = {}) =>
  planOf({ ...counted, ...values }, { ...options, ...more });

it('has a file for each value that rows have, and one for those without, each with a filter besides the search’s', () => {
  const { index, q, filters = [] } = counted.search;
  expect(plan({})).toEqual({
    ...{ sum: 12, total: 12, left: 0 },
    files: [
      { fileName: 'orders_a_b.csv', rows: 7, filter: { op: 'is', field: 'tenant', value: 'a/b' } },
      { fileName: 'orders_(empty).csv', rows: 2, filter: { op: 'is', field: 'tenant', value: '' } },
      { fileName: 'orders_(none).csv', rows: 3, filter: { op: 'exists', field: 'tenant', not: true } },
    ].map(({ filter, ...file }) => ({ ...file, search: { index, q, filters: [...filters, filter] } })),
  });
  expect(plan({}, { without: false })).toMatchObject({ sum: 9, total: 12, left: 3, files: { length: 2 } });
  expect(plan({ without: 0 })).toMatchObject({ sum: 9, left: 0, files: { length: 2 } });
});

it('says why there is none', () => {
  expect(plan({ more: true })).toBe('tooMany');
  expect(plan({ values: [] })).toBe('none');
  expect(plan({ unfound: 1 })).toBe('moved');
  expect(plan({ values: [{ value: 'x'.repeat(4097), rows: 1 }] })).toBe('tooLong');
  const filters = Array.from({ length: 50 }, () => ({ op: 'exists' as const, field: 'n' }));
  expect(plan({ search: { ...counted.search, filters } })).toBe('tooLong');
});

it('the files have as many rows as the values and those without, whatever these are', () => {
  const value = fc.record({ value: fc.string({ unit: 'grapheme' }), rows: fc.nat(1000) });
  const values = fc.uniqueArray(value, { minLength: 1, maxLength: 50, selector: (one) => one.value });
  fc.assert(
    fc.property(values, fc.nat(50), fc.boolean(), (all, without, wanted) => {
      const made = plan({ values: all, without }, { without: wanted });
      if (typeof made === 'string') throw new Error(made);
      const rows = all.reduce((sum, one) => sum + one.rows, 0);
      expect(made.sum + made.left).toBe(rows + without);
      expect(new Set(made.files.map(({ fileName }) => fileName)).size).toBe(made.files.length);
      expect(made.files.every((file) => file.rows > 0)).toBe(true);
    }),
  );
});
