import { stringify } from 'lossless-json';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { SearchPage, SearchResult } from '../../shared/http.ts';
import { MAX_PAGE_ROWS, PREVIEW_ROWS } from '../../shared/limits.ts';
import { searchSchema } from '../../shared/search.ts';
import { sortSchema } from '../../shared/sort.ts';
import type { Access } from '../auth/accounts.ts';
import { assertSearchAllowed, withPosition } from './dsl.ts';
import { type Answer, askHits, type SortedHit } from './hits.ts';
import { type Place, readPlace, writePlace } from './place.ts';
import { bySeqNo, givesScores, queryOf } from './query.ts';
import { reachOf } from './reach.ts';

export const searchRequestSchema = v.object({
  ...searchSchema.entries,
  /** Rows, at most. */
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(500)), PREVIEW_ROWS),
  sort: v.optional(sortSchema, 'relevance'),
  /** Where the page before ended. */
  after: v.optional(v.pipe(v.string(), v.maxLength(128 * 1024))),
});
export type SearchRequest = v.InferOutput<typeof searchRequestSchema>;

type Asked = { request: SearchRequest; signal: AbortSignal };
type Page = {
  took: number;
  total?: number | undefined;
  hits: SortedHit[];
  next?: Place | undefined;
  /** The next row alone is more than can be shown. */
  tooHeavy?: boolean;
};

/**
 * A page of a search's rows, as JSON text in which each number stands as it is stored; without `after` the first, with
 * the exact total.
 *
 * Pages are cut by the sort values alone (`search_after`), so that nothing is kept open between them, here or in
 * OpenSearch. Rows with equal values are told apart by `_seq_no` and `_index`; those that are equal in these too (of
 * several shards of one index, or of a shrunk one) stay together: a page ends before a group that may go on. Rows
 * without the field come last, in an order of their own: OpenSearch loses some of them after a value that is missing
 * (seen in 3.8).
 * @throws forbidden, query_invalid, index_not_found, page_partial, bad_request, group_too_large, opensearch_*
 */
export async function search(access: Access, request: SearchRequest, signal: AbortSignal): Promise<string> {
  assertSearchAllowed(access, request);
  const index = await reachOf(access, request.index, signal);
  const asked = { request: { ...request, index }, signal };
  const reading = Promise.all([countOf(access, asked), readPage(access, asked)]);
  const [counted, page] = await reading.catch((thrown: unknown) => {
    if (signal.aborted) throw thrown;
    throw withPosition(thrown, request);
  });
  const total = counted?.total ?? page.total;
  const result: SearchPage | SearchResult = {
    took: Math.max(page.took, counted?.took ?? 0),
    ...(total === undefined ? {} : { total }),
    hits: page.hits.map(({ _index, _id, _source }) => ({ _index, _id, _source })),
    ...(page.next ? { after: writePlace(page.next) } : {}),
  };
  return stringify(result) ?? '';
}

/** The total, where the page itself asks for a part of the rows. */
async function countOf(access: Access, { request, signal }: Asked): Promise<Answer | undefined> {
  if (request.after !== undefined || typeof request.sort === 'string') return undefined;
  const body = { size: 0, track_total_hits: true, query: queryOf(request) };
  return askHits(access, { index: request.index, body, signal });
}

async function readPage(access: Access, asked: Asked): Promise<Page> {
  const { sort, size, after } = asked.request;
  const place = after === undefined ? { lacking: false, values: [] } : readPlace(after, keysOf(asked.request));
  if (typeof sort === 'string') return readPart(access, asked, place);
  if (place.lacking) return readPart(access, asked, place);
  const having = await readPart(access, asked, place);
  const room = size - having.hits.length;
  if (having.next || having.tooHeavy || size === 0) return having;
  if (room === 0) return { ...having, next: { lacking: true, values: [] } };
  const rest = { ...asked, request: { ...asked.request, size: room } };
  const lacking = await readPart(access, rest, { lacking: true, values: [] });
  return { ...lacking, took: having.took + lacking.took, hits: [...having.hits, ...lacking.hits] };
}

/** How many sort values a row has. */
function keysOf(request: SearchRequest): number {
  return isScored(request) || typeof request.sort !== 'string' ? 3 : 2;
}

function isScored(request: SearchRequest): boolean {
  return request.sort === 'relevance' && givesScores(request);
}

/** Reads on from a place; fewer rows at once where they are heavy, more where a group fills the page. */
async function readPart(access: Access, asked: Asked, place: Place): Promise<Page> {
  let { size } = asked.request;
  for (;;) {
    const answer = await askPart(access, { ...asked, size }, place).catch((error: unknown) => {
      const mayShrink = size > (asked.request.after === undefined ? 0 : 1);
      if (error instanceof SluiceError && error.code === 'too_large' && mayShrink) return undefined;
      throw error;
    });
    if (answer === undefined) {
      size = Math.floor(size / 4);
      continue;
    }
    const { took, total, hits } = answer;
    if (hits.length <= size) return { took, total, hits, tooHeavy: size < asked.request.size && size === 0 };
    const kept = endOfWholeGroups(hits);
    const last = hits[kept - 1];
    if (last) return { took, total, hits: hits.slice(0, kept), next: { ...place, values: last.sort } };
    if (size < asked.request.size || size >= MAX_PAGE_ROWS - 1) {
      throw new SluiceError('group_too_large', 'Too many rows share one sequence number to be read in pages.');
    }
    size = Math.min(MAX_PAGE_ROWS - 1, size * 4);
  }
}

function askPart(access: Access, { request, size, signal }: Asked & { size: number }, place: Place): Promise<Answer> {
  const { sort, index } = request;
  const scored = isScored(request);
  const body = {
    // One more shows whether any are left.
    size: size === 0 ? 0 : size + 1,
    track_total_hits: request.after === undefined && typeof sort === 'string',
    query: queryOf(request, { scored, and: partOf(request, place) }),
    sort: [...(scored ? [{ _score: 'desc' }] : []), ...primaryOf(request, place), ...bySeqNo(), { _index: 'asc' }],
    ...(place.values.length > 0 ? { search_after: place.values } : {}),
  };
  // As text: the values' digits are kept.
  return askHits(access, { index, body: stringify(body) ?? '', signal });
}

function primaryOf({ sort }: SearchRequest, { lacking }: Place): object[] {
  if (typeof sort === 'string' || lacking) return [];
  return [{ [sort.field]: { order: sort.order, unmapped_type: sort.type } }];
}

function partOf({ sort }: SearchRequest, { lacking }: Place): Record<string, unknown>[] {
  if (typeof sort === 'string') return [];
  const exists = { exists: { field: sort.field } };
  return [lacking ? { bool: { must_not: [exists] } } : exists];
}

/** How many rows stand before the last group of equal sort values. */
function endOfWholeGroups(hits: readonly SortedHit[]): number {
  const key = (hit: SortedHit | undefined) => stringify(hit?.sort);
  const last = key(hits.at(-1));
  let end = hits.length - 1;
  while (end > 0 && key(hits[end - 1]) === last) end -= 1;
  return end;
}
