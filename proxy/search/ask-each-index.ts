import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { readText } from '../opensearch/bytes.ts';
import { parsedAs } from '../opensearch/call.ts';
import { toSluiceError } from '../opensearch/errors.ts';

/** Bytes of an answer: a refusal takes about 1.5 KB an index. Past some 2,700 indices nothing is told. */
const ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * Of each shard. One would do, but rows are collected 4,096 at a time (Lucene in OpenSearch 3.8), and a search that is to end within the first of these
 * ends before a figure has counted any.
 */
const ENOUGH_ROWS = 4 * 4_096;

/** Failures that say nothing of the question: the next time it may be answered. All others are refusals. */
const PASSING = /rejected|circuit_breaking|timeout|timed_out|node_|no_shard|transport|cancelled|shard_not|recovering/;

const refusalSchema = v.object({
  index: v.optional(v.nullable(v.string()), ''),
  reason: v.optional(v.object({ type: v.string(), reason: v.optional(v.nullable(v.string()), '') })),
});
const answerSchema = v.fallback(
  v.object({
    error: v.optional(v.object({ failed_shards: v.optional(v.array(refusalSchema)) })),
    _shards: v.optional(v.object({ failures: v.optional(v.array(refusalSchema), []) })),
    aggregations: v.optional(v.unknown(), {}),
  }),
  { aggregations: {} },
);

/** `refused`: an index and its reason, as OpenSearch words it. */
export type EachAnswer<T> = { refused: { index: string; reason: string }[]; figures: T };

/**
 * Asks indices for figures that some of them may refuse.
 * @param asked.index  as `reachOf` gives it
 * @throws forbidden, index_not_found, page_partial, too_large, opensearch_*
 */
export async function askEachIndex<T extends v.GenericSchema>(
  access: Access,
  { index, aggs, schema, signal }: { index: string; aggs: object; schema: T; signal: AbortSignal },
): Promise<EachAnswer<v.InferOutput<T>>> {
  const response = await access.openSearch.send({
    method: 'POST',
    path: `/${toPath(index)}/_search`,
    query: { allow_partial_search_results: 'true' },
    body: { size: 0, track_total_hits: false, terminate_after: ENOUGH_ROWS, aggs },
    gzip: true,
    signal,
  });
  const { status, retryAfter } = response;
  return eachAnswer({ status, retryAfter, text: await readText(response.body, ANSWER_BYTES) }, schema);
}

type Response = { status: number; retryAfter: number | undefined; text: string };

/** Reads such an answer. @throws as askEachIndex */
export function eachAnswer<T extends v.GenericSchema>(
  { status, retryAfter, text }: Response,
  schema: T,
): EachAnswer<v.InferOutput<T>> {
  const answer = v.parse(answerSchema, parseLoosely(text));
  const failures = answer.error?.failed_shards ?? answer._shards?.failures;
  if (!failures || (status !== 200 && status !== 400)) throw toSluiceError({ status, text, retryAfter });
  if (failures.some(({ reason }) => PASSING.test(reason?.type ?? 'node_gone'))) {
    throw new SluiceError('page_partial', 'OpenSearch answered for a part of the shards only. Try again.');
  }
  const refused = failures.map(({ index: name, reason }) => ({ index: name ?? '', reason: reason?.reason ?? '' }));
  return { refused, figures: parsedAs(schema, answer.aggregations) };
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
