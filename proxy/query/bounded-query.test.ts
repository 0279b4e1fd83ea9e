import { expect, it, test } from 'vitest';
import type { Filter } from '../../shared/filter.ts';
import { boundedQuery } from './bounded-query.ts';
import { queryOf } from './clause.ts';

const allowed = { expensive: true };
const filterOf = (clause: object): Filter => ({ op: 'dsl', dsl: JSON.stringify(clause) });
const terms = (count: number, from = 0) => ({
  bool: { should: Array.from({ length: count }, (_, n) => ({ term: { a: from + n } })) },
});
const fuzzy = (n: number) => ({ query_string: { query: `${'z'.repeat(36)}${n}~2 `.repeat(20), fields: ['a'] } });
const search = (filters: readonly Filter[], dsl?: string) => ({ index: 'a', q: '', dsl, filters: [...filters] });
const bounded = (filters: readonly Filter[], dsl?: string) => boundedQuery(queryOf(search(filters, dsl)), allowed);

it('lets a query and filters through that stay within one budget', () => {
  expect(() => bounded([filterOf(terms(400)), filterOf(terms(400, 400))], JSON.stringify(terms(100)))).not.toThrow();
  expect(() => bounded([filterOf(fuzzy(0)), filterOf(fuzzy(1))])).not.toThrow();
});

test.each([
  ['clauses of several filters', [terms(480), terms(480, 480), terms(480, 960)], undefined, 'clauses'],
  ['clauses of a query and a filter', [terms(600)], JSON.stringify(terms(600)), 'clauses'],
  ['fuzzy text of several filters', [0, 1, 2, 3].map(fuzzy), undefined, 'misspelt'],
])('%s are added up', (_, filters, dsl, words) => {
  expect(() => bounded(filters.map(filterOf), dsl)).toThrow(words);
});

it('refuses a name that stands twice, also with equal values', () => {
  expect(() => bounded([{ op: 'dsl', dsl: '{"match_all":{},"match_all":{}}' }])).toThrow('stands twice');
  expect(() => bounded([], '{"term":{"a":1,"a":2}}')).toThrow('stands twice');
});
