import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { askedWithin, nestedSchema, onlyPath } from './nested.ts';

describe('what a search tells of nested fields', () => {
  const one = { field: 'a.b.c', paths: [{ path: 'a.b' }, { path: 'a', indices: ['x'] }], plain: true };

  it('is taken as it is', () => {
    expect(v.parse(nestedSchema, [one])).toEqual([one]);
    expect(v.parse(nestedSchema, [])).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a path that is not the field’s', [{ ...one, paths: [{ path: 'other' }] }]],
    ['a path that only begins as the field does', [{ ...one, paths: [{ path: 'a.b.' }] }]],
    ['the field itself', [{ ...one, paths: [{ path: 'a.b.c' }] }]],
    ['no path', [{ ...one, paths: [] }]],
    ['no index', [{ ...one, paths: [{ path: 'a', indices: [] }] }]],
    ['too many paths', [{ ...one, paths: Array.from({ length: 6 }, () => ({ path: 'a' })) }]],
    ['too many fields', Array.from({ length: 81 }, () => one)],
    ['too many indices', [{ ...one, paths: [{ path: 'a', indices: Array.from({ length: 1001 }, () => 'x') }] }]],
    [
      'too much of it',
      [{ ...one, paths: [{ path: 'a', indices: Array.from({ length: 100 }, () => 'x'.repeat(400)) }] }],
    ],
  ])('%s is refused', (_, given) => {
    expect(v.safeParse(nestedSchema, given).success).toBe(false);
  });

  it('is counted under one path that is everywhere, or not at all', () => {
    expect(onlyPath({ field: 'a.b', paths: [{ path: 'a' }] })).toBe('a');
    expect(onlyPath({ field: 'a.b', paths: [{ path: 'a' }], plain: true })).toBeUndefined();
    expect(onlyPath({ field: 'a.b', paths: [{ path: 'a', indices: ['x'] }] })).toBeUndefined();
    expect(onlyPath(one)).toBeUndefined();
  });

  it('is asked in each place where values are', () => {
    const clause = { term: { 'a.b.c': 1 } };
    const nested = (path: string) => ({ nested: { path, query: clause, ignore_unmapped: true } });
    expect(askedWithin(undefined, clause)).toEqual(clause);
    expect(askedWithin({ field: 'a.b.c', paths: [{ path: 'a.b' }] }, clause)).toEqual(nested('a.b'));
    expect(askedWithin(one, clause)).toEqual({
      bool: {
        should: [clause, nested('a.b'), { bool: { filter: [{ terms: { _index: ['x'] } }, nested('a')] } }],
        minimum_should_match: 1,
      },
    });
  });
});
