import type { QueryToken } from './tokens.ts';

/** What the text of a token means, and how a text is written so that it means itself. */

/** Without the backslashes that take the meaning from what follows. */
export function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

/** What a word, a phrase in quotes or a range's end is looked for as. */
export function plainText({ kind, text }: QueryToken): string {
  return unescaped(kind === 'quoted' || kind === 'range_quoted' ? text.slice(1, -1) : text);
}

/** `>=5` is a comparison: its sign, and what stands behind that, as it was written. Undefined of any other token. */
export function comparisonOf({ kind, text }: QueryToken): { sign: string; end: string } | undefined {
  const [, sign, end = ''] = (kind === 'term' && /^([<>]=?)(.*)$/s.exec(text)) || [];
  return sign === undefined ? undefined : { sign, end };
}

/** What means something to Lucene within a word or at its beginning, and white space of any kind. */
const SIGNS = /[\s:()[\]{}^~!"\\/*?&|]|^[-+<>]/g;

/** A text that is not empty as one word. */
export function asWord(text: string): string {
  return /^(?:AND|OR|NOT)$/.test(text) ? `\\${text}` : text.replace(SIGNS, '\\$&');
}

/** A text as a phrase, in quotes. */
export function asPhrase(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
