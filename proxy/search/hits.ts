import { parse } from 'lossless-json';
import * as v from 'valibot';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { answerOf, assertWhole, send } from '../opensearch/call.ts';
import { toPath } from './expression.ts';
import { numberSchema } from './number.ts';

/** What a page may weigh, inflated. Rows of more than this are shown in smaller number. */
const PAGE_BYTES = 32 * 1024 * 1024;

const answerSchema = v.object({
  took: numberSchema,
  timed_out: v.boolean(),
  _shards: v.object({ failed: numberSchema }),
  hits: v.object({
    total: v.optional(v.object({ value: numberSchema })),
    hits: v.array(
      v.object({
        _index: v.string(),
        _id: v.string(),
        _source: v.optional(v.unknown(), null),
        sort: v.optional(v.array(v.unknown()), []),
      }),
    ),
  }),
});

/** One search's answer; `total` where it was asked for. */
export type Answer = { took: number; total: number | undefined; hits: SortedHit[] };
/** A row with its sort values, each as OpenSearch wrote it. */
export type SortedHit = { _index: string; _id: string; _source: unknown; sort: unknown[] };

/**
 * Sends a search body.
 * @throws forbidden, query_invalid, index_not_found, page_partial, too_large, opensearch_*
 */
export async function askHits(
  access: Access,
  { index, body, signal }: { index: Search['index']; body: object | string; signal: AbortSignal },
): Promise<Answer> {
  const response = await send(access.openSearch, {
    method: 'POST',
    path: `/${toPath(index)}/_search`,
    // The same copies for one person's pages: a row's score may differ from copy to copy.
    query: { allow_partial_search_results: 'false', preference: `sluice-${access.user}` },
    body,
    gzip: true,
    signal,
  });
  const answer = await answerOf(response, answerSchema, { limit: PAGE_BYTES, parse });
  assertWhole(answer);
  const { took, hits } = answer;
  return { took, total: hits.total?.value, hits: hits.hits };
}
