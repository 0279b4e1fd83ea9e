import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { call } from '../opensearch/call.ts';
import { toPath } from '../search/expression.ts';
import { queryOf } from '../search/query.ts';

/** One shard number of one target: in its snapshot, or, without `pit`, as it is now. */
export type Slice = { target: string; shard: number; pit?: string | undefined };
/** Rows of the result and the highest sequence number among them, by index; an index without rows is not in. */
export type Counts = { byIndex: Map<string, { rows: number; highest: number }>; shards: number };

const answerSchema = v.object({
  timed_out: v.boolean(),
  _shards: v.object({ total: v.number(), failed: v.number() }),
  aggregations: v.optional(
    v.object({
      index: v.object({
        buckets: v.array(
          v.object({ key: v.string(), doc_count: v.number(), highest: v.object({ value: v.nullable(v.number()) }) }),
        ),
      }),
    }),
  ),
});

/** More indices than this behind one expression would be cut off by the terms aggregation. */
export const MAX_INDICES = 10_000;

/**
 * Counts a slice's rows and finds its high-water marks in one search, however many indices are in it. Exact: each bucket
 * lies in one shard, and a double holds sequence numbers up to 2^53.
 * @throws page_partial, query_invalid, snapshot_lost, opensearch_*
 */
export async function countSlice(
  access: Access,
  asked: { search: Search; slice: Slice },
  signal: AbortSignal,
): Promise<Counts> {
  const { target, shard, pit } = asked.slice;
  const body = {
    size: 0,
    track_total_hits: false,
    query: queryOf(asked.search),
    aggs: {
      index: { terms: { field: '_index', size: MAX_INDICES }, aggs: { highest: { max: { field: '_seq_no' } } } },
    },
    ...(pit === undefined ? {} : { pit: { id: pit } }),
  };
  const answer = await call(access.openSearch, answerSchema, {
    method: 'POST',
    path: pit === undefined ? `/${toPath(target)}/_search` : '/_search',
    query: { allow_partial_search_results: 'false', ...(pit === undefined ? { preference: `_shards:${shard}` } : {}) },
    body,
    signal,
  });
  assertWhole(answer);
  const buckets = answer.aggregations?.index.buckets ?? [];
  const byIndex = new Map(buckets.map((b) => [b.key, { rows: b.doc_count, highest: b.highest.value ?? -1 }]));
  return { byIndex, shards: answer._shards.total };
}

const totalSchema = v.object({ timed_out: v.boolean(), _shards: v.object({ total: v.number(), failed: v.number() }) });

/** How many shards a target has, over all its indices. @throws as countSlice */
export async function countShards(access: Access, target: string, signal: AbortSignal): Promise<number> {
  const answer = await call(access.openSearch, totalSchema, {
    method: 'POST',
    path: `/${toPath(target)}/_search`,
    query: { allow_partial_search_results: 'false' },
    // One row is enough to know that there is one; the shards are counted whether they were asked or not.
    body: { size: 0, terminate_after: 1, track_total_hits: false },
    signal,
  });
  assertWhole(answer);
  return answer._shards.total;
}

function assertWhole(answer: { timed_out: boolean; _shards: { failed: number } }): void {
  if (!answer.timed_out && answer._shards.failed === 0) return;
  throw new SluiceError('page_partial', 'OpenSearch answered for a part of the shards only. Try again.');
}
