import { describe, expect, it, test } from 'vitest';
import type { NestedField } from '../../shared/nested.ts';
import { dqlClause } from './dql.ts';
import { FIELDS, LISTS, OPERATORS, WORDS } from './dql-table.ts';
import { DATES, NESTED, PATTERNS, RANGES } from './dql-table-values.ts';
import { assertAffordable } from './limits.ts';

/** `items` is nested, and `items.sub` in it. */
const PLACED: NestedField[] = [
  ...['items', 'items.name', 'items.count', 'it*.name'].map((field) => ({ field, paths: [{ path: 'items' }] })),
  ...['items.sub', 'items.sub.x'].map((field) => ({ field, paths: [{ path: 'items.sub' }] })),
  { field: 'i*', paths: [{ path: 'items' }, { path: 'items.sub' }], plain: true },
  { field: 'mixed.a', paths: [{ path: 'mixed', indices: ['a'] }], plain: true },
];

describe.each([
  ['words', WORDS],
  ['fields', FIELDS],
  ['lists', LISTS],
  ['operators', OPERATORS],
  ['ranges', RANGES],
  ['dates', DATES],
  ['wildcards', PATTERNS],
  ['nested objects', NESTED],
])('%s', (_, table) => {
  it.each(table)('%s', (query, clause) => {
    expect(dqlClause(query, { placed: PLACED, dates: ['early', 'items.early'] })).toEqual(clause);
    // What is made of DQL passes where DSL of the same form would.
    assertAffordable(clause, { expensive: true });
  });
});

test('the table is a long one', () => {
  const all = [WORDS, FIELDS, LISTS, OPERATORS, RANGES, DATES, PATTERNS, NESTED].flat();
  expect(new Set(all.map(([query]) => query)).size).toBeGreaterThanOrEqual(150);
});

test.each([
  ['a: 1 and (', '“(” is never closed', 9],
  ['a: 1 )', '“)” closes nothing', 5],
  ['a: "b', '“"” is never closed', 3],
  ['a:', 'value is missing behind “:”', 1],
  ['a: 1 and ', 'missing behind “and”', 5],
  ['not ', 'missing behind “not”', 0],
  ['a: 10:30', '“:” cannot stand here', 5],
  ['"a" "b"', 'missing before “"b"”', 4],
  ['a not b', 'missing before “not”', 2],
  ['a: ()', 'brackets are empty', 3],
  ['C\\x', 'backslash', 1],
  ['"": 1', 'name of a field', 0],
  ['a^2*: 1', 'name of a field', 0],
  ['a: 1 and b < 18446744073709551615', 'Write <= 18446744073709551614', 13],
  ['a: b c: d', '“:” cannot stand here', 6],
  ['not : 1', '“:” cannot stand here', 4],
  ['not not a', '“not” cannot stand here', 4],
  ['a: >5', '“>” cannot stand here', 3],
  ['a: not b', '“not” cannot stand here', 3],
  ['items: {}', 'brackets are empty', 7],
  [`${'('.repeat(101)}a`, 'too deeply', 100],
])('what cannot be read: %s', (query, message, position) => {
  expect(() => dqlClause(query)).toThrow(
    expect.objectContaining({ code: 'query_invalid', position, message: expect.stringContaining(message) }),
  );
});

test.each([
  ['a path longer than OpenSearch takes', `"${'.'.repeat(1015)}":{${'0:1 or '.repeat(300)}1:1}`, 'name of a field', 0],
  ['a name of very many levels', `a${'.a'.repeat(400)}: 1`, 'name of a field', 0],
  ['a path that a pattern would read otherwise', '"a^5": { hello }', 'name of a field', 0],
  ['more conditions than clauses', `${'a:1 or '.repeat(1024)}b:22`, 'too many conditions', 7170],
  [
    'more patterns of fields than any index needs',
    Array.from({ length: 65 }, (_, n) => `x${n}*: 1`).join(' or '),
    'patterns',
    694,
  ],
])('%s is refused before anything is worked out of it', (_, query, words, position) => {
  expect(() => dqlClause(query)).toThrow(expect.objectContaining({ code: 'query_invalid', position }));
  expect(() => dqlClause(query)).toThrow(words);
});
