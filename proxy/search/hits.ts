import { parse } from 'lossless-json';
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
  /** Rows that are equal in all sort values come in the order of their shards' numbers. */
  byShard?: boolean;
};

/**
 * OpenSearch keeps the order of the shards' numbers but for one case (seen in 3.8): before a search by a field it may ask the
 * shards for that field's range, and then begins with the one whose values come first. This type of search does without.
 * Nor does it write out the last value of each shard's page, for which there is no answer where that fails (`sort-keys.ts`),
 * unless there is one shard alone.
 */
const BY_SHARD = { search_type: 'dfs_query_then_fetch' };

/**
 * Sends a search body.
 * @throws forbidden, query_invalid, index_not_found, page_partial, page_malformed, row_unreadable, opensearch_*
 */
export async function askHits(access: Access, { index, body, signal, limit, byShard }: Asked): Promise<Answer> {
  const response = await send(access.openSearch, {
    method: 'POST',
    path: `/${toPath(index)}/_search`,
    // The same copies for one person's pages: a row's score may differ from copy to copy.
    query: {
      ...{ allow_partial_search_results: 'false', preference: `sluice-${access.user}` },
      ...(byShard ? BY_SHARD : {}),
    },
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

const TEXT = new TextDecoder();

/** A hit's sort values, numbers digit for digit. @throws page_malformed */
export function sortOf({ sort }: CutHit): unknown[] {
  const values = v.safeParse(v.array(v.unknown()), parse(TEXT.decode(sort)));
  if (values.success) return values.output;
  throw malformed('a hit has no sort values');
}
