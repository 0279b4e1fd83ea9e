import { describe, expect, test } from 'vitest';
import { matches, namesDirectly, partsOf, toPath } from './expression.ts';

describe('partsOf', () => {
  test('names, patterns, exclusions and date math', () => {
    const plain = (text: string, excluded = false) => ({ text, shape: text, excluded, dateMath: false });
    const date = '<logs-{now/d{yyyy.MM.dd|UTC}}>';
    expect(partsOf(`flights, logs-*,_all,-logs-old,Sales,.a,${date}`)).toEqual([
      plain('flights'),
      plain('logs-*'),
      plain('*'),
      plain('logs-old', true),
      plain('Sales'),
      plain('.a'),
      { text: date, shape: 'logs-*', excluded: false, dateMath: true },
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
    // Lists are parted inside of brackets too.
    '<a,b>',
    '<x*,other:secret,*y>',
    '<logs-{now/d{yyyy.MM.dd,UTC}}>',
    'a,<b',
    '-<a>',
    '*,-<a-{now/d}>',
    // Other clusters.
    '*:a',
    'a,other:a',
    'other:*',
    ':a',
    'a:',
    '*,-other:a',
    '<other:a-{now/d}>',
    '<a-{now/d{yyyy|+09:00}}>',
    // Exclusions alone, and before what begins with a wildcard.
    '-*',
    '-a,-b',
    '-_all',
    '-.*',
    '-a,*',
    'b*,-a,*c',
    'b*,-a,_all',
    // No text, or more than a name or a list can be.
    '\ud800',
    'a\udfff*',
    '<a\ud800>',
    'é'.repeat(128),
    `${'a'.repeat(255)}*`,
    `<${'a'.repeat(254)}>`,
    Array.from({ length: 201 }, (_, n) => `i${n}`).join(','),
    ','.repeat(1000),
    '+a',
    '_all*',
    '_al',
    '*,_cat',
  ])('refuses %j', (expression) => {
    expect(() => partsOf(expression)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });

  test('a path keeps within its segment', () => {
    expect(toPath('a,-b*')).toBe('a%2C-b*');
    expect(toPath('<a-{now/d}>')).toBe('%3Ca-%7Bnow%2Fd%7D%3E');
  });

  test('a path is no longer than OpenSearch takes it', () => {
    const names = (count: number, name: string) => Array.from({ length: count }, (_, n) => name + n).join(',');
    expect(toPath(names(120, 'an-index-of-a-name-'))).toBeTypeOf('string');
    const long = [names(200, 'an-index-of-a-name-'), names(100, '인덱스이름-'), names(20, '*-2026.01-')];
    for (const text of long) expect(() => toPath(text)).toThrow(expect.objectContaining({ code: 'bad_request' }));
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
  ['_all', 'idx', true],
  ['*', '.idx', false],
  ['*', 'i%x', false],
  ['logs*', '.ds-logs-000001', false],
])('%s names %s directly: %s', (expression, index, expected) => {
  expect(namesDirectly(expression, index)).toBe(expected);
});
