/**
 * DQL cut into its signs and words, as OpenSearch Dashboards' grammar reads them. Two things are read kindlier than there:
 * any white space parts words, that of Korean and Japanese keyboards too, and `cannot be` holds no `not`.
 */

export type DqlTokenKind =
  | ('space' | 'open' | 'close' | 'brace_open' | 'brace_close' | 'colon' | 'compare')
  | ('and' | 'or' | 'not')
  /** Words up to a sign or an operator are one: `New York`. */
  | 'word'
  | 'quoted'
  /** Quotes that are not closed. */
  | 'unclosed';

export type DqlToken = {
  readonly kind: DqlTokenKind;
  readonly from: number;
  readonly to: number;
  /** As it was typed. */
  readonly text: string;
  /** Of words and quotes, what they mean; wildcards are `*`. */
  readonly value: string;
  /** What stands between wildcards, where a word has some. */
  readonly parts?: readonly string[];
  /** Where a backslash stands that takes the meaning from nothing. */
  readonly badEscape?: number;
};

const SIGNS: Readonly<Record<string, DqlTokenKind>> = {
  ...{ '(': 'open', ')': 'close', '{': 'brace_open', '}': 'brace_close', ':': 'colon' },
};
/** What means something within a word. */
const SPECIAL = new Set('\\():<>"*{}');
const SPACE = /\s+/y;
const OPERATOR = /(and|or|not)\s/iy;
const ESCAPED_WORD = /\\(and|or|not(?![\p{L}\p{N}_]))/iuy;
const WHITE: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };
/** Behind these `and` and `or` are operators; else they begin a word. */
const ENDS = new Set<DqlTokenKind>(['word', 'quoted', 'unclosed', 'close', 'brace_close']);

/** Nothing is lost: the tokens' texts make the query again. */
export function dqlTokens(query: string): DqlToken[] {
  const tokens: DqlToken[] = [];
  let last: DqlTokenKind | undefined;
  for (let at = 0; at < query.length; ) {
    const token = tokenAt(query, at, { last, isParted: tokens.at(-1)?.kind === 'space' });
    tokens.push(token);
    if (token.kind !== 'space') last = token.kind;
    at = token.to;
  }
  return tokens;
}

type Before = { last: DqlTokenKind | undefined; isParted: boolean };

function tokenAt(query: string, from: number, before: Before): DqlToken {
  const sign = query[from] ?? '';
  const plain = (kind: DqlTokenKind, to: number): DqlToken => {
    return { kind, from, to, text: query.slice(from, to), value: '' };
  };
  const space = matchAt(SPACE, query, from);
  if (space) return plain('space', from + space[0].length);
  if (sign === '"') return quotedAt(query, from);
  const kind = SIGNS[sign];
  if (kind) return plain(kind, from + 1);
  if (sign === '<' || sign === '>') return plain('compare', from + (query[from + 1] === '=' ? 2 : 1));
  const operator = operatorAt(query, from, before);
  return operator ? plain(operator, from + operator.length) : wordAt(query, from);
}

function operatorAt(query: string, at: number, { last, isParted }: Before): 'and' | 'or' | 'not' | undefined {
  const word = matchAt(OPERATOR, query, at)?.[1]?.toLowerCase();
  if (word === 'not') return last === undefined || isParted || !ENDS.has(last) ? word : undefined;
  return (word === 'and' || word === 'or') && isParted && last !== undefined && ENDS.has(last) ? word : undefined;
}

function quotedAt(query: string, from: number): DqlToken {
  let value = '';
  for (let at = from + 1; at < query.length; at++) {
    const char = query[at] ?? '';
    if (char === '"') {
      return { kind: 'quoted', from, to: at + 1, text: query.slice(from, at + 1), value };
    }
    const next = query[at + 1] ?? '';
    const escaped = char === '\\' ? (WHITE[next] ?? (/["\\]/.test(next) ? next : undefined)) : undefined;
    value += escaped ?? char;
    if (escaped !== undefined) at += 1;
  }
  return { kind: 'unclosed', from, to: query.length, text: query.slice(from), value };
}

/** Up to a sign, white space before an operator, or the end; white space at its end is no part of it. */
function wordAt(query: string, from: number): DqlToken {
  const parts = [''];
  let [to, between, badEscape]: [number, string, number | undefined] = [from, '', undefined];
  const add = (text: string, end: number) => {
    parts[parts.length - 1] += between + text;
    between = '';
    to = end;
  };
  for (let at = from; at < query.length; at = Math.max(to, at)) {
    const space = matchAt(SPACE, query, at)?.[0];
    const char = query[at] ?? '';
    if (space !== undefined) {
      at += space.length;
      if (matchAt(OPERATOR, query, at)) break;
      between = space;
    } else if (char === '\\') {
      const escaped = escapedAt(query, at);
      if (!escaped) badEscape ??= at;
      add(escaped?.text ?? char, at + (escaped?.length ?? 1));
    } else if (char === '*') {
      add('', at + 1);
      parts.push('');
    } else if (SPECIAL.has(char)) break;
    else add(char, at + 1);
  }
  return {
    ...{ kind: 'word', from, to, text: query.slice(from, to), value: parts.join('*') },
    ...(parts.length > 1 ? { parts } : {}),
    ...(badEscape === undefined ? {} : { badEscape }),
  };
}

/** `\n` is a line break, but `\not` the word: nobody means a line break and “ot”. */
function escapedAt(query: string, at: number): { text: string; length: number } | undefined {
  const word = matchAt(ESCAPED_WORD, query, at)?.[1];
  if (word !== undefined) return { text: word, length: word.length + 1 };
  const next = query[at + 1] ?? '';
  const text = WHITE[next] ?? (SPECIAL.has(next) ? next : undefined);
  return text === undefined ? undefined : { text, length: 2 };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
