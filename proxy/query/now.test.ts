import { expect, test } from 'vitest';
import type { Search } from '../../shared/search.ts';
import { atTime, fieldsBesideNow, type KindOf } from './now.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const AT = '2026-01-02T03:04:05.678Z||';
const TERM = '2026-01-02T03\\:04\\:05.678Z\\|\\|';
const kindOf: KindOf = (field) => ({ d: 'iso' as const, 'e.at': 'iso' as const, own: 'own_format' as const })[field];
const fixed = (search: Partial<Search>) => atTime({ index: 'a', q: '', ...search }, NOW, kindOf);

test('in the time range', () => {
  const from = (text: string) => fixed({ time: { field: 'any', from: text } }).time?.from;
  expect([from('now'), from('now-1d/d'), from('2020-01-01')]).toEqual([AT, `${AT}-1d/d`, '2020-01-01']);
});

test('in filters, of dates', () => {
  const filters = (field: string, to: string) =>
    fixed({ filters: [{ op: 'between', field, from: 'now-1d', to }] }).filters?.[0];
  expect(filters('d', '2030')).toMatchObject({ from: `${AT}-1d`, to: '2030' });
  expect(filters('own', 'now')).toMatchObject({ from: `${AT}-1d`, to: AT });
  expect(filters('own', 'Jan 01 2030')).toMatchObject({ from: 'now-1d' });
  expect(filters('k', 'now')).toMatchObject({ from: 'now-1d', to: 'now' });
});

test.each([
  ['d:[now-1h/d TO now]', `d:["${AT}-1h/d" TO "${AT}"]`],
  ['d:{ now\\-1h  TO 2030-01-01 ]', `d:{ "${AT}-1h"  TO 2030-01-01 ]`],
  ['+d:["now-1h" TO *} AND k:now', `+d:["${AT}-1h" TO *} AND k:now`],
  ['d : >=now\\/d', `d : >=${TERM}\\/d`],
  ['(k:x OR d:(>now-3h AND -<=now+1d)) <now', `(k:x OR d:(>${TERM}-3h AND -<=${TERM}+1d)) <now`],
  ['e.at:<now^2 e\\.at:>now', `e.at:<${TERM}^2 e\\.at:>${TERM}`],
])('in the query string: %s', (q, expected) => {
  expect(fixed({ q }).q).toBe(expected);
});

test.each([
  ['d >= now-1h/d and d < now', `d >= "${AT}-1h/d" and d < "${AT}"`],
  ['d: (now-1d or "now") or k > now', `d: ("${AT}-1d" or "${AT}") or k > now`],
  ['own > now-1d and own: now', `own > "${AT}-1d" and own: now`],
  ['e: { at > now }', `e: { at > "${AT}" }`],
  ['now or d > nowhere or d: now*', 'now or d > nowhere or d: now*'],
  ['d > now and (', 'd > now and ('],
])('in DQL: %s', (dql, expected) => {
  expect(fixed({ dql }).dql).toBe(expected);
});

test.each([
  'k:[now TO *]',
  'own:>now-1d',
  'd:now d:"now-1d" now',
  '"d:[now TO *]" k:/d:[now TO *]/ k:\\[now',
  '[now TO *] d:x >now',
  'd:(x) >now',
  'd:>nowhere d:[nowhere TO *]',
  'd:[now',
  'd:("unclosed',
  '\\',
])('what is no range of a known date stays: %s', (q) => {
  expect(fixed({ q }).q).toBe(q);
});

test.each(['[', '{', '[a', '["', '["\\"', '[\\"', '/', '\\', '"', '(', 'a:', '> ', '[now TO '])(
  'a long text of %s is gone through once',
  (part) => {
    const q = part.repeat((64 * 1024) / part.length);
    const began = performance.now();
    fixed({ q });
    // Once takes some ms; once for each part takes half a minute.
    expect(performance.now() - began).toBeLessThan(5_000);
  },
);

const dslOf = (dsl: object | string) => {
  const text = typeof dsl === 'string' ? dsl : JSON.stringify(dsl);
  return fixed({ dsl: text }).dsl;
};

test('in query DSL, however deep, with digits as they are', () => {
  const dsl =
    '{"bool":{"filter":[{"nested":{"path":"e","query":{"range":{"e.at":{"gt":"now-1h","lte":"now","boost":1.0}}}}},' +
    '{"term":{"n":9007199254740993}},{"match":{"d":"now"}}],"must_not":{"query_string":{"query":"d:>now","default_field":"k"}}}}';
  expect(dslOf(dsl)).toBe(
    `{"bool":{"filter":[{"nested":{"path":"e","query":{"range":{"e.at":{"gt":"${AT}-1h","lte":"${AT}","boost":1.0}}}}},` +
      `{"term":{"n":9007199254740993}},{"match":{"d":"now"}}],"must_not":{"query_string":{"query":"d:>${TERM.replaceAll('\\', '\\\\')}","default_field":"k"}}}}`,
  );
});

test('under the format that a range has, or that it can be given', () => {
  const range = (field: string, bounds: object) => JSON.parse(dslOf({ range: { [field]: bounds } }) ?? '').range[field];
  expect(range('d', { from: 'now', format: 'yyyy' })).toEqual({ from: AT, format: 'yyyy||strict_date_optional_time' });
  expect(range('own', { gte: 'now' })).toEqual({ gte: AT, format: 'strict_date_optional_time||epoch_millis' });
  expect(range('own', { gte: 'now', lt: 'Jan 01 2030' })).toEqual({ gte: 'now', lt: 'Jan 01 2030' });
  expect(range('d', { gte: 'now', lt: null })).toEqual({ gte: AT, lt: null });
});

test('query DSL without now, or with fields that are no dates, is not written anew', () => {
  for (const dsl of ['{ "range": { "d": { "gte": "2020" } } }', '{ "range": { "k": { "gte": "now" } } }']) {
    expect(dslOf(dsl)).toBe(dsl);
  }
});

test('tells which fields it has to know', () => {
  const q = 'd:>now OR k:(a <now) OR x:1';
  const dsl = '{"range":{"e.at":{"lt":"now"}}}';
  expect(fieldsBesideNow({ index: 'a', q, time: { field: 't', from: 'now' } })).toEqual(['d', 'k']);
  expect(fieldsBesideNow({ index: 'a', q: '', dsl })).toEqual(['e.at']);
});

test('takes no longer for a query that is all brackets', () => {
  const began = performance.now();
  for (const q of ['['.repeat(65_536), '["'.repeat(32_768)]) expect(fixed({ q }).q).toBe(q);
  expect(performance.now() - began).toBeLessThan(5_000);
});
