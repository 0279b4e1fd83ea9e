import { type DslFilter, type FieldFilter, isOnField } from '../../shared/filter.ts';
import type { NestedField } from '../../shared/nested.ts';
import type { Search } from '../../shared/search.ts';
import { countsBack, onTheTime, rangeOn } from './comparisons.ts';
import { dqlClause } from './dql.ts';
import { TIME_FORMAT } from './iso-times.ts';
import { conditionOn } from './nested.ts';
import { wrapped } from './wrapper.ts';

export type Clause = Record<string, unknown>;

/**
 * A search as it is asked. `exact`: fields whose lists are one clause of whole values, for which no text is cut into
 * words. `dates`: those fields of filters and DQL that are compared with what counts back from 1970 (`countsBack`) and are
 * dates. `placed`: how fields of the DQL are nested, patterns among them.
 */
export type Asked = Search & {
  exact?: readonly string[] | undefined;
  dates?: readonly string[] | undefined;
  placed?: readonly NestedField[] | undefined;
};

/**
 * A search as OpenSearch's query DSL. The preview, the counts and the pages all ask with this one, so the table shows
 * what the file will hold.
 * @param options.scored  the query string gives scores, to sort by relevance; the rows that match are the same
 * @param options.and  further conditions
 */
export function queryOf(search: Asked, options: { scored?: boolean; and?: readonly Clause[] } = {}): Clause {
  const text = textOf(search);
  const filters = search.filters ?? [];
  const clauses = filters.filter((one) => one.op === 'dsl');
  const filter = [
    ...timeOf(search),
    ...filters.filter(isOnField).map((one) => filterOf(search, one)),
    ...clauses.filter(({ not }) => !not).map((one) => clauseOf(one, one.dsl)),
    ...(options.and ?? []),
  ];
  // Here and not below one of its own: DSL as it was typed stands in the outermost `bool` only.
  const without = clauses.filter(({ not }) => not).map((one) => clauseOf(one, one.dsl));
  const must_not = without.length > 0 ? { must_not: without } : {};
  if (options.scored) return { bool: { must: [text], filter, ...must_not } };
  return { bool: { filter: [text, ...filter], ...must_not } };
}

/** Whether the search's rows differ in score; where all are equal, computing it costs time and sorts nothing. */
export function givesScores(search: Search): boolean {
  return search.q.trim() !== '' || search.dsl !== undefined || (search.dql ?? '').trim() !== '';
}

/** A search's DSL in its wrapper: made once, however often it is asked. */
const wrappers = new WeakMap<Search | DslFilter, Clause>();

function clauseOf(of: Search | DslFilter, dsl: string): Clause {
  // As it was typed: a parser of ours would round its numbers, and OpenSearch tells a fault's place in this very text.
  const clause = wrappers.get(of) ?? wrapped(dsl, { filter: 'op' in of });
  wrappers.set(of, clause);
  return clause;
}

function textOf(search: Asked): Clause {
  const { q, dsl, dql } = search;
  if (dql !== undefined) return dqlClause(dql, search);
  if (dsl !== undefined) return clauseOf(search, dsl);
  return q.trim() === '' ? { match_all: {} } : { query_string: { query: q } };
}

/** One filter of a search. On a nested field a row is met by any of its objects, each filter by its own; not means that none of them does. */
export function filterOf(search: Asked, filter: FieldFilter): Clause {
  const clause = conditionOn(search, filter.field, conditionOf(filter, search));
  return filter.not ? { bool: { must_not: [clause] } } : clause;
}

function conditionOf(filter: FieldFilter, { exact = [], dates = [] }: Asked): Clause {
  const isDate = dates.includes(filter.field);
  switch (filter.op) {
    case 'is':
      return equals(filter.field, filter.value, isDate);
    case 'one_of':
      if (exact.includes(filter.field)) return { terms: { [filter.field]: filter.values } };
      return anyOf(filter.values.map((value) => equals(filter.field, value, isDate)));
    case 'between':
      return betweenOf(filter, isDate);
    case 'exists':
      return { exists: { field: filter.field } };
  }
}

function anyOf(should: readonly Clause[]): Clause {
  return { bool: { should, minimum_should_match: 1 } };
}

/** On all but text fields a phrase is a term: the whole value, read by the field's type (seen in OpenSearch 3.8). */
function equals(field: string, value: string, isDate: boolean): Clause {
  if (isDate && countsBack(value)) return onTheTime(field, value);
  return { match_phrase: { [field]: { query: value } } };
}

function betweenOf({ field, from, to }: Extract<FieldFilter, { op: 'between' }>, isDate: boolean): Clause {
  if (from === undefined && to === undefined) return { exists: { field } };
  return rangeOn(field, { gte: from, lte: to }, { isDate });
}

function timeOf(search: Search): Clause[] {
  const { time } = search;
  if (!time || (time.from === undefined && time.to === undefined)) return [];
  return [conditionOn(search, time.field, timeRange(time))];
}

/** A search's time range, `[from, to)`. */
export function timeRange({ field, from, to }: NonNullable<Search['time']>): Clause {
  const bounds = {
    ...(from === undefined ? {} : { gte: asTime(from) }),
    ...(to === undefined ? {} : { lt: asTime(to) }),
  };
  return { range: { [field]: { ...bounds, format: TIME_FORMAT } } };
}

/** OpenSearch takes a negative number for a year; up to four digits may be one. */
function asTime(text: string): string {
  const at = /^-\d{5,}$/.test(text) ? new Date(Number(text)) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? text : at.toISOString();
}

/** An index without a mapping does not know `_seq_no` (seen in OpenSearch 3.8), hence `unmapped_type`. */
export function bySeqNo(order: 'asc' | 'desc' = 'asc'): Clause[] {
  return [{ _seq_no: { order, unmapped_type: 'long' } }];
}

/** Last of a table's orders; the index without a mapping does not know it either. */
export function byIndex(): Clause {
  return { _index: { order: 'asc', unmapped_type: 'keyword' } };
}
