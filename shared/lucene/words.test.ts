import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryTokens } from './tokens.ts';
import { asPhrase, asWord, comparisonOf, plainText, unescaped } from './words.ts';

const SIGNS = [
  ...'+-!():^[]"{}~*?\\/ \n&|<>=.#',
  '\u3000',
  '\u00a0',
  '\ud800',
  '😀',
  'AND',
  'OR',
  'NOT',
  'TO',
  'a',
  '1',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.array(fc.constantFrom(...SIGNS), { minLength: 1 }).map((signs) => signs.join('')),
);
const only = (text: string) => queryTokens(text).map(({ kind }) => kind);

test('any text can be written as one word, which means the text and compares nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [token, ...more] = queryTokens(asWord(text));
      expect([token?.kind, more]).toEqual(['term', []]);
      expect(token && [plainText(token), comparisonOf(token)]).toEqual([text, undefined]);
    }),
    { numRuns: 2000 },
  );
});

test('any text can be written as a phrase, which means the text', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.constant('')), (text) => {
      const [token, ...more] = queryTokens(asPhrase(text));
      expect([token?.kind, token && plainText(token), more]).toEqual(['quoted', text, []]);
    }),
    { numRuns: 2000 },
  );
});

test('words that Lucene would read stay words', () => {
  expect(['AND', 'OR', 'NOT', '&&', '||', '-a', '+a', '>1', 'a-b', 'a:b'].map(asWord)).toEqual([
    ...['\\AND', '\\OR', '\\NOT', '\\&\\&', '\\|\\|', '\\-a', '\\+a', '\\>1', 'a-b', 'a\\:b'],
  ]);
  expect(['AND', '&&', '-'].map(only)).toEqual([['and'], ['and'], ['minus']]);
});

test('a word that begins with < or > compares, and nothing else does', () => {
  const compared = (text: string) => queryTokens(text).map(comparisonOf);
  expect(compared('>=a\\:b')).toEqual([{ sign: '>=', end: 'a\\:b' }]);
  expect(compared('<')).toEqual([{ sign: '<', end: '' }]);
  for (const text of ['\\>1', '=1', 'a>1', '">1"', '/>1/', '>1*']) expect(compared(text)).toEqual([undefined]);
});

test('a backslash takes the meaning from any sign, also from a line break', () => {
  expect(unescaped('a\\:b\\\\c\\\nd\\')).toBe('a:b\\c\nd\\');
});
