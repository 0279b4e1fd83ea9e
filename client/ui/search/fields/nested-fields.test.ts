import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../shared/http.ts';
import type { Search } from '../../../../shared/search.ts';
import { facetFields } from '../facets/facet-fields.ts';
import { defaultTimeField } from '../time/times.ts';
import { isCountable, nestedOf, withNested } from './nested-fields.ts';

const field = (name: string, type: string, nestedIn?: string[]): Field => ({
  ...{ name, type, searchable: !/nested|object/.test(type), aggregatable: !/nested|object/.test(type) },
  ...(nestedIn ? { nestedIn } : {}),
});
const fields = [
  field('items', 'nested'),
  field('items.sku', 'keyword'),
  field('items.at', 'date'),
  field('items.box', 'object'),
  field('items.box.size', 'long'),
  field('items.parts', 'nested'),
  field('items.parts.n', 'long'),
  field('some', 'nested, object', ['one']),
  field('some.name', 'keyword'),
  field('some.deep', 'nested, object', ['two']),
  field('some.deep.name', 'keyword'),
  field('itemsets', 'keyword'),
  field('plain', 'object'),
  field('plain.name', 'keyword'),
];

describe('how a field is nested', () => {
  it.each([
    ['items.sku', { paths: [{ path: 'items' }] }],
    ['items.box.size', { paths: [{ path: 'items' }] }],
    ['items.parts.n', { paths: [{ path: 'items.parts' }] }],
    ['some.name', { paths: [{ path: 'some', indices: ['one'] }], plain: true }],
    [
      'some.deep.name',
      {
        paths: [
          { path: 'some.deep', indices: ['two'] },
          { path: 'some', indices: ['one'] },
        ],
        plain: true,
      },
    ],
  ])('%s', (name, expected) => {
    expect(nestedOf(name, fields)).toEqual({ field: name, ...expected });
  });

  it('others are not', () => {
    for (const name of ['itemsets', 'plain.name', 'items', 'nosuch', 'nosuch.name', '']) {
      expect(nestedOf(name, fields)).toBeUndefined();
    }
    expect(nestedOf('items.sku', [])).toBeUndefined();
  });

  it('a search tells it of the fields of its filters, its time, and what else is asked', () => {
    const search: Search = {
      ...{ index: 'a', q: '' },
      filters: [
        { op: 'exists', field: 'items.sku' },
        { op: 'exists', field: 'plain.name' },
      ],
      time: { field: 'items.at', from: 'now-1d' },
    };
    const told = withNested(search, fields, ['items.sku', 'items.parts.n']).nested?.map((one) => one.field);
    expect(told).toEqual(['items.sku', 'items.at', 'items.parts.n']);
    expect(withNested({ index: 'a', q: '', nested: [] }, fields)).toEqual({ index: 'a', q: '' });
  });

  it('values are counted where all indices agree, and the others are named', () => {
    expect(['items.sku', 'items.parts.n', 'itemsets'].every((name) => isCountable(name, fields))).toBe(true);
    expect(isCountable('some.name', fields)).toBe(false);
    expect(facetFields(fields, 4)).toEqual({
      ...{ shown: ['itemsets', 'plain.name', 'items.sku'], more: true },
      left: ['some.name', 'some.deep.name'],
    });
  });

  it('the time is that of the rows, and of nested objects where there is no other', () => {
    expect(defaultTimeField(fields)).toBe('items.at');
    expect(defaultTimeField([field('some.at', 'date'), ...fields])).toBe('items.at');
    expect(defaultTimeField([...fields, field('seen', 'date')])).toBe('seen');
  });
});
