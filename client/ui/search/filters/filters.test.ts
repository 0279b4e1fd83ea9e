import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Filter } from '../../../../shared/filter.ts';
import { EMPTY_ADDRESS, readAddress, writeAddress } from '../address/address.ts';
import { readFilter, writeFilter } from '../address/filter-text.ts';
import { addFilter, filterOnValue, negated, replaceFilter, toggleFilter } from './filters.ts';

const is = (value: string): Filter => ({ field: 'origin', op: 'is', value });

describe('a filter in the address', () => {
  it.each<[string, Filter]>([
    ['origin:is:LAS', is('LAS')],
    ['-origin:is:LAS', { ...is('LAS'), not: true }],
    ['origin:one_of:LAS,ATL', { field: 'origin', op: 'one_of', values: ['LAS', 'ATL'] }],
    ['delay:between:-30,240', { field: 'delay', op: 'between', from: '-30', to: '240' }],
    ['delay:between:60,', { field: 'delay', op: 'between', from: '60' }],
    ['-tail:exists', { field: 'tail', op: 'exists', not: true }],
    ['at:is:03\\:04', { field: 'at', op: 'is', value: '03:04' }],
  ])('%s', (text, filter) => {
    expect(writeFilter(filter)).toBe(text);
    expect(readFilter(text)).toEqual(filter);
  });

  it('brings back whatever was written', () => {
    const text = fc.string({ unit: 'grapheme' });
    const some = fc.string({ unit: 'grapheme', minLength: 1 });
    const of = { field: some, not: fc.constantFrom(undefined, true as const) };
    const filter = fc.oneof(
      fc.record({ ...of, op: fc.constant('is'), value: text }),
      fc.record({ ...of, op: fc.constant('one_of'), values: fc.array(text, { minLength: 1, maxLength: 5 }) }),
      fc.record({ ...of, op: fc.constant('between'), from: some, to: fc.option(some, { nil: undefined }) }),
      fc.record({ ...of, op: fc.constant('exists') }),
    );
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 4 }), (drawn) => {
        const filters = JSON.parse(JSON.stringify(drawn));
        const { search } = new URL(writeAddress({ ...EMPTY_ADDRESS, filters }), 'http://localhost');
        expect(readAddress(search).filters).toEqual(filters);
      }),
    );
  });

  it('is a condition no row meets where it cannot be read', () => {
    for (const text of ['nonsense', 'a:huh:b', 'a:exists:b:c', '']) {
      expect(readFilter(text)).toEqual({ op: 'exists', field: text || '?' });
    }
  });
});

describe('the filters of a search', () => {
  it('are added once, and take the place of their contrary', () => {
    const one = addFilter(EMPTY_ADDRESS, is('LAS'));
    expect(addFilter(one, is('LAS')).filters).toEqual([is('LAS')]);
    expect(addFilter(one, negated(is('LAS'))).filters).toEqual([negated(is('LAS'))]);
    expect(toggleFilter(one, is('LAS')).filters).toEqual([]);
    const two = addFilter(one, is('ATL'));
    expect(replaceFilter(two, is('LAS'), is('ATL')).filters).toEqual([is('ATL')]);
  });

  it('ask a text field by its keyword reading', () => {
    const field = (name: string, type: string) => ({ name, type, searchable: true, aggregatable: true });
    const fields = [field('Title', 'text'), field('Title.keyword', 'keyword'), field('origin', 'keyword')];
    expect(filterOnValue('Title', 'A b', fields).field).toBe('Title.keyword');
    expect(filterOnValue('Title', 'x'.repeat(300), fields).field).toBe('Title');
    expect(filterOnValue('origin', 'LAS', fields).field).toBe('origin');
  });
});
