import { expect, it } from 'vitest';
import { parseDql } from '../../../../shared/dql/parse.ts';
import type { Field } from '../../../../shared/http.ts';
import { exampleQuery } from './example-query.ts';

const field = (name: string, type: string): Field => ({ name, type, searchable: true, aggregatable: type !== 'text' });
const rows = (...sources: object[]) => sources.map((source, at) => ({ _index: 'a', _id: String(at), _source: source }));

const found = {
  fields: [field('id', 'keyword'), field('origin', 'keyword'), field('delay', 'integer')],
  hits: rows(
    { id: 'a1', origin: 'ICN', delay: 7 },
    { id: 'a2', origin: 'LAS', delay: 12 },
    { id: 'a3', origin: 'LAS' },
  ),
};

it('is of the field whose values rows share, and of a number', () => {
  expect(exampleQuery(found, 'dql')).toBe('origin: LAS and delay >= 7');
  expect(exampleQuery(found, 'q')).toBe('origin:LAS AND delay:[7 TO *]');
  expect(JSON.parse(exampleQuery(found, 'dsl') ?? '')).toEqual({ term: { origin: 'LAS' } });
});

it('takes the reading that holds whole values, by its own name', () => {
  const fields = [field('title', 'text'), field('title.keyword', 'keyword')];
  expect(exampleQuery({ fields, hits: rows({ title: '주문' }) }, 'dql')).toBe('title.keyword: 주문');
});

it('has nothing to say of values that want quotes, and of no rows', () => {
  const odd = rows({ origin: 'a b' }, { origin: '' }, { origin: 'AND' }, { origin: '*' }, { origin: '"' });
  expect(exampleQuery({ ...found, hits: odd }, 'dql')).toBeUndefined();
  expect(exampleQuery({ ...found, hits: [] }, 'q')).toBeUndefined();
});

it('is a query that can be read', () => {
  expect(parseDql(exampleQuery(found, 'dql') ?? '').fault).toBeUndefined();
});
