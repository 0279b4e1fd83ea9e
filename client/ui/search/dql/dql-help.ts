import { parseDql } from '../../../../shared/dql/parse.ts';
import { dqlPhrase, dqlWord } from '../../../../shared/dql/print.ts';
import { type DqlToken, dqlTokens } from '../../../../shared/dql/tokens.ts';
import type { Completion, QueryHelp, UnknownField } from '../query/query-completion.ts';
import type { Token } from '../query/tokens.ts';

/** Colours and suggestions for DQL as it is typed. */
export const dqlHelp: QueryHelp = {
  ...{ tokensOf, completionAt, completed, unknownIn },
  mistakeIn: (query) => parseDql(query).fault?.at,
};

const COMPARISONS = [':', '>', '>=', '<', '<='];
const CONJUNCTIONS = ['and', 'or'];

/** DQL cut for colouring. Nothing is lost: the tokens' texts make the query again. */
function tokensOf(query: string): Token[] {
  const tokens = dqlTokens(query);
  return tokens.map((token, i): Token => {
    const { kind, text } = token;
    if (kind === 'space') return { text, kind: 'text' };
    if (!isText(token)) return { text, kind: 'operator' };
    if (isName(tokens, i)) return { text, kind: 'key' };
    return { text, kind: kind === 'word' && /^-?\d+(\.\d+)?$/.test(text) ? 'number' : 'string' };
  });
}

const isText = ({ kind }: DqlToken) => kind === 'word' || kind === 'quoted' || kind === 'unclosed';

function nextOf(tokens: readonly DqlToken[], at: number): DqlToken | undefined {
  const next = tokens[at + 1];
  return next?.kind === 'space' ? tokens[at + 2] : next;
}

const isComparing = (token: DqlToken | undefined) => token?.kind === 'colon' || token?.kind === 'compare';

/** Whether a word is a field's name: what follows compares it, and it is no value itself, as the `10` of `at: 10:30`. */
function isName(tokens: readonly DqlToken[], at: number): boolean {
  const before = tokens[at - 1]?.kind === 'space' ? tokens[at - 2] : tokens[at - 1];
  return isComparing(nextOf(tokens, at)) && !isComparing(before);
}

/** The field for whose value a place is, in lists too; undefined where a field's name would stand. */
function fieldAt(tokens: readonly DqlToken[], at: number): string | undefined {
  const paths: string[] = [];
  const groups: { field: string | undefined; isNested: boolean }[] = [];
  let named: string | undefined;
  const inFull = () => (named === undefined ? groups.at(-1)?.field : [...paths, named].join('.'));
  for (const [i, token] of tokens.slice(0, at).entries()) {
    if (token.kind === 'space') continue;
    if (isText(token)) named = isName(tokens, i) ? token.value : undefined;
    else if (token.kind === 'open') {
      groups.push({ field: inFull(), isNested: false });
      named = undefined;
    } else if (token.kind === 'brace_open') {
      if (named !== undefined) paths.push(named);
      groups.push({ field: undefined, isNested: named !== undefined });
      named = undefined;
    } else if (token.kind === 'close' || token.kind === 'brace_close') {
      if (groups.pop()?.isNested) paths.pop();
      named = undefined;
    }
  }
  return inFull();
}

/** The paths of the nested objects around each token, with a dot behind each. */
function pathsAround(tokens: readonly DqlToken[]): string[] {
  const open: string[] = [''];
  let named = '';
  return tokens.map((token) => {
    const around = open.at(-1) ?? '';
    if (isText(token)) named = token.value;
    if (token.kind === 'brace_open') open.push(`${around}${named}.`);
    if (token.kind === 'brace_close' && open.length > 1) open.pop();
    return around;
  });
}

function pathAt(tokens: readonly DqlToken[], at: number): string {
  return pathsAround(tokens)[at] ?? '';
}

/** The fields that a query names, also one with a fault; `name` is in full, with `within` before it. */
function namesIn(query: string): { name: string; within: string; at: DqlToken }[] {
  const tokens = dqlTokens(query);
  const paths = pathsAround(tokens);
  return tokens.flatMap((at, i) => {
    if (!isText(at) || !isName(tokens, i)) return [];
    const within = paths[i] ?? '';
    return [{ name: within + at.value, within, at }];
  });
}

/** @returns undefined where nothing can be guessed */
function completionAt(query: string, caret: number): Completion | undefined {
  const tokens = dqlTokens(query);
  const at = tokens.findIndex(({ from, to }) => from < caret && caret <= to);
  const here = tokens[at];
  if (!here) return undefined;
  if (here.kind === 'colon' || here.kind === 'compare')
    return valueAt(tokens, at + 1, { from: caret, to: caret, text: '' });
  if (here.kind === 'space') return afterSpace(tokens, at, caret);
  if (!isText(here)) return undefined;
  const [typed] = dqlTokens(query.slice(here.from, caret));
  const text = typed?.value ?? '';
  const range = { from: here.from, to: here.to, text };
  if (fieldAt(tokens, at) !== undefined) return operatorIn(query, here, caret) ?? valueAt(tokens, at, range);
  if (here.kind !== 'word') return undefined;
  return operatorIn(query, here, caret) ?? { kind: 'field', within: pathAt(tokens, at), ...range };
}

type Range = { from: number; to: number; text: string };

function valueAt(tokens: readonly DqlToken[], at: number, range: Range): Completion | undefined {
  const field = fieldAt(tokens, at);
  return field === undefined ? undefined : { kind: 'value', field, ...range };
}

/** Behind a value or a bracket comes an operator, behind a field's name a comparison, behind a colon a value. */
function afterSpace(tokens: readonly DqlToken[], at: number, caret: number): Completion | undefined {
  const before = tokens[at - 1];
  const range = { from: caret, to: caret, text: '' };
  if (!before || tokens[at]?.to !== caret) return undefined;
  if (before.kind === 'colon') return valueAt(tokens, at, range);
  if (isText(before) && before.kind !== 'unclosed') return wordsBehind(tokens, at - 1, range);
  const isEnd = before.kind === 'close' || before.kind === 'brace_close';
  return isEnd ? { kind: 'operator', words: CONJUNCTIONS, ...range } : undefined;
}

function wordsBehind(tokens: readonly DqlToken[], at: number, range: Range): Completion {
  const name = fieldAt(tokens, at) === undefined ? `${pathAt(tokens, at)}${tokens[at]?.value ?? ''}` : undefined;
  return {
    kind: 'operator',
    words: CONJUNCTIONS,
    ...(name === undefined ? {} : { name, comparisons: COMPARISONS }),
    ...range,
  };
}

/** `LAS an`: the last of several words may be an operator that is being typed. */
function operatorIn(query: string, { from }: DqlToken, caret: number): Completion | undefined {
  const typed = /\s(an?d?|or?)$/i.exec(query.slice(from, caret))?.[1]?.toLowerCase();
  if (typed === undefined || caret < query.length) return undefined;
  const words = CONJUNCTIONS.filter((word) => word.startsWith(typed));
  return { kind: 'operator', words, from: caret - typed.length, to: caret, text: typed };
}

/** The query with the completion taken, and where the caret goes. */
function completed(query: string, of: Completion, picked: string): { query: string; caret: number } {
  const text = textOf(query, of, picked);
  const isFollowed = of.kind === 'field' && query[of.to] === ':';
  return {
    query: query.slice(0, of.from) + text + query.slice(of.to),
    caret: of.from + text.length + (isFollowed ? 1 : 0),
  };
}

function textOf(query: string, of: Completion, picked: string): string {
  if (of.kind === 'operator') return `${picked} `;
  if (of.kind === 'field') {
    const within = of.within ?? '';
    const name = picked.startsWith(within) ? picked.slice(within.length) : picked;
    return `${nameInDql(name)}${query[of.to] === ':' ? '' : ': '}`;
  }
  const isFree = query[of.from - 1] === ':';
  return `${isFree ? ' ' : ''}${valueInDql(picked)}`;
}

/** A field's name as it is written; in quotes where white space at its ends would be lost. */
export function nameInDql(name: string): string {
  return name === '' || name.trim() !== name ? dqlPhrase(name) : dqlWord(name);
}

/** A whole value: in quotes where a sign in it would mean something, or where it is several words. */
export function valueInDql(value: string): string {
  return value !== '' && dqlWord(value) === value && !/\s|^(?:and|or|not)$/i.test(value) ? value : dqlPhrase(value);
}

function unknownIn(query: string, paths: ReadonlySet<string>): UnknownField | undefined {
  const wrong = namesIn(query).find(({ name, at }) => !at.parts && !name.startsWith('_') && !paths.has(name));
  if (!wrong) return undefined;
  const { name, within, at } = wrong;
  const renamed = (to: string) => {
    const own = to.startsWith(within) ? to.slice(within.length) : to;
    return query.slice(0, at.from) + nameInDql(own) + query.slice(at.to);
  };
  return { name, renamed };
}
