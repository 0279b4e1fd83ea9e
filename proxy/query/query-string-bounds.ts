import { type QueryToken, queryTokens, unescaped } from '../../shared/query-tokens.ts';

/** @param field  the field that is compared, where one is named. @returns the new bound, or undefined to leave it */
type Replace = (bound: string, field: string | undefined) => string | undefined;

/**
 * A query string with other bounds in its ranges: `[a TO b]`, `{a TO b}`, and the terms `>a`, `>=a`, `<a`, `<=a`. A field
 * holds for what follows its colon, and for all of a group in brackets.
 */
export function replaceBounds(text: string, replace: Replace): string {
  const tokens = queryTokens(text);
  // A range that is not closed is a fault, whose place OpenSearch tells in the text as it was typed.
  const lastClose = tokens.findLastIndex(({ kind }) => kind === 'range_close');
  const groups: (string | undefined)[] = [];
  let field: string | undefined;
  return tokens
    .map((token, i) => {
      const within = field ?? groups.at(-1);
      switch (token.kind) {
        case 'space':
        case 'colon':
        case 'range_open':
        case 'to':
          return token.text;
        case 'range_quoted':
        case 'bound':
          return i < lastClose ? inRange(token, within, replace) : token.text;
        case 'open':
          groups.push(within);
          break;
        case 'close':
          groups.pop();
          break;
        case 'term':
          if (isField(tokens, i)) {
            field = unescaped(token.text);
            return token.text;
          }
          field = undefined;
          return inTerm(token.text, within, replace);
      }
      field = undefined;
      return token.text;
    })
    .join('');
}

function isField(tokens: readonly QueryToken[], at: number): boolean {
  return tokens.slice(at + 1, at + 3).find(({ kind }) => kind !== 'space')?.kind === 'colon';
}

function inRange({ kind, text }: QueryToken, field: string | undefined, replace: Replace): string {
  const other = replace(unescaped(kind === 'range_quoted' ? text.slice(1, -1) : text), field);
  return other === undefined ? text : `"${other.replace(/["\\]/g, '\\$&')}"`;
}

function inTerm(term: string, field: string | undefined, replace: Replace): string {
  const [, sign, end] = /^([<>]=?)(.+)$/su.exec(term) ?? [];
  if (sign === undefined || end === undefined) return term;
  const other = replace(unescaped(end), field);
  return other === undefined ? term : sign + other.replace(/[:|/\\"&!(){}[\]^~*?\s]/g, '\\$&');
}
