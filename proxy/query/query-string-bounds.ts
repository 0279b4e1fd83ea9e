import { type PlacedToken, placedTokens } from '../../shared/lucene/placed.ts';
import { asPhrase, asWord, comparisonOf, plainText, unescaped } from '../../shared/lucene/words.ts';

/** @param field  the field that is compared, where one is named. @returns the new bound, or undefined to leave it */
type Replace = (bound: string, field: string | undefined) => string | undefined;

/**
 * A query string with other bounds in its ranges: `[a TO b]`, `{a TO b}`, and the terms `>a`, `>=a`, `<a`, `<=a`. A field
 * holds for what follows its colon, and for all of a group in brackets.
 */
export function replaceBounds(text: string, replace: Replace): string {
  const tokens = placedTokens(text);
  // A range that is not closed is a fault, whose place OpenSearch tells in the text as it was typed.
  const lastClose = tokens.findLastIndex(({ kind }) => kind === 'range_close');
  return tokens
    .map((token, i) => {
      if (token.kind === 'bound' || token.kind === 'range_quoted') {
        return i < lastClose ? inRange(token, replace) : token.text;
      }
      return token.isName ? token.text : inTerm(token, replace);
    })
    .join('');
}

function inRange(token: PlacedToken, replace: Replace): string {
  const other = replace(plainText(token), token.field);
  return other === undefined ? token.text : asPhrase(other);
}

function inTerm(token: PlacedToken, replace: Replace): string {
  const { sign, end = '' } = comparisonOf(token) ?? {};
  if (sign === undefined || end === '') return token.text;
  const other = replace(unescaped(end), token.field);
  return other === undefined ? token.text : sign + asWord(other);
}
