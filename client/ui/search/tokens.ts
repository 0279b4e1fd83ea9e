type TokenKind = 'key' | 'operator' | 'string' | 'number' | 'text';
export type Token = { readonly text: string; readonly kind: TokenKind };

/** Quoted text, a regular expression, white space, brackets and signs, a word. */
const PIECES =
  /"(?:[^"\\]|\\.)*"?|\/(?:[^/\\]|\\.)*\/|\s+|[()[\]{}:^~!+]|&&|\|\||[<>]=?|(?:[^\s()[\]{}:^~!"\\<>]|\\.)+|\\/gs;

/** A query string cut for colouring. Nothing is lost: the tokens' texts make the query again. */
export function tokensOf(query: string): Token[] {
  const pieces = query.match(PIECES) ?? [];
  return pieces.map((text, i) => ({ text, kind: kindOf(text, pieces[i + 1]) }));
}

function kindOf(text: string, next: string | undefined): TokenKind {
  if (/^\s+$/.test(text)) return 'text';
  if (/^(?:AND|OR|NOT|TO|[()[\]{}:^~!+]|&&|\|\||[<>]=?)$/.test(text)) return 'operator';
  if (next === ':') return 'key';
  if (/^-?\d+(\.\d+)?$/.test(text)) return 'number';
  return 'string';
}
