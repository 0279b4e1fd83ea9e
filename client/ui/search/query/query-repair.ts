import { type QueryToken, type QueryTokenKind, queryTokens } from '../../../../shared/lucene/tokens.ts';

/** What is wrong with a query, as far as its form tells, and the query as it was probably meant. */
export type Repair = { query: string } & (
  | { kind: 'never_closed'; sign: string; at: number; after?: string }
  | { kind: 'never_opened'; sign: string; at: number }
  | { kind: 'hanging' | 'leading'; word: string; at: number }
);

const CLOSES: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
/** `!` is left to those who know it. */
const isOperator = ({ kind, text }: QueryToken) =>
  kind === 'and' || kind === 'or' || (kind === 'not' && text === 'NOT');
const isClosing = ({ kind, text }: QueryToken) =>
  kind === 'close' || kind === 'range_close' || (kind === 'error' && /^[\]}]$/.test(text));
/** Read on to the end of the query, or to the end of a range's. */
const isOpenQuote = ({ kind, text }: QueryToken) => (kind === 'error' || kind === 'bound') && text.startsWith('"');

/** @returns undefined where nothing simple is wrong: OpenSearch's own words have to do then */
export function repairOf(query: string): Repair | undefined {
  const words = wordsOf(query);
  const open: number[] = [];
  for (const [i, word] of words.entries()) {
    const { kind, text, from: at } = word;
    if (isOpenQuote(word)) return { kind: 'never_closed', sign: '"', at, query: `${query.trimEnd()}"` };
    if (kind === 'open' || kind === 'range_open') open.push(i);
    else if (isClosing(word) && open.pop() === undefined) {
      return { kind: 'never_opened', sign: text, at, query: query.slice(0, at) + query.slice(at + 1) };
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) return closed(query, words, unclosed);
  return danglingOf(query, words);
}

function wordsOf(query: string): QueryToken[] {
  return queryTokens(query, { tolerant: true }).filter(({ kind }) => kind !== 'space');
}

/**
 * The query with `and`, `or` and `not` in capitals: Lucene takes them for words in small letters, where other search bars
 * take them for operators. Only where one stands as an operator would, between conditions.
 * @returns undefined where there is none; `words` are those that would be changed
 */
export function inCapitals(query: string): { query: string; words: string[] } | undefined {
  const tokens = wordsOf(query);
  const small = tokens.filter((token, i) => {
    if (token.kind !== 'term' || !/^(?:and|or|not)$/i.test(token.text)) return false;
    const [before, after] = [tokens[i - 1]?.kind, tokens[i + 1]?.kind];
    if (before === 'colon' || after === 'colon' || !mayBegin(after)) return false;
    return /^not$/i.test(token.text) || (before !== undefined && !OPENS.has(before));
  });
  if (small.length === 0) return undefined;
  let mended = query;
  for (const { text, from, to } of small.toReversed()) {
    mended = mended.slice(0, from) + text.toUpperCase() + mended.slice(to);
  }
  return { query: mended, words: [...new Set(small.map(({ text }) => text))] };
}

/** Behind these a condition begins. */
const OPENS = new Set<QueryTokenKind | undefined>(['and', 'or', 'not', 'open', 'plus', 'minus', 'colon']);
/** Whether a condition may begin so. */
const mayBegin = (kind: QueryTokenKind | undefined) =>
  kind !== undefined && !['close', 'and', 'or', 'caret', 'fuzzy', 'error'].includes(kind);

/** A group under a field ends before the next condition on a field. */
function closed(query: string, words: readonly QueryToken[], opened: number): Repair | undefined {
  const { text: sign = '(', from: at = 0 } = words[opened] ?? {};
  const next = words.findIndex(
    (word, i) => i > opened && isOperator(word) && words[i + 2]?.kind === 'colon' && sign === '(',
  );
  const last = words[(next < 0 || words[opened - 1]?.kind !== 'colon' ? words.length : next) - 1];
  if (!last || last.from === at) return undefined;
  const closing = CLOSES[sign] ?? ')';
  const isEnd = last === words.at(-1);
  return {
    ...{ kind: 'never_closed', sign, at, query: query.slice(0, last.to) + closing + query.slice(last.to) },
    ...(isEnd ? {} : { after: last.text }),
  };
}

function danglingOf(query: string, words: readonly QueryToken[]): Repair | undefined {
  const last = words.at(-1);
  const first = words[0];
  if (last && isOperator(last)) {
    return { kind: 'hanging', word: last.text, at: last.from, query: query.slice(0, last.from).trimEnd() };
  }
  if (first && isOperator(first) && first.text !== 'NOT') {
    return { kind: 'leading', word: first.text, at: first.from, query: query.slice(first.to).trimStart() };
  }
  return undefined;
}
