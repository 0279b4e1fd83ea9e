import { describe, expect, test } from 'vitest';
import { matches, namesDirectly, partsOf, toPath } from './expression.ts';

describe('partsOf', () => {
  test('names, patterns, exclusions and date math', () => {
    expect(partsOf('flights, logs-*,-logs-old,<logs-{now/d{yyyy.MM.dd,UTC}}>')).toEqual([
      { text: 'flights', excluded: false, dateMath: false },
      { text: 'logs-*', excluded: false, dateMath: false },
      { text: 'logs-old', excluded: true, dateMath: false },
      { text: '<logs-{now/d{yyyy.MM.dd,UTC}}>', excluded: false, dateMath: true },
    ]);
  });

  test.each([
    'a/b',
    'a?b',
    'a#b',
    'a%2fb',
    'a%b',
    '../x',
    '..',
    'a b',
    'a\r\nx: y',
    'a\u0000',
    '_search',
    '_cat/indices',
    'a,_search',
    '-a',
    'a,,b',
    'a,',
    ',a',
    '-',
    '',
    'a"b',
    'a\\b',
    'other:a',
    '<a',
    'a<b>',
    '<a/../b>',
  ])('refuses %j', (expression) => {
    expect(() => partsOf(expression)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });

  test('a path keeps within its segment', () => {
    expect(toPath('a,-b*')).toBe('a%2C-b*');
    expect(toPath('<a-{now/d}>')).toBe('%3Ca-%7Bnow%2Fd%7D%3E');
  });
});

test.each([
  ['flights', 'flights', true],
  ['fl*', 'flights', true],
  ['*ghts', 'flights', true],
  ['f*g*s', 'flights', true],
  ['f*g*x', 'flights', false],
  ['*', 'flights', true],
  ['*', '.kibana', false],
  ['.k*', '.kibana', true],
  ['_all', 'flights', true],
  ['a.c', 'abc', false],
])('matches(%s, %s) is %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

test('a pattern of many stars costs no time', () => {
  const begun = performance.now();
  // Without an end where each star is tried everywhere; busy machines take their time.
  expect(matches(`${'a*'.repeat(500)}b`, 'a'.repeat(255))).toBe(false);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test.each([
  ['idx', 'idx', true],
  ['idx,alias', 'idx', true],
  ['i*,alias', 'idx', true],
  ['alias', 'idx', false],
  ['*,-idx,alias', 'idx', false],
  ['*,-i*', 'idx', false],
  ['<idx>', 'idx', false],
  ['logs*', '.ds-logs-000001', false],
])('%s names %s directly: %s', (expression, index, expected) => {
  expect(namesDirectly(expression, index)).toBe(expected);
});
