import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseDql } from './parse.ts';
import { dqlPhrase, printDql } from './print.ts';
import { dqlTokens } from './tokens.ts';
import { conditionsOf, type DqlNode } from './tree.ts';

/** A tree without places. */
function shape(node: DqlNode): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === 'from' || key === 'to' ? undefined : value)));
}

/** Texts of what means something, and of anything. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...['and', 'or', 'not', 'AND', ' ', '  ', '\n', '\u3000', '(', ')', '{', '}', ':', '<', '>=', '"', '*'],
  ),
  fc.constantFrom(...['\\', '\\n', '\\not', '\\or', '\\"', '\\*', 'a', 'field', '5', 'now-1d', '\ud83d', '한']),
  fc.string({ maxLength: 4, unit: 'binary' }),
);
const texts = fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join(''));

describe('any text', () => {
  it('is read, or has a fault with its place in it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { tree, fault } = parseDql(text);
        expect(tree === undefined).not.toBe(fault === undefined);
        if (!fault) return;
        expect(fault.at).toBeGreaterThanOrEqual(0);
        expect(fault.at).toBeLessThan(text.length);
        expect(text.slice(fault.at).startsWith(fault.sign)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('means the same when it is printed and read again', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { tree } = parseDql(text);
        if (!tree) return;
        const again = parseDql(printDql(tree));
        expect(again.fault, printDql(tree)).toBeUndefined();
        if (again.tree) expect(shape(again.tree)).toEqual(shape(tree));
      }),
      { numRuns: 3000 },
    );
  });

  it('is cut into tokens of which none is lost', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = dqlTokens(text);
        expect(tokens.map((token) => token.text).join('')).toBe(text);
        for (const { from, to, text: own } of tokens) expect(text.slice(from, to)).toBe(own);
      }),
    );
  });
});

test('a phrase means its text, whatever that is', () => {
  fc.assert(
    fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), (text) => {
      const { tree } = parseDql(`${dqlPhrase(text)}: ${dqlPhrase(text)}`);
      expect(tree).toMatchObject({ kind: 'is', field: { text, quoted: true }, value: { text, quoted: true } });
    }),
  );
});

test('places are those of the text', () => {
  const query = ' a b : ( "x" or y  ) and c.d>= 5 ';
  const { tree } = parseDql(query);
  const literals = tree ? conditionsOf(tree).conditions.flatMap(({ node }) => [node.field, node.value]) : [];
  expect(literals.map((one) => one && query.slice(one.from, one.to))).toEqual(['a b', '"x"', 'a b', 'y', 'c.d', '5']);
});

test.each(['(', 'a:(', 'a:{', '{', '"', '\\', ' or ', 'not ', ' and a', 'a:', ' ', '*', 'a or (', '>'])(
  'a long text of %s is gone through once',
  (part) => {
    const query = part.repeat((64 * 1024) / part.length);
    const began = performance.now();
    parseDql(query);
    // Once takes some ms; once for each part takes half a minute.
    expect(performance.now() - began).toBeLessThan(5_000);
  },
);
