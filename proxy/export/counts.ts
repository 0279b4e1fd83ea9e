import * as v from 'valibot';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { assertWhole, call } from '../opensearch/call.ts';
import type { Asked as AskedSearch } from '../query/clause.ts';
import { queryOf } from '../query/clause.ts';
import { unnumbered, withNumbers } from '../search/numbered.ts';

/** One shard number of one target: in its snapshot, or, without `pit`, as it is now. */
export type Slice = { target: string; shard: number; pit?: string | undefined };
/** Rows of the result, the highest sequence number among them, and the sum of these numbers. */
export type Counted = { rows: number; highest: number; sum: number };
/** By index; an index without rows is not in. */
export type Counts = { byIndex: Map<string, Counted>; shards: number };

/** More indices than this behind one expression would be cut off by the terms aggregation. */
export const MAX_INDICES = 10_000;

const answerSchema = v.object({
  timed_out: v.boolean(),
  _shards: v.object({ total: v.number(), failed: v.number() }),
  hits: v.object({ total: v.optional(v.object({ value: v.number() })) }),
  aggregations: v.optional(
    v.object({
      index: v.object({
        buckets: v.array(
          v.object({
            key: v.string(),
            doc_count: v.number(),
            seqNos: v.optional(v.object({ max: v.nullable(v.number()), sum: v.number() })),
          }),
        ),
      }),
    }),
  ),
});

type Answer = v.InferOutput<typeof answerSchema>;

const BY_INDEX = { terms: { field: '_index', size: MAX_INDICES } };
const WITH_NUMBERS = { index: { ...BY_INDEX, aggs: { seqNos: { stats: { field: '_seq_no' } } } } };

/**
 * Counts a slice's rows and finds its high-water marks in one search, however many indices are in it. Exact: each bucket
 * lies in one shard, and a double holds sequence numbers up to 2^53.
 * @throws page_partial, query_invalid, snapshot_lost, index_unnumbered, opensearch_*
 */
export async function countSlice(
  access: Access,
  { search, slice }: { search: AskedSearch; slice: Slice },
  signal: AbortSignal,
): Promise<Counts> {
  const { target, shard, pit } = slice;
  const answer = await count(access, {
    ...(pit === undefined ? { target, preference: `_shards:${shard}` } : {}),
    body: {
      track_total_hits: false,
      query: queryOf(search),
      aggs: WITH_NUMBERS,
      ...(pit === undefined ? {} : { pit: { id: pit } }),
    },
    signal,
  });
  return { byIndex: byIndexOf(answer), shards: answer._shards.total };
}

function byIndexOf({ aggregations }: Answer): Map<string, Counted> {
  const buckets = aggregations?.index.buckets ?? [];
  return new Map(
    buckets.map(({ key, doc_count: rows, seqNos }) => {
      if (rows > 0 && seqNos?.max === null) throw unnumbered(key);
      return [key, { rows, highest: seqNos?.max ?? -1, sum: seqNos?.sum ?? 0 }];
    }),
  );
}

/** How many shards a target has over all its indices, and how many rows but those of the indices in `without`. @throws as countSlice */
export async function countRows(
  access: Access,
  { target, without = [] }: { target: string; without?: readonly string[] },
  signal: AbortSignal,
): Promise<{ shards: number; rows: number }> {
  const query = without.length === 0 ? { match_all: {} } : { bool: { must_not: [{ terms: { _index: without } }] } };
  const answer = await count(access, { target, body: { track_total_hits: true, query }, signal });
  return { shards: answer._shards.total, rows: answer.hits.total?.value ?? 0 };
}

/** How many rows of the result each index has, and the highest sequence number among them: over the whole expression in one search. */
export type Whole = ReadonlyMap<string, { rows: number; highest: number }>;

/**
 * Counts the result over the whole expression at once, without a snapshot and without what a plan found out: an index that
 * cannot be read is an error here, where field capabilities leave it out without a word.
 * @throws page_partial, query_invalid, index_not_found, index_unnumbered, forbidden, opensearch_*
 */
export async function countWhole(
  access: Access,
  { search, target }: { search: AskedSearch; target: string },
  signal: AbortSignal,
): Promise<Whole> {
  const body = { track_total_hits: false, query: queryOf(search), aggs: WITH_NUMBERS };
  return byIndexOf(await withNumbers(access, { target, signal }, () => count(access, { target, body, signal })));
}

/** How many shards a target has over all its indices, and all rows that it shows, by index. @throws as countSlice */
export async function sizesOf(
  access: Access,
  target: string,
  signal: AbortSignal,
): Promise<{ shards: number; rows: Map<string, number> }> {
  const body = { track_total_hits: false, aggs: { index: BY_INDEX } };
  const answer = await count(access, { target, body, signal });
  const rows = new Map(answer.aggregations?.index.buckets.map((bucket) => [bucket.key, bucket.doc_count]));
  return { shards: answer._shards.total, rows };
}

type Asked = { target?: string; preference?: string; body: object; signal: AbortSignal };

async function count(access: Access, { target, preference, body, signal }: Asked) {
  const answer = await call(access.openSearch, answerSchema, {
    method: 'POST',
    path: target === undefined ? '/_search' : `/${toPath(target)}/_search`,
    query: { allow_partial_search_results: 'false', ...(preference === undefined ? {} : { preference }) },
    body: { size: 0, ...body },
    signal,
  });
  assertWhole(answer);
  return answer;
}
