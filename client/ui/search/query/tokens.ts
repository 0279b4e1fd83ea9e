import { type QueryToken, type QueryTokenKind, queryTokens } from '../../../../shared/query-tokens.ts';

type TokenKind = 'key' | 'operator' | 'string' | 'number' | 'text';
export type Token = { readonly text: string; readonly kind: TokenKind };

const OPERATORS = new Set<QueryTokenKind>([
  ...(['and', 'or', 'not', 'plus', 'minus', 'open', 'close', 'colon', 'caret', 'fuzzy'] as const),
  ...(['range_open', 'range_close', 'to'] as const),
]);

/** A query string cut for colouring. Nothing is lost: the tokens' texts make the query again. */
export function tokensOf(query: string): Token[] {
  const tokens = queryTokens(query, { tolerant: true });
  return tokens.flatMap((token, i) => coloured(token, tokens[i + 1]));
}

function coloured({ kind, text }: QueryToken, next: QueryToken | undefined): Token[] {
  if (kind === 'space') return [{ text, kind: 'text' }];
  if (OPERATORS.has(kind)) return [{ text, kind: 'operator' }];
  if (next?.kind === 'colon') return [{ text, kind: 'key' }];
  const [, sign = '', rest = ''] = (kind === 'term' && /^([<>]=?)(.*)$/s.exec(text)) || [];
  if (sign !== '') return [{ text: sign, kind: 'operator' }, ...(rest === '' ? [] : [valueToken(rest)])];
  return [valueToken(text)];
}

function valueToken(text: string): Token {
  return { text, kind: /^-?\d+(\.\d+)?$/.test(text) ? 'number' : 'string' };
}
