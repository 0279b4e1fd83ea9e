import { describe, expect, it } from 'vitest';
import { MAX_LIST_VALUES } from '../../shared/limits.ts';
import { assertClause } from './dsl.ts';

const values = Array.from({ length: MAX_LIST_VALUES }, (_, i) => `${i}`.padStart(64, '0'));
const check = (clause: unknown, expensive = false) =>
  assertClause(typeof clause === 'string' ? clause : JSON.stringify(clause), { expensive });
const invalid = (message: string) =>
  expect.objectContaining({ code: 'query_invalid', message: expect.stringContaining(message) });

describe('long DSL', () => {
  it.each<[string, unknown]>([
    ['a list of values', { terms: { id: values } }],
    ['with a boost beside it', { terms: { id: values, boost: 2 } }],
    ['document ids', { ids: { values } }],
    ['a list in a bool, and others beside it', { bool: { filter: [{ terms: { id: values } }, { term: { a: 1 } }] } }],
    ['none of the list', { bool: { must_not: { terms: { id: values } } } }],
    ['two lists', { bool: { should: [{ terms: { id: values } }, { terms: { key: values.slice(0, 20_000) } }] } }],
    ['a line a value', JSON.stringify({ terms: { id: values } }, null, 2)],
  ])('may be long for its lists: %s', (_, clause) => {
    expect(() => check(clause)).not.toThrow();
  });

  const long = 'word '.repeat(4000);
  it.each<[string, unknown]>([
    ['a text to search for', { match: { text: long } }],
    ['a phrase', { match_phrase: { text: long } }],
    ['a query string', { query_string: { query: long } }],
    ['terms that must each be there', { terms_set: { terms: { terms: values, minimum_should_match_field: 'n' } } }],
    ['a list beside a long text', { bool: { must: [{ terms: { id: values } }, { match: { text: long } }] } }],
    ['names of fields', { multi_match: { query: 'x', fields: values.slice(0, 1000) } }],
    ['many clauses', { bool: { should: values.slice(0, 1000).map((value) => ({ term: { id: value } })) } }],
    ['a name of a query', { terms: { id: ['a'], _name: 'x'.repeat(20_000) } }],
  ])('may not be long for anything else: %s', (_, clause) => {
    expect(() => check(clause)).toThrow(expect.objectContaining({ code: 'query_invalid' }));
  });

  it('holds no list of more values than OpenSearch takes, and no more than two such lists', () => {
    expect(() => check({ terms: { id: [...values, 'x'] } })).toThrow(invalid('65536 values at most'));
    expect(() => check({ ids: { values: [...values, 'x'] } })).toThrow(invalid('65536 values at most'));
    const short = values.map((_, i) => String(i));
    const three = ['a', 'b', 'c'].map((field) => ({ terms: { [field]: short } }));
    expect(() => check({ bool: { should: three } })).toThrow(invalid('131072 values at most in all'));
  });

  const list = JSON.stringify(values);
  it.each([
    ['no JSON', `{"terms":{"id":${list}}`],
    ['two clauses', `{"terms":{"id":${list}},"match_all":{}}`],
    ['a list and no clause', list],
    ['a name twice', `{"terms":{"id":["a"],"id":${list}}}`],
    ['a name twice, written in two ways', `{"terms":{"id":["a"],"\\u0069d":${list}}}`],
    ['a name twice behind the list', `{"bool":{"filter":{"terms":{"id":${list}}},"filter":{"match_all":{}}}}`],
    ['a lookup', `{"bool":{"filter":[{"terms":{"id":${list}}},{"terms":{"id":{"index":"a","id":"1","path":"x"}}}]}}`],
    ['a wrapper', `{"bool":{"filter":[{"terms":{"id":${list}}},{"wrapper":{"query":"e30="}}]}}`],
    ['an unknown key', `{"terms":{"id":${list}},"boost":2}`],
    ['a list in a list', `{"terms":{"id":[${list}]}}`],
    ['an object among the values', `{"terms":{"id":[{"index":"a"},${list.slice(1)}}}`],
    ['brackets without end', '['.repeat(1_000_000)],
    ['an object in an object, a hundred thousand times', `${'{"bool":'.repeat(100_000)}{}${'}'.repeat(100_000)}`],
    ['quotes and backslashes', `{"terms":{"id":["${'\\'.repeat(100_000)}"`],
  ])('is looked at as short DSL is: %s', (_, dsl) => {
    expect(() => check(dsl, true)).toThrow(expect.objectContaining({ code: 'query_invalid' }));
  });

  it('may hold what is dear where that is allowed, in either length', () => {
    const dear = { bool: { filter: [{ terms: { id: values } }, { regexp: { id: 'a.*' } }] } };
    expect(() => check(dear, false)).toThrow(invalid('switched off'));
    expect(() => check(dear, true)).not.toThrow();
  });

  it('tells apart texts that hold signs of JSON', () => {
    const odd = ['"', '\\', '\\"', '{"a":1}', ':', '"a":"a"', '\n', '🙂', '\u2028', '}{', '\\u0022'];
    const clause = { terms: { 'a"b': [...odd, ...values.slice(100)] } };
    expect(() => check({ bool: { filter: [clause, { term: { 'c:d': odd[3] } }] } })).not.toThrow();
  });
});
