/**
 * A query string cut as Lucene's classic query parser cuts it (QueryParser.jj of Lucene 10, which OpenSearch's
 * `query_string` uses): the longest token wins, of equally long ones the first named. White space is the grammar's own:
 * other spaces belong to words. Proxy and page read query strings with this and nothing else; `words.ts` says what a token's
 * text means, `placed.ts` of which field it is asked.
 */
export type QueryTokenKind =
  | 'space'
  | 'and'
  | 'or'
  | 'not'
  | 'plus'
  | 'minus'
  /** A sign with white space behind it: a word that reads `+`, `-` or `!`. */
  | 'bare'
  | 'open'
  | 'close'
  | 'colon'
  /** `*` alone. */
  | 'star'
  | 'caret'
  | 'quoted'
  | 'term'
  /** `~`, and what stands right behind it. */
  | 'fuzzy'
  /** A word with its only wildcard, `*`, at its end. */
  | 'prefix'
  | 'wild'
  | 'regexp'
  | 'range_open'
  | 'range_close'
  /** What stands behind `^`. */
  | 'number'
  | 'to'
  | 'range_quoted'
  /** A range's end without quotes. */
  | 'bound'
  /** From here on Lucene reads nothing more, and refuses the whole. */
  | 'error';

/** `[from, to)` in characters (UTF-16 units) from 0. */
export type QueryToken = {
  readonly kind: QueryTokenKind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
};

type Rule = readonly [kind: QueryTokenKind, pattern: RegExp];
type State = 'default' | 'boost' | 'range';

const SPACE = ' \\t\\n\\r\\u3000';
const START = String.raw`(?:\\[^]|[^${SPACE}+\-!():^[\]"{}~*?\\/])`;
const CHAR = String.raw`(?:\\[^]|[^${SPACE}!():^[\]"{}~*?\\/])`;
const rule = (kind: QueryTokenKind, pattern: string): Rule => [kind, new RegExp(pattern, 'y')];

const RULES: Readonly<Record<State, readonly Rule[]>> = {
  default: [
    rule('space', `[${SPACE}]+`),
    rule('and', 'AND|&&'),
    rule('or', String.raw`OR|\|\|`),
    rule('not', 'NOT|!'),
    rule('plus', String.raw`\+`),
    rule('minus', '-'),
    rule('bare', `[-+!][${SPACE}]`),
    rule('open', String.raw`\(`),
    rule('close', String.raw`\)`),
    rule('colon', ':'),
    rule('star', String.raw`\*`),
    rule('caret', String.raw`\^`),
    rule('quoted', String.raw`"(?:[^"\\]|\\[^])*"`),
    rule('term', `${START}${CHAR}*`),
    rule('fuzzy', `~${CHAR}*`),
    rule('prefix', String.raw`${START}${CHAR}*\*`),
    rule('wild', `(?:${START}|[*?])(?:${CHAR}|[*?])*`),
    rule('regexp', String.raw`\/(?:\\\/|[^/])*\/`),
    rule('range_open', '[[{]'),
  ],
  boost: [rule('number', String.raw`\d+(?:\.\d+)?`)],
  range: [
    // One sign only: a tab or line break may begin a range's end.
    rule('space', `[${SPACE}]`),
    rule('to', 'TO'),
    rule('range_close', String.raw`[\]}]`),
    rule('range_quoted', String.raw`"(?:\\"|[^"])+"`),
    rule('bound', String.raw`[^ \]}]+`),
  ],
};

/** Where a token leads to another state. */
const NEXT: Partial<Record<QueryTokenKind, State>> = {
  caret: 'boost',
  number: 'default',
  range_open: 'range',
  range_close: 'default',
};

/**
 * All of the text: the tokens' texts make it again. An `error` is the last one, as for Lucene; with `tolerant`, for text
 * that is being typed, it is an open quote or slash to the end, or one sign, and what follows is read on.
 */
export function queryTokens(query: string, { tolerant = false } = {}): QueryToken[] {
  const tokens: QueryToken[] = [];
  let state: State = 'default';
  for (let from = 0; from < query.length; ) {
    const token: QueryToken = longest(query, from, RULES[state]) ?? fault(query, from, tolerant);
    tokens.push(token);
    state = token.kind === 'error' ? 'default' : (NEXT[token.kind] ?? state);
    from = token.to;
  }
  return tokens;
}

function fault(query: string, from: number, tolerant: boolean): QueryToken {
  const to = tolerant && !/["/]/.test(query[from] ?? '') ? from + 1 : query.length;
  return { kind: 'error', text: query.slice(from, to), from, to };
}

function longest(query: string, from: number, rules: readonly Rule[]): QueryToken | undefined {
  let best: QueryToken | undefined;
  for (const [kind, pattern] of rules) {
    pattern.lastIndex = from;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined && text.length > (best?.text.length ?? 0)) {
      best = { kind, text, from, to: from + text.length };
    }
  }
  return best;
}
