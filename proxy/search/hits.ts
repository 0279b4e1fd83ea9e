import * as v from 'valibot';
import { malformed } from '../../shared/json/bytes.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { readBytes } from '../opensearch/bytes.ts';
import { assertWhole, parsedAs, send } from '../opensearch/call.ts';
import { type CutHit, cutHits } from './cut-hits.ts';

const besideSchema = v.object({
  took: v.number(),
  timed_out: v.boolean(),
  _shards: v.object({ failed: v.number() }),
  total: v.optional(v.object({ value: v.number() })),
});

/** One search's answer; `total` where it was asked for. */
export type Answer = {
  took: number;
  total: number | undefined;
  hits: CutHit[];
  /** It fits into the limit. Otherwise these are its first rows. */
  whole: boolean;
  /** Bytes of it that were read. */
  length: number;
};

type Asked = {
  index: Search['index'];
  body: object | string;
  signal: AbortSignal;
  /** Bytes, inflated, that are read of the answer; the rest is left to OpenSearch. */
  limit: number;
};

/**
 * Sends a search body.
 * @throws forbidden, query_invalid, index_not_found, page_partial, page_malformed, row_unreadable, opensearch_*
 */
export async function askHits(access: Access, { index, body, signal, limit }: Asked): Promise<Answer> {
  const response = await send(access.openSearch, {
    method: 'POST',
    path: `/${toPath(index)}/_search`,
    // The same copies for one person's pages: a row's score may differ from copy to copy.
    query: { allow_partial_search_results: 'false', preference: `sluice-${access.user}` },
    body,
    gzip: true,
    signal,
  });
  const { bytes, whole } = await readBytes(response.body, limit);
  const { hits, beside, whole: isEnd } = cutHits(bytes);
  if (whole && !isEnd) throw malformed('it ends too early');
  if (!hits) throw malformed('it holds no hits');
  // It stands before the hits, so that it is there whatever came of them.
  const answer = parsedAs(besideSchema, beside);
  assertWhole(answer);
  return { took: answer.took, total: answer.total?.value, hits, whole, length: bytes.length };
}
