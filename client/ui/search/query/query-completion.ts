import { unescaped } from '../../../../shared/query-tokens.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What may be completed at the caret: a field's name, or a value of a field; `[from, to)` is what it would replace. */
export type Completion = { from: number; to: number; text: string } & (
  | { kind: 'field' }
  | { kind: 'value'; field: string }
);

type Placed = Token & { from: number; to: number };

/** @returns undefined where nothing can be guessed: between words, in a range, behind an operator's sign */
export function completionAt(query: string, caret: number): Completion | undefined {
  const tokens = placed(query);
  const at = tokens.findIndex(({ from, to }) => from < caret && caret <= to);
  const here = tokens[at];
  if (!here) return undefined;
  if (here.text === ':') {
    const field = tokens[at - 1];
    return field?.kind === 'key'
      ? { kind: 'value', field: unescaped(field.text), from: caret, to: caret, text: '' }
      : undefined;
  }
  const isWord = here.kind === 'string' || here.kind === 'key' || here.kind === 'number';
  if (!isWord || here.text.startsWith('/')) return undefined;
  const range = { from: here.from, to: here.to, text: unescaped(query.slice(here.from, caret)).replace(/^"/, '') };
  const field = fieldOver(tokens, at);
  if (field === 'range') return undefined;
  if (field !== undefined) return { kind: 'value', field, ...range };
  return here.text.startsWith('"') ? undefined : { kind: 'field', ...range };
}

/** The field that a word stands under: right behind `field:`, or inside of `field:( … )`. */
function fieldOver(tokens: readonly Placed[], at: number): string | undefined {
  if (tokens[at - 1]?.text === ':') return nameBefore(tokens, at - 1);
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    const { text = '' } = tokens[i] ?? {};
    if (text === '[' || text === '{') return 'range';
    if (text === ']' || text === '}') return undefined;
    if (text === ')') depth += 1;
    else if (text === '(' && depth > 0) depth -= 1;
    else if (text === '(') return tokens[i - 1]?.text === ':' ? nameBefore(tokens, i - 1) : undefined;
  }
  return undefined;
}

function nameBefore(tokens: readonly Placed[], colon: number): string | undefined {
  const name = tokens[colon - 1];
  return name && unescaped(name.text);
}

function placed(query: string): Placed[] {
  let from = 0;
  return tokensOf(query).map((token) => {
    const to = from + token.text.length;
    const here = { ...token, from, to };
    from = to;
    return here;
  });
}

/** The query with the completion taken, and where the caret goes. */
export function completed(query: string, of: Completion, picked: string): { query: string; caret: number } {
  const isFollowed = query[of.to] === ':';
  const text = of.kind === 'field' ? `${escapeField(picked)}${isFollowed ? '' : ':'}` : quoteValue(picked);
  const caret = of.from + text.length + (isFollowed ? 1 : 0);
  return { query: query.slice(0, of.from) + text + query.slice(of.to), caret };
}

const SIGNS = /[\s:()[\]{}^~!"\\/+*?&|<>=]|^-/g;

export function escapeField(name: string): string {
  return name.replace(SIGNS, (sign) => `\\${sign}`);
}

/** Quoted where a sign or a word in it would mean something to the query string. */
export function quoteValue(value: string): string {
  const isPlain = value !== '' && value.search(SIGNS) < 0 && !/^(?:AND|OR|NOT|TO)$/.test(value);
  return isPlain ? value : `"${value.replace(/["\\]/g, (sign) => `\\${sign}`)}"`;
}

/**
 * Fields that a query names and that are not there; patterns and parents of fields are left to OpenSearch.
 *
 * @param paths the fields' names and those of their parents
 */
export function unknownFields(query: string, paths: ReadonlySet<string>): string[] {
  const names = tokensOf(query)
    .filter(({ kind, text }) => kind === 'key' && !/[*?"]/.test(text))
    .map(({ text }) => unescaped(text));
  return [...new Set(names)].filter((name) => !name.startsWith('_') && !paths.has(name));
}

/** The known name most like a wrong one, if any is like it: of a field, of an index. */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  // Only a nearer one is of interest: the others are given up as soon as they are known to be farther off.
  let most = Math.max(1, Math.floor(wrong.length / 3));
  for (const name of known) {
    const off = distanceUpTo(most, wrong.toLowerCase(), name.toLowerCase());
    if (off > most) continue;
    nearest = name;
    most = off - 1;
    if (most < 0) break;
  }
  return nearest;
}

/** How many characters have to change to make one of the other (Levenshtein); any number past `most` where it is more. */
function distanceUpTo(most: number, a: string, b: string): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const here = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change);
      least = Math.min(least, here);
      next.push(here);
    }
    if (least > most) return least;
    row = next;
  }
  return row[b.length] ?? 0;
}
