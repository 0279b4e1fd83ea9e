import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LUCENE_CUTS } from './fixtures/lucene-cuts.ts';
import { queryTokens } from './tokens.ts';

test.each(LUCENE_CUTS)('%j is cut as Lucene cuts it', (query, tokens) => {
  const cut = queryTokens(query).filter(({ kind }) => kind !== 'space');
  expect(cut.map(({ kind, text }) => (kind === 'error' ? kind : `${kind}:${text.length}`)).join(' ')).toBe(tokens);
});

test('nothing of a text is lost, whether it can be read or not', () => {
  const sign = fc.constantFrom(...'ab12+-!():^[]"{}~*?\\/ \n&|<>=AND'.split(''), ' TO ', '\ud800', '\u3000');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(sign).map((signs) => signs.join('')),
      ),
      (query) => {
        for (const tolerant of [false, true]) {
          const tokens = queryTokens(query, { tolerant });
          expect(tokens.map(({ text }) => text).join('')).toBe(query);
          let at = 0;
          for (const { text, from, to } of tokens) {
            expect([from, to - from, text === '']).toEqual([at, text.length, false]);
            at = to;
          }
        }
      },
    ),
  );
});

test('takes no longer for each sign of a longer text', () => {
  const began = performance.now();
  for (const sign of ['/', '"', '(', '[', '["', '\\/', '/\\', 'a/', '" ', '^ ', '~', '*', '+ ']) {
    for (const tolerant of [false, true]) queryTokens(sign.repeat(65_536), { tolerant });
  }
  expect(performance.now() - began).toBeLessThan(20_000);
});
