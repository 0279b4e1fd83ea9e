import { describe, expect, it } from 'vitest';
import { assertAffordable } from './query-limits.ts';
import { wildQueryString } from './query-string.ts';

const refused = (query: unknown, expensive = false) => {
  try {
    assertAffordable(query, { expensive });
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const deep = (levels: number): object => (levels === 0 ? { match_all: {} } : { bool: { must: [deep(levels - 1)] } });

describe('a query string', () => {
  it.each([
    ['origin:LAS', undefined],
    ['flight*', undefined],
    ['*', undefined],
    ['origin:*', undefined],
    ['n:[* TO 5}', undefined],
    ['(a OR origin:*) AND b', undefined],
    ['"*quoted /not/ wild"', undefined],
    ['path:\\/var\\/log \\*x', undefined],
    ['a-*', undefined],
    ['*LAS', 0],
    ['origin:*AS', 7],
    ['?AS', 0],
    ['a (*b)', 3],
    ['a -*b', 3],
    ['name:/a.*b/', 5],
    ['a/b/', 1],
    ['"a" *b', 4],
    ['"a"*b', 3],
    ['n:>*5', 3],
  ])('%s', (text, position) => {
    expect(wildQueryString(text)).toBe(position);
  });
});

describe('a query', () => {
  it('of the usual kinds is let through', () => {
    const filter = [{ range: { at: { gte: 1 } } }, { terms: { a: [1, 2] } }, { exists: { field: 'a' } }];
    const query = { bool: { must: { match: { a: 'b' } }, filter, must_not: { prefix: { a: 'x' } } } };
    expect(refused(query)).toBeUndefined();
    expect(refused({ nested: { path: 'a', query: { wildcard: { 'a.b': 'x*' } } } })).toBeUndefined();
    expect(refused({ query_string: { query: 'a:b*' } })).toBeUndefined();
  });

  it('that is dear needs the setting', () => {
    const dear = [
      { regexp: { a: 'b.*' } },
      { wildcard: { a: '*b' } },
      { wildcard: { a: { value: '?b' } } },
      { wildcard: { a: { wildcard: '*b' } } },
      { script: { script: 'true' } },
      { function_score: { query: { match_all: {} }, script_score: { script: '1' } } },
      { script_score: { query: { match_all: {} }, script: { source: '1' } } },
      { query_string: { query: 'a:/b/' } },
    ];
    for (const query of dear) {
      expect(refused({ bool: { filter: [{ bool: { should: [query] } }] } })).toBe('query_invalid');
      expect(refused(query, true)).toBeUndefined();
    }
    // Not a way around: what stands inside of a dear one is looked at as well.
    expect(refused({ function_score: { query: { wrapper: { query: 'e30=' } } } }, true)).toBe('query_invalid');
    expect(refused({ function_score: { functions: [{ filter: { percolate: {} } }] } }, true)).toBe('query_invalid');
  });

  it('never reaches into another index or hides what it is', () => {
    const hidden = [
      { terms: { a: { index: 'secret', id: '1', path: 'x' } } },
      { wrapper: { query: 'eyJtYXRjaF9hbGwiOnt9fQ==' } },
      { percolate: { field: 'q', index: 'secret', id: '1' } },
      { more_like_this: { like: [{ _index: 'secret', _id: '1' }] } },
      { geo_shape: { a: { indexed_shape: { index: 'secret', id: '1' } } } },
      { terms_set: { a: { terms: ['x'], minimum_should_match_script: { source: '1' } } } },
      { constructor: {} },
      JSON.parse('{"__proto__": {"match_all": {}}}'),
    ];
    for (const query of hidden) expect(refused({ bool: { must: [query] } }, true)).toBe('query_invalid');
  });

  it('has its limits of depth and clauses, and a form', () => {
    expect(refused(deep(20))).toBeUndefined();
    expect(refused(deep(21))).toBe('query_invalid');
    const clauses = (count: number) => ({ bool: { should: Array.from({ length: count }, () => ({ match_all: {} })) } });
    expect(refused(clauses(1023))).toBeUndefined();
    expect(refused(clauses(1024))).toBe('query_invalid');
    expect(refused({ terms: { a: Array.from({ length: 70_000 }, () => 1) } })).toBe('query_invalid');
    for (const none of [null, [], 'x', {}, { a: {}, b: {} }, { bool: { must: [1] } }]) {
      expect(refused(none)).toBe('query_invalid');
    }
  });
});
