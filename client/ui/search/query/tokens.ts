import { type PlacedToken, placedTokens } from '../../../../shared/lucene/placed.ts';
import type { QueryTokenKind } from '../../../../shared/lucene/tokens.ts';
import { comparisonOf } from '../../../../shared/lucene/words.ts';

type TokenKind = 'key' | 'operator' | 'string' | 'number' | 'text';
export type Token = { readonly text: string; readonly kind: TokenKind };

const OPERATORS = new Set<QueryTokenKind>([
  ...(['and', 'or', 'not', 'plus', 'minus', 'open', 'close', 'colon', 'caret', 'fuzzy'] as const),
  ...(['range_open', 'range_close', 'to'] as const),
]);

/** A query string cut for colouring. Nothing is lost: the tokens' texts make the query again. */
export function tokensOf(query: string): Token[] {
  return placedTokens(query, { tolerant: true }).flatMap(coloured);
}

function coloured(token: PlacedToken): Token[] {
  const { kind, text, isName } = token;
  if (kind === 'space') return [{ text, kind: 'text' }];
  if (OPERATORS.has(kind)) return [{ text, kind: 'operator' }];
  if (isName) return [{ text, kind: 'key' }];
  const { sign, end = '' } = comparisonOf(token) ?? {};
  if (sign !== undefined) return [{ text: sign, kind: 'operator' }, ...(end === '' ? [] : [valueToken(end)])];
  return [valueToken(text)];
}

function valueToken(text: string): Token {
  return { text, kind: /^-?\d+(\.\d+)?$/.test(text) ? 'number' : 'string' };
}
