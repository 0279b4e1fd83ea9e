import { describe, expect, it } from 'vitest';
import { dqlHelp } from './dql-help.ts';
import { dqlSigns, looksLikeQueryString } from './other-language.ts';

describe('DQL that looks like a query string', () => {
  it.each([
    ...['field:[1 TO 5]', 'field:{1 TO *}', '+a -b', '_exists_:x', 'a && b', 'a || b', '!a', 'user~2', '"a b"~2'],
    ...['a^2 b', 'name:/re.*/', 'a AND -b', 'field:(+a)', 'a: [2026-01-01 TO now]', 'a:b -c:d', '( -a b)', ' +a b'],
    ...['name:/[ab]x/', 'path: x AND +y:z', '-_exists_:a'],
  ])('%s', (query) => {
    expect(looksLikeQueryString(query)).toBe(true);
  });

  it.each([
    ...['a: 1 and b: 2', 'delay: -5', '"+a [1 TO 2]"', 'a-b', '2026-01-01', 'a: x*', 'at >= now-1d', 'http://a.b/c/d'],
    ...['path: /var/log', 'C++', 'a: "x" or b: "y"', '~/.profile', 'to and fro', '[a]', 'path: /var/', 'value: -inf'],
    ...['value:-inf', 'a: (-5 or 5)', 'x - y', 'a AND b', 'NOT a: b', 'items: { a: 1 }', 'a: 5 and b: -x'],
  ])('not %s', (query) => {
    expect(looksLikeQueryString(query)).toBe(false);
  });
});

describe('a query string that looks like DQL', () => {
  it.each([
    ...[
      'status: (200 or 404) and not x: { y: 1 }',
      'bytes >= 100',
      'bytes>=100',
      'bytes < 5 AND a: b',
      'items: { a: 1 }',
    ],
    ...[
      'items:{a: 1 and b > 2}',
      'at >= now-1d/d',
      'a: b and (c > 5 or d: e)',
      '"US Gross" > 5',
      'NOT bytes <= 5',
      'um* > 5',
    ],
    ...['크기 >= 100', 'user.age<5'],
  ])('in its forms: %s', (query) => {
    expect(dqlSigns(query)).toBe('forms');
  });

  it.each([
    ...[
      'a: b and c: d',
      'status: (200 or 404)',
      'not a: b',
      'a:b or c',
      'a: b And c: d',
      'a:b AND not c:d',
      'a: (not b)',
    ],
    ...['title: war and peace'],
  ])('in its operators: %s', (query) => {
    expect(dqlSigns(query)).toBe('operators');
  });

  it.each([
    // What Lucene means by it.
    ...[
      '',
      'a',
      'a:b AND c:d',
      'a:b OR NOT c',
      'a:>=100',
      'a:[1 TO 5]',
      'a:{1 TO 5}',
      'a:(b c)',
      'a:b c:d',
      '_exists_:a',
    ],
    ...[
      '+a -b',
      'a~2',
      'a:/x and y/',
      'a:[b TO *] and c:d',
      'name:"this and that"',
      '"a >= 5"',
      'a:*',
      'a:b*',
      'a:b\\ and\\ c',
    ],
    // Words.
    ...[
      'war and peace',
      'not found',
      'to be or not to be',
      'x -> y',
      'if a < b',
      '<b>bold</b>',
      'a => b',
      '> 5',
      'a >',
    ],
    // What DQL cannot read.
    ...['a: (b', 'a and:b', 'a:{ b', 'a: b and', 'a:b>5'],
  ])('not %s', (query) => {
    expect(dqlSigns(query)).toBeUndefined();
  });
});

it.each(['a:{', '{', '[', '"\\', ':/*', 'a:/', '(', 'a ', '*', '-a '])('16 KB of %s are gone through once', (part) => {
  const query = part.repeat((16 * 1024) / part.length);
  const expression = `a:/${'*'.repeat(16 * 1024)}`;
  const began = performance.now();
  for (const text of [query, expression]) {
    dqlSigns(text);
    looksLikeQueryString(text);
    dqlHelp.tokensOf(text);
    dqlHelp.unknownIn(text, new Set(['b']));
    dqlHelp.completionAt(text, text.length);
  }
  // Once takes some 50 ms, on a busy machine many times that; once for each part takes minutes.
  expect(performance.now() - began).toBeLessThan(5_000);
});
