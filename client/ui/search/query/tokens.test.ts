import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTokens } from '../document/json-tokens.ts';
import { tokensOf } from './tokens.ts';

const kinds = (query: string) =>
  tokensOf(query)
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, kind }) => `${text} ${kind}`);

describe('tokensOf', () => {
  it('tells fields, operators, words and numbers apart', () => {
    expect(kinds('origin:(LAS OR "New York") AND delay:[60 TO *]')).toEqual([
      ...['origin key', ': operator', '( operator', 'LAS string', 'OR operator', '"New York" string', ') operator'],
      ...[
        'AND operator',
        'delay key',
        ': operator',
        '[ operator',
        '60 number',
        'TO operator',
        '* string',
        '] operator',
      ],
    ]);
  });

  it('loses nothing of any query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        expect(
          tokensOf(query)
            .map(({ text }) => text)
            .join(''),
        ).toBe(query);
      }),
    );
  });
});

describe('jsonTokens', () => {
  it('loses nothing of any JSON text, and knows keys from texts', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(
          jsonTokens(json)
            .map(({ text }) => text)
            .join(''),
        ).toBe(json);
      }),
    );
    expect(jsonTokens('{"a":"b"}').map(({ kind }) => kind)).toEqual([
      'operator',
      'key',
      'operator',
      'string',
      'operator',
    ]);
  });
});
