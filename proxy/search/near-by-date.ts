import { isLosslessNumber } from 'lossless-json';
import { SluiceError } from '../../shared/errors.ts';
import type { SearchRequest } from '../../shared/http.ts';
import type { OrderField } from '../../shared/order.ts';
import { fieldsSortedBy } from '../../shared/sort.ts';
import type { Access } from '../auth/accounts.ts';
import type { Clause } from '../query/clause.ts';
import { askHits, sortOf } from './hits.ts';
import type { Place } from './place.ts';

/** Bytes of a row of names and one sort value. */
const ROW_BYTES = 2 * 1024;
/** What a missing date is sorted as. */
const MISSING = { asc: '9223372036854775807', desc: '-9223372036854775808' };

/** Conditions that a page's rows meet, and few others. `isAll`: so do all rows behind the place. */
export type Near = { clauses: readonly Clause[]; isAll: boolean };

type Want = { place: Place; rows: number; signal: AbortSignal };

/**
 * Which dates the next rows have, where rows are sorted by a date before all else and nothing is searched for. OpenSearch finds
 * the first rows by one date at once; with more keys, or a further condition, it looks at every row of the index (seen in 3.8: 7
 * against 50 ms for 300,000 rows). So the dates are asked for alone, and the page then among the rows that have them.
 * @throws as askHits
 */
export async function nearByDate(access: Access, request: SearchRequest, want: Want): Promise<Near | undefined> {
  const [first] = fieldsSortedBy(request.sort);
  if (
    first?.type !== 'date' ||
    first.path !== undefined ||
    want.place.lacking > 0 ||
    want.rows === 0 ||
    !isForAll(request)
  )
    return;
  const from = want.place.values[0];
  const begin = from === undefined ? undefined : String(from);
  // Behind the last of all dates none can be named.
  if (begin === MISSING.asc) return;
  try {
    const end = await endOf(access, { index: request.index, first, begin }, want);
    const clauses = [...rangeOf(first, begin, 'from'), ...rangeOf(first, end, 'to')];
    return { clauses, isAll: end === undefined };
  } catch (error) {
    // A date that cannot be asked for by itself, as where the field is not indexed: the page can be had without.
    if (error instanceof SluiceError && error.code === 'query_invalid') return undefined;
    throw error;
  }
}

function isForAll({ q, dql = '', dsl, filters = [], time }: SearchRequest): boolean {
  return q.trim() === '' && dql.trim() === '' && dsl === undefined && filters.length === 0 && time === undefined;
}

type Asked = { index: string; first: OrderField; begin: string | undefined };

/** The date of the last row wanted; undefined where there are no more rows with a date. */
async function endOf(
  access: Access,
  { index, first, begin }: Asked,
  { rows, signal }: Want,
): Promise<string | undefined> {
  // Alone, as anything around it keeps OpenSearch from its short way.
  const [behind = { match_all: {} }] = rangeOf(first, begin, 'behind');
  const body = {
    ...{ size: rows + 1, track_total_hits: false, _source: false, query: behind },
    sort: [{ [first.field]: { order: first.order, unmapped_type: first.type } }],
  };
  const { hits } = await askHits(access, { index, body, signal, limit: (rows + 1) * ROW_BYTES, byShard: true });
  const last = hits[rows];
  const [date] = last ? sortOf(last) : [];
  return isLosslessNumber(date) && String(date) !== MISSING[first.order] ? String(date) : undefined;
}

/**
 * In `gte` and `lt` alone: the others take a number of ms below zero for one less (seen in 3.8).
 * @param date  ms, of a row
 */
function rangeOf({ field, order }: OrderField, date: string | undefined, how: 'from' | 'behind' | 'to'): Clause[] {
  if (date === undefined) return [];
  const isLeast = (order === 'asc') === (how !== 'to');
  const isBehind = how === 'behind';
  const ms = BigInt(date) + (isLeast === isBehind ? 1n : 0n);
  return [{ range: { [field]: { [isLeast ? 'gte' : 'lt']: String(ms), format: 'epoch_millis' } } }];
}
