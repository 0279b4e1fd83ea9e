import { tokensOf } from './tokens.ts';

/** What is wrong with a query, as far as its form tells, and the query as it was probably meant. */
export type Repair = { query: string } & (
  | { kind: 'never_closed'; sign: string; at: number; after?: string }
  | { kind: 'never_opened'; sign: string; at: number }
  | { kind: 'hanging' | 'leading'; word: string; at: number }
);

const CLOSES: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const isOperator = (text: string | undefined) => /^(?:AND|OR|NOT|&&|\|\|)$/.test(text ?? '');

/** @returns undefined where nothing simple is wrong: OpenSearch's own words have to do then */
export function repairOf(query: string): Repair | undefined {
  let from = 0;
  const tokens = tokensOf(query).map(({ text }) => {
    const token = { text, from, to: from + text.length };
    from = token.to;
    return token;
  });
  const words = tokens.filter(({ text }) => text.trim() !== '');
  const open: number[] = [];
  for (const [i, { text, from: at }] of words.entries()) {
    if (text.startsWith('"') && !/^"(?:[^"\\]|\\.)*"$/s.test(text)) {
      return { kind: 'never_closed', sign: '"', at, query: `${query.trimEnd()}"` };
    }
    if (text in CLOSES) open.push(i);
    else if (/^[)\]}]$/.test(text) && open.pop() === undefined) {
      return { kind: 'never_opened', sign: text, at, query: query.slice(0, at) + query.slice(at + 1) };
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) return closed(query, words, unclosed);
  return danglingOf(query, words);
}

type Word = { text: string; from: number; to: number };

/** A group under a field ends before the next condition on a field. */
function closed(query: string, words: readonly Word[], opened: number): Repair | undefined {
  const { text: sign = '(', from: at = 0 } = words[opened] ?? {};
  const next = words.findIndex(
    ({ text }, i) => i > opened && isOperator(text) && words[i + 2]?.text === ':' && sign === '(',
  );
  const last = words[(next < 0 || words[opened - 1]?.text !== ':' ? words.length : next) - 1];
  if (!last || last.from === at) return undefined;
  const closing = CLOSES[sign] ?? ')';
  const isEnd = last === words.at(-1);
  return {
    ...{ kind: 'never_closed', sign, at, query: query.slice(0, last.to) + closing + query.slice(last.to) },
    ...(isEnd ? {} : { after: last.text }),
  };
}

function danglingOf(query: string, words: readonly Word[]): Repair | undefined {
  const last = words.at(-1);
  const first = words[0];
  if (last && isOperator(last.text)) {
    return { kind: 'hanging', word: last.text, at: last.from, query: query.slice(0, last.from).trimEnd() };
  }
  if (first && isOperator(first.text) && first.text !== 'NOT') {
    return { kind: 'leading', word: first.text, at: first.from, query: query.slice(first.to).trimStart() };
  }
  return undefined;
}
