import { type PlacedToken, placedTokens } from '../../../../shared/lucene/placed.ts';
import type { QueryTokenKind } from '../../../../shared/lucene/tokens.ts';
import { asPhrase, asWord, comparisonOf, unescaped } from '../../../../shared/lucene/words.ts';
import { repairOf } from './query-repair.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What may be completed at the caret: a field's name, or a value of a field; `[from, to)` is what it would replace. */
export type Completion = {
  from: number;
  to: number;
  text: string;
} /** `within`: paths before the name that are said already. */ & (
  | { kind: 'field'; within?: string }
  | { kind: 'value'; field: string }
  /** `comparisons` where the name before it is a field's. */
  | { kind: 'operator'; words: readonly string[]; name?: string; comparisons?: readonly string[] }
);

/** What is known of a language as it is typed. */
export type QueryHelp = {
  /** Nothing is lost: the tokens' texts make the query again. */
  tokensOf(query: string): Token[];
  completionAt(query: string, caret: number): Completion | undefined;
  completed(query: string, of: Completion, picked: string): { query: string; caret: number };
  /** The first field that it names and that is not among these; `renamed` is the query with another in its place. */
  unknownIn(query: string, paths: ReadonlySet<string>): UnknownField | undefined;
  /** Where a mistake was made, if the query's form tells, and not where OpenSearch stumbles over it. */
  mistakeIn(query: string): number | undefined;
};
export type UnknownField = { name: string; renamed: (to: string) => string };

/** @returns undefined where nothing can be guessed: between words, in a range, behind an operator's sign */
export function completionAt(query: string, caret: number): Completion | undefined {
  const tokens = placedTokens(query, { tolerant: true });
  const at = tokens.findIndex(({ from, to }) => from < caret && caret <= to);
  const here = tokens[at];
  if (!here) return undefined;
  if (here.kind === 'colon') {
    const { isName = false, text = '' } = tokens[at - 1] ?? {};
    return isName ? { kind: 'value', field: unescaped(text), from: caret, to: caret, text: '' } : undefined;
  }
  const from = here.from + (comparisonOf(here)?.sign.length ?? 0);
  if (!isWord(here) || caret <= from) return undefined;
  const range = { from, to: here.to, text: unescaped(query.slice(from, caret)).replace(/^"/, '') };
  if (here.field !== undefined && !here.isName) return { kind: 'value', field: here.field, ...range };
  return here.text.startsWith('"') ? undefined : { kind: 'field', ...range };
}

/** Of a query string. */
export const luceneHelp: QueryHelp = {
  ...{ tokensOf, completionAt, completed, unknownIn },
  mistakeIn: (query) => repairOf(query)?.at,
};

const WORDS = new Set<QueryTokenKind>(['term', 'prefix', 'wild', 'star', 'quoted']);

/** Also a phrase whose quotes are still open. */
function isWord({ kind, text }: PlacedToken): boolean {
  return WORDS.has(kind) || (kind === 'error' && text.startsWith('"'));
}

/** The query with the completion taken, and where the caret goes. */
export function completed(query: string, of: Completion, picked: string): { query: string; caret: number } {
  const isFollowed = query[of.to] === ':';
  const text = of.kind === 'field' ? `${asWord(picked)}${isFollowed ? '' : ':'}` : quoteValue(picked);
  const caret = of.from + text.length + (isFollowed ? 1 : 0);
  return { query: query.slice(0, of.from) + text + query.slice(of.to), caret };
}

/** Quoted where a sign or a word in it would mean something to the query string, or looks like it. */
export function quoteValue(value: string): string {
  const isPlain = value !== '' && asWord(value) === value && !/[+<>=]|^TO$/.test(value);
  return isPlain ? value : asPhrase(value);
}

/**
 * Fields that a query names and that are not there; patterns and parents of fields are left to OpenSearch.
 *
 * @param paths the fields' names and those of their parents
 */
export function unknownFields(query: string, paths: ReadonlySet<string>): string[] {
  const names = placedTokens(query, { tolerant: true })
    .filter(({ isName, text }) => isName && !text.includes('*'))
    .map(({ text }) => unescaped(text));
  return [...new Set(names)].filter((name) => !name.startsWith('_') && !paths.has(name));
}

/** The query with another field named, where the one to replace first stands. */
export function renamed(query: string, { from, to }: { from: string; to: string }): string {
  const tokens = placedTokens(query, { tolerant: true });
  const name = tokens.find(({ isName, text }) => isName && unescaped(text) === from);
  return name ? query.slice(0, name.from) + asWord(to) + query.slice(name.to) : query;
}

/** The first of these, and the query with another named in its place. */
function unknownIn(query: string, paths: ReadonlySet<string>): UnknownField | undefined {
  const [name] = unknownFields(query, paths);
  return name === undefined ? undefined : { name, renamed: (to) => renamed(query, { from: name, to }) };
}
