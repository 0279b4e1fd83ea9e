import { parse } from 'lossless-json';
import * as v from 'valibot';
import { numberSchema } from '../../shared/json/number.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { answerOf, assertWhole, parsedAs, send } from '../opensearch/call.ts';
import { queryOf } from '../query/clause.ts';
import { withPosition } from '../query/with-position.ts';
import { assertSearchAllowed } from './allowed.ts';
import { reachOf } from './reach.ts';
import { withTypes } from './with-types.ts';

/** Ten fields with a hundred values of a thousand characters. */
const ANSWER_BYTES = 1024 * 1024;

const answerSchema = v.object({
  took: numberSchema,
  timed_out: v.boolean(),
  _shards: v.object({ failed: numberSchema }),
  hits: v.object({ total: v.optional(v.object({ value: numberSchema })) }),
  aggregations: v.optional(v.unknown()),
});

export type Aggregation<T extends v.GenericSchema> = {
  body: Record<string, unknown>;
  /** Of the answer's `aggregations`. */
  schema: T;
  signal: AbortSignal;
  /** Some of the rows are enough. */
  partial?: boolean;
  /** Further conditions. */
  and?: readonly Record<string, unknown>[];
};

/**
 * Asks about a search's rows, with the same query as the table and the file.
 * @throws forbidden, query_invalid, index_not_found, page_partial, too_large, opensearch_*
 */
export async function aggregate<T extends v.GenericSchema>(
  access: Access,
  search: Search,
  { body, schema, signal, partial = false, and = [] }: Aggregation<T>,
): Promise<{ took: number; total: number; figures: v.InferOutput<T> }> {
  assertSearchAllowed(access, search);
  const index = await reachOf(access, search.index, signal);
  const asked = await withTypes(access, search, signal);
  const request = {
    method: 'POST' as const,
    path: `/${toPath(index)}/_search`,
    query: { allow_partial_search_results: String(partial), preference: `sluice-${access.user}` },
    body: { size: 0, track_total_hits: !partial, query: queryOf(asked, { and }), ...body },
    gzip: true,
    signal,
  };
  const response = await send(access.openSearch, request).catch((thrown: unknown) => {
    if (signal.aborted) throw thrown;
    throw withPosition(thrown, search);
  });
  const answer = await answerOf(response, answerSchema, { limit: ANSWER_BYTES, parse });
  if (!partial) assertWhole(answer);
  const { took, hits, aggregations } = answer;
  // A search over no shard at all has no figures.
  return { took, total: hits.total?.value ?? 0, figures: parsedAs(schema, aggregations ?? {}) };
}

const bucketEntries = { key: v.unknown(), key_as_string: v.optional(v.string()), doc_count: numberSchema };
/** `rows`: of values in nested objects, beside which OpenSearch counts the objects. */
export const rawBucketSchema = v.object({ ...bucketEntries, rows: v.optional(v.object({ doc_count: numberSchema })) });

/** A bucket's key as a filter takes it: digits as they are; times and truth as the field prints them. */
export const bucketSchema = v.pipe(
  rawBucketSchema,
  v.transform(({ key, key_as_string, doc_count, rows }) => ({
    value: key_as_string ?? String(key),
    rows: rows?.doc_count ?? doc_count,
  })),
);
