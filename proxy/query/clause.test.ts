import { expect, test } from 'vitest';
import { queryOf } from './clause.ts';

test('an empty search matches every row', () => {
  expect(queryOf({ index: 'a', q: ' ' })).toEqual({ bool: { filter: [{ match_all: {} }] } });
});

test('a query string and a range [from, to)', () => {
  const search = { index: 'a', q: 'origin:LAS', time: { field: 'date', from: '2001-01-01', to: '2001-02-01' } };
  const range = {
    range: { date: { gte: '2001-01-01', lt: '2001-02-01', format: 'strict_date_optional_time||epoch_millis' } },
  };
  const text = { query_string: { query: 'origin:LAS' } };
  expect(queryOf(search)).toEqual({ bool: { filter: [text, range] } });
  expect(queryOf(search, { scored: true, and: [{ term: { a: 1 } }] })).toEqual({
    bool: { must: [text], filter: [range, { term: { a: 1 } }] },
  });
});

test('a range without bounds is none', () => {
  expect(queryOf({ index: 'a', q: '', time: { field: 'date' } })).toEqual({ bool: { filter: [{ match_all: {} }] } });
});
