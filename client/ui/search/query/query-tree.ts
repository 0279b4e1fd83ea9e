import { type PlacedToken, placedTokens } from '../../../../shared/lucene/placed.ts';
import { unescaped } from '../../../../shared/lucene/words.ts';

/** What Lucene's classic parser makes of a clause among others. */
export type Occur = 'must' | 'must_not' | 'should';
/** A clause, `[from, to)` in characters of the query; `field` is what stands before its colon, or over its brackets. */
export type QueryClause = {
  readonly occur: Occur;
  readonly from: number;
  readonly to: number;
  readonly field: string | undefined;
  readonly body: QueryGroup | QueryValue;
};
export type QueryGroup = { readonly kind: 'group'; readonly clauses: readonly QueryClause[]; readonly boost: string };
/** Its tokens, without the field's. */
export type QueryValue = { readonly kind: 'value'; readonly tokens: readonly PlacedToken[] };

/** Nobody writes deeper brackets, and each is a recursion. */
const MAX_DEPTH = 30;

/**
 * A query string as a tree of clauses, read as Lucene does with OR as its default: `AND` makes both of its sides
 * required, `NOT`, `-` and `!` forbid, what is left may be there.
 * @returns undefined for what Lucene refuses, or what is not understood here
 */
export function queryTree(query: string): QueryClause[] | undefined {
  const tokens = placedTokens(query).filter(({ kind }) => kind !== 'space');
  const reader = { tokens, at: 0 };
  const clauses = readClauses(reader, undefined, 0);
  return clauses && clauses.length > 0 && reader.at === tokens.length ? clauses : undefined;
}

type Reader = { readonly tokens: readonly PlacedToken[]; at: number };

const kindAt = ({ tokens, at }: Reader, ahead = 0) => tokens[at + ahead]?.kind;

function readClauses(reader: Reader, field: string | undefined, depth: number): QueryClause[] | undefined {
  const clauses: QueryClause[] = [];
  while (reader.at < reader.tokens.length && kindAt(reader) !== 'close') {
    const joined = kindAt(reader);
    if (joined === 'and' || joined === 'or') {
      if (clauses.length === 0) return undefined;
      reader.at += 1;
    }
    const before = clauses.at(-1);
    if (joined === 'and' && before?.occur === 'should') clauses[clauses.length - 1] = { ...before, occur: 'must' };
    const sign = reader.at;
    const occur = readOccur(reader, joined === 'and');
    const isBare = joined !== 'and' && joined !== 'or' && sign === reader.at;
    const clause = isBare && isWords(reader) ? readWords(reader, field) : readClause(reader, field, depth);
    if (!clause) return undefined;
    clauses.push({ ...clause, occur });
  }
  return clauses;
}

function readOccur(reader: Reader, isJoined: boolean): Occur {
  const sign = kindAt(reader);
  if (sign !== 'plus' && sign !== 'minus' && sign !== 'not') return isJoined ? 'must' : 'should';
  reader.at += 1;
  return sign === 'plus' ? 'must' : 'must_not';
}

function readClause(reader: Reader, outer: string | undefined, depth: number): Omit<QueryClause, 'occur'> | undefined {
  const first = reader.tokens[reader.at];
  if (!first) return undefined;
  let field = outer;
  if (kindAt(reader, 1) === 'colon') {
    if (!first.isName) return undefined;
    field = unescaped(first.text);
    reader.at += 2;
  }
  const body = kindAt(reader) === 'open' ? readGroup(reader, field, depth + 1) : readValue(reader);
  const last = reader.tokens[reader.at - 1];
  return body && last && { from: first.from, to: last.to, field, body };
}

/** Words beside each other are looked for as one text, as far as no sign belongs to one of them. */
function readWords(reader: Reader, field: string | undefined): Omit<QueryClause, 'occur'> | undefined {
  const from = reader.at;
  reader.at += 1;
  while (isOneMore(reader)) reader.at += 1;
  const tokens = reader.tokens.slice(from, reader.at);
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last && { from: first.from, to: last.to, field, body: { kind: 'value', tokens } };
}

const NO_WORD_BEFORE = new Set(['colon', 'star', 'fuzzy', 'caret', 'and', 'or']);

const isWords = (reader: Reader) => kindAt(reader) === 'term' && isOneMore(reader, 1);

function isOneMore(reader: Reader, ahead = 0): boolean {
  return kindAt(reader, ahead) === 'term' && !NO_WORD_BEFORE.has(kindAt(reader, ahead + 1) ?? '');
}

function readGroup(reader: Reader, field: string | undefined, depth: number): QueryGroup | undefined {
  reader.at += 1;
  const clauses = depth > MAX_DEPTH ? undefined : readClauses(reader, field, depth);
  if (!clauses || clauses.length === 0 || kindAt(reader) !== 'close') return undefined;
  reader.at += 1;
  if (kindAt(reader) !== 'caret') return { kind: 'group', clauses, boost: '' };
  const boost = reader.tokens[reader.at + 1];
  if (boost?.kind !== 'number') return undefined;
  reader.at += 2;
  return { kind: 'group', clauses, boost: boost.text };
}

const VALUES = new Set(['star', 'quoted', 'term', 'prefix', 'wild', 'regexp', 'bare']);

function readValue(reader: Reader): QueryValue | undefined {
  const from = reader.at;
  const first = kindAt(reader);
  if (first === 'range_open') {
    while (reader.at < reader.tokens.length && kindAt(reader) !== 'range_close') reader.at += 1;
    if (kindAt(reader) !== 'range_close') return undefined;
  } else if (first === undefined || !VALUES.has(first)) return undefined;
  reader.at += 1;
  for (;;) {
    const sign = kindAt(reader);
    if (sign === 'fuzzy') reader.at += 1;
    else if (sign === 'caret' && kindAt(reader, 1) === 'number') reader.at += 2;
    else break;
  }
  return { kind: 'value', tokens: reader.tokens.slice(from, reader.at) };
}
