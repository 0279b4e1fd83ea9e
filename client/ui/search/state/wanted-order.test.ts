import { describe, expect, it } from 'vitest';
import { EMPTY_ADDRESS } from '../address/address.ts';
import { resolveOrder } from './wanted-order.ts';

const field = (name: string, type: string, aggregatable = true) => ({ name, type, searchable: true, aggregatable });
const fields = [field('date', 'date'), field('seen', 'date'), field('delay', 'long'), field('text', 'text', false)];
const resolve = (sort: string, known = fields, time = '') => resolveOrder({ ...EMPTY_ADDRESS, sort, time }, known);
const newest = (name: string, type = 'date') => ({
  ...{ order: [{ column: name, order: 'desc' }], sort: [{ field: name, type, order: 'desc' }], unsorted: [] },
});

describe('the order of a table', () => {
  it('is the newest first where nobody chose one and there is a time', () => {
    expect(resolve('')).toEqual(newest('date'));
    expect(resolve('', [...fields, field('@timestamp', 'date_nanos')])).toEqual(newest('@timestamp', 'date_nanos'));
    expect(resolve('', fields, 'seen')).toEqual(newest('seen'));
  });

  it.each([
    ['no time', [field('delay', 'long')]],
    ['a time of nested objects only', [field('items', 'nested'), field('items.at', 'date')]],
    ['a time that has no values to sort by', [field('at', 'date', false)]],
    ['a time whose indices differ in type', [field('at', 'date, date_nanos', false)]],
    ['no list of fields', []],
  ])('is that of relevance for %s', (_, known) => {
    expect(resolve('', known)).toEqual({ order: [], unsorted: [] });
  });

  it('is the one in the address', () => {
    expect(resolve('delay:asc,date:desc')).toEqual({
      order: [
        { column: 'delay', order: 'asc' },
        { column: 'date', order: 'desc' },
      ],
      sort: [
        { field: 'delay', type: 'long', order: 'asc' },
        { field: 'date', type: 'date', order: 'desc' },
      ],
      unsorted: [],
    });
    expect(resolve('none')).toEqual({ order: [], sort: 'seq_no', unsorted: [] });
    expect(resolve('relevance')).toEqual({ order: [], unsorted: [] });
  });

  it('tells where nested objects hold a field', () => {
    const known = [field('items', 'nested'), field('items.sku', 'keyword')];
    expect(resolve('items.sku:asc', known).sort).toEqual([
      { field: 'items.sku', type: 'keyword', order: 'asc', path: 'items' },
    ]);
  });

  it('goes without what rows cannot be sorted by, and is the usual one where nothing is left', () => {
    expect(resolve('text:asc,delay:asc')).toMatchObject({ sort: [{ field: 'delay' }], unsorted: ['text'] });
    expect(resolve('text:asc,gone:asc')).toEqual({ ...newest('date'), unsorted: ['text', 'gone'] });
  });
});
