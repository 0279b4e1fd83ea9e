import { expect, test } from 'vitest';
import { placedTokens } from './placed.ts';

/** Each token that is no white space and no colon, with its field: `name:` for a name. */
const told = (query: string) =>
  placedTokens(query, { tolerant: true })
    .filter(({ kind }) => kind !== 'space' && kind !== 'colon')
    .map(({ text, isName, field }) => `${text}${isName ? ':' : ''}${field === undefined ? '' : `@${field}`}`)
    .join(' ');

test.each([
  ['a:b c', 'a: b@a c'],
  ['a : b', 'a: b@a'],
  ['a\n:\nb c', 'a: b@a c'],
  ['a\\:b:c', 'a\\:b: c@a:b'],
  ['a:(b c:d e) f', 'a: (@a b@a c:@a d@c e@a )@a f'],
  ['a:((b) c)', 'a: (@a (@a b@a )@a c@a )@a'],
  ['a:[b TO c} d', 'a: [@a b@a TO@a c@a }@a d'],
  ['a:"b c" d', 'a: "b c"@a d'],
  ['a:/b c/ d', 'a: /b c/@a d'],
  ['a:b^2~ c', 'a: b@a ^ 2 ~ c'],
  ['a:>=b c', 'a: >=b@a c'],
  ['*:* a', '*: *@* a'],
  ['(a:b) c', '( a: b@a ) c'],
  [') a:b', ') a: b@a'],
  ['a:(b', 'a: (@a b@a'],
  ['a:', 'a:'],
  // No names to Lucene, which refuses them.
  ['"a":b', '"a" b'],
  ['a*:b', 'a* b'],
  ['/a/:b', '/a/ b'],
])('%j', (query, expected) => {
  expect(told(query)).toBe(expected);
});
