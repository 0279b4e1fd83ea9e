import { SluiceError } from '../../shared/errors.ts';
import type { SearchRequest } from '../../shared/http.ts';
import type { DocumentName } from '../../shared/json/row-unreadable.ts';
import { MAX_PAGE_ROWS } from '../../shared/limits.ts';
import type { OrderField } from '../../shared/order.ts';
import { fieldsSortedBy } from '../../shared/sort.ts';
import type { Access } from '../auth/accounts.ts';
import { byIndex, bySeqNo, type Clause, givesScores, queryOf } from '../query/clause.ts';
import { conditionOn } from '../query/nested.ts';
import type { Asked } from './answering.ts';
import type { CutHit } from './cut-hits.ts';
import { type Answer, askHits, sortOf } from './hits.ts';
import { nearByDate } from './near-by-date.ts';
import { type Place, readPlace } from './place.ts';
import type { RowWeights } from './row-weights.ts';
import { countSortKeys, sortKeys } from './sort-keys.ts';

/** Bytes of a page. Rows of more than this come in smaller number. */
export const PAGE_BYTES = 4 * 1024 * 1024;
/** Bytes of an answer whose first row alone is more than a page; there is one such answer at a time. */
const HEAVY_BYTES = 32 * 1024 * 1024;

export type Reading = Asked & {
  request: SearchRequest & { exact?: readonly string[] | undefined };
  weights: RowWeights;
  /** Of a page; without it `PAGE_BYTES`. */
  bytes?: number;
  /** In place of the rows' beginning: backwards from their end, or from a sequence number. Without a row that is more than a page. */
  lightFrom?: 'end' | number;
};
type ReadingWithout = Reading & { leftOut: readonly DocumentName[] };
export type Page = {
  took: number;
  total: number | undefined;
  hits: CutHit[];
  /** Where the next page begins, if there may be one. */
  next: Place | undefined;
};

/** A piece of a page: from a place, so many rows and bytes at most. */
type Want = { place: Place; rows: number; bytes: number };
type Part = Page & {
  /** The first row, or the first group of rows, is more than the bytes wanted. */
  tooHeavy?: boolean;
  /** Fewer rows than wanted were asked for, since nobody knew what they weigh. */
  guess?: boolean;
};

/** @param leftOut  documents that are left out. @throws as search */
export async function readPage(access: Access, asked: Reading, leftOut: readonly DocumentName[]): Promise<Page> {
  const reading = { ...asked, leftOut };
  const { sort, size, after } = reading.request;
  const sections = fieldsSortedBy(sort).length;
  const start =
    after === undefined
      ? { lacking: 0, values: [] }
      : readPlace(after, { fields: sections, keys: keysOf(reading.request) });
  let page: Page = { took: 0, total: undefined, hits: [], next: start };
  for (;;) {
    const { hits, next: place } = page;
    const bytes = (reading.bytes ?? PAGE_BYTES) - hits.reduce((sum, hit) => sum + hit.source.length, 0);
    if (!place || (hits.length > 0 && (hits.length >= size || bytes <= 0))) return page;
    const want = { place, rows: size - hits.length, bytes };
    const part = await (hits.length === 0 ? readFirst : readPart)(access, reading, want);
    if (part.tooHeavy) return hits.length > 0 ? page : part;
    const { took, total, next } = part;
    const isLast = place.lacking === sections || size === 0;
    const lacking = isLast ? undefined : { lacking: place.lacking + 1, values: [] };
    page = { took: page.took + took, total: page.total ?? total, hits: [...hits, ...part.hits], next: next ?? lacking };
    if (next && !part.guess) return page;
  }
}

/** A page's first rows, also where one of them is more than a page by itself. */
async function readFirst(access: Access, reading: ReadingWithout, want: Want): Promise<Part> {
  const part = await readPart(access, reading, want);
  if (!part.tooHeavy || reading.lightFrom !== undefined) return part;
  await reading.takeHeavy();
  const heavy = await readPart(access, reading, { ...want, rows: 1, bytes: HEAVY_BYTES });
  // The first page has the total to tell, whatever its rows are.
  if (!heavy.tooHeavy || reading.request.after === undefined) return heavy;
  throw new SluiceError('too_large', 'The next row is larger than can be shown. Leave it out with the query.');
}

/** Reads on from a place as far as the bytes go; more rows at once where a group fills what was asked for. */
async function readPart(access: Access, reading: ReadingWithout, { place, rows, bytes }: Want): Promise<Part> {
  const { index } = reading.request;
  const fit = reading.weights.fit(index, rows, bytes);
  let { guess } = fit;
  for (let size = fit.rows; ; size = Math.min(MAX_PAGE_ROWS - 1, size * 4)) {
    const allowed = await askAllowed(access, reading, { place, rows: size, bytes });
    const isLimited = allowed.rows < size;
    if (isLimited) guess = true;
    size = allowed.rows;
    const { took, total, hits, whole, length } = allowed.answer;
    if (hits.length > 0 || !whole) reading.weights.note(index, length, hits.length);
    if (whole && hits.length <= size) return { took, total, hits, next: undefined };
    const kept = hits.slice(0, endOfWholeGroups(hits));
    const last = kept.at(-1);
    if (last) return { took, total, hits: kept, next: { ...place, values: sortOf(last) }, guess };
    if (!whole) return { took, total, hits: [], next: undefined, tooHeavy: true };
    // Nor would the index give more at once, however often it is asked.
    if (isLimited || size >= MAX_PAGE_ROWS - 1) {
      throw new SluiceError('group_too_large', 'Too many rows share one sequence number to be read in pages.');
    }
  }
}

/** Asks for fewer rows where an index allows no more (`index.max_result_window`). @throws as askHits */
async function askAllowed(
  access: Access,
  reading: ReadingWithout,
  want: Want,
): Promise<{ answer: Answer; rows: number }> {
  for (let { rows } = want; ; rows = Math.floor(rows / 2)) {
    try {
      return { answer: await askNear(access, reading, { ...want, rows }), rows };
    } catch (error) {
      const isTooMany = error instanceof SluiceError && error.code === 'page_size_invalid';
      if (!isTooMany || rows < 2) throw error;
    }
  }
}

/** Asks among the rows near the place where that is quick to know, and among all of them where these were too few. */
async function askNear(access: Access, reading: ReadingWithout, want: Want): Promise<Answer> {
  const { request, signal, leftOut } = reading;
  const near = leftOut.length > 0 ? undefined : await nearByDate(access, request, { ...want, signal });
  if (!near) return ask(access, reading, want);
  const answer = await ask(access, reading, want, near.clauses);
  const isShort = answer.whole && answer.hits.length <= want.rows;
  return isShort && !near.isAll ? ask(access, reading, want) : answer;
}

function ask(
  access: Access,
  { request, signal, lightFrom, leftOut }: ReadingWithout,
  { place, rows, bytes }: Want,
  near: readonly Clause[] = [],
): Promise<Answer> {
  const { sort, index } = request;
  const scored = isScored(request);
  const isFirst = request.after === undefined && place.values.length === 0;
  const body = {
    // One more shows whether any are left.
    size: rows === 0 ? 0 : rows + 1,
    track_total_hits: isFirst && typeof sort === 'string',
    query: queryOf(request, {
      scored,
      and: [...partOf(request, place), ...near, ...behind(lightFrom), ...leftOut.map(isOther)],
    }),
    sort: [
      ...(scored ? [{ _score: 'desc' }] : []),
      ...sortKeys(request, place.lacking),
      ...bySeqNo(lightFrom === 'end' ? 'desc' : 'asc'),
      byIndex(),
    ],
    ...(place.values.length > 0 ? { search_after: place.values } : {}),
  };
  return askHits(access, { index, body, signal, limit: bytes, byShard: typeof sort !== 'string' });
}

/** How many sort values a row has that lacks so many of the fields sorted by. */
function keysOf(request: SearchRequest): (lacking: number) => number {
  return (lacking) => countSortKeys(request, lacking) + (isScored(request) ? 3 : 2);
}

function isScored(request: SearchRequest): boolean {
  return request.sort === 'relevance' && givesScores(request);
}

/**
 * The rows of a place: they lack so many fields, and have the next. So the first field that they are sorted by has always
 * a value, which is where OpenSearch would lose rows; in those behind it a value that is missing loses none.
 */
function partOf(request: SearchRequest, { lacking }: Place): Clause[] {
  const has = ({ field }: OrderField) => conditionOn(request, field, { exists: { field } });
  const sorts = fieldsSortedBy(request.sort);
  const without = sorts.slice(0, lacking).map((sort) => ({ bool: { must_not: [has(sort)] } }));
  return [...without, ...sorts.slice(lacking, lacking + 1).map(has)];
}

function isOther({ index, id }: DocumentName): Clause {
  const it = [{ ids: { values: [id] } }, { term: { _index: index } }];
  return { bool: { must_not: [{ bool: { filter: it } }] } };
}

function behind(from: Reading['lightFrom']): Clause[] {
  return typeof from === 'number' ? [{ range: { _seq_no: { gte: from } } }] : [];
}

const TEXT = new TextDecoder();

/** How many rows stand before the last group of equal sort values. */
function endOfWholeGroups(hits: readonly CutHit[]): number {
  const key = (hit: CutHit | undefined) => TEXT.decode(hit?.sort);
  const last = key(hits.at(-1));
  let end = hits.length - 1;
  while (end > 0 && key(hits[end - 1]) === last) end -= 1;
  return end;
}
