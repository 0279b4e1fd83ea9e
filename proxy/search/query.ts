import type { Search } from '../../shared/search.ts';

type Clause = Record<string, unknown>;

/**
 * A search as OpenSearch's query DSL. The preview, the counts and the pages all ask with this one, so the table shows
 * what the file will hold.
 * @param options.scored  the query string gives scores, to sort by relevance; the rows that match are the same
 * @param options.and  further conditions
 */
export function queryOf(search: Search, options: { scored?: boolean; and?: readonly Clause[] } = {}): Clause {
  const text = search.q.trim() === '' ? { match_all: {} } : { query_string: { query: search.q } };
  const filter = [...timeOf(search), ...(options.and ?? [])];
  if (options.scored) return { bool: { must: [text], filter } };
  return { bool: { filter: [text, ...filter] } };
}

/** Whether the search's rows differ in score; where all are equal, computing it costs time and sorts nothing. */
export function givesScores(search: Search): boolean {
  return search.q.trim() !== '';
}

function timeOf({ time }: Search): Clause[] {
  if (!time || (time.from === undefined && time.to === undefined)) return [];
  const bounds = {
    ...(time.from === undefined ? {} : { gte: time.from }),
    ...(time.to === undefined ? {} : { lt: time.to }),
  };
  return [{ range: { [time.field]: { ...bounds, format: 'strict_date_optional_time||epoch_millis' } } }];
}

/** An index without a mapping does not know `_seq_no` (seen in OpenSearch 3.8), hence `unmapped_type`. */
export function bySeqNo(order: 'asc' | 'desc' = 'asc'): Clause[] {
  return [{ _seq_no: { order, unmapped_type: 'long' } }];
}

/**
 * The search with `now` in its time range put as the time it is: an export asks for hours, and must mean the same rows
 * at its end as at its beginning. OpenSearch's date math goes on from any time before `||`.
 */
export function atTime(search: Search, now: Date): Search {
  const { time } = search;
  if (!time) return search;
  const fix = (text: string) => text.replace(/^now(?=[-+/]|$)/, () => `${now.toISOString()}||`);
  const from = time.from === undefined ? {} : { from: fix(time.from) };
  const to = time.to === undefined ? {} : { to: fix(time.to) };
  return { ...search, time: { field: time.field, ...from, ...to } };
}
