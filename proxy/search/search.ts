import { isLosslessNumber, parse, stringify } from 'lossless-json';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Hit, SearchResult } from '../../shared/http.ts';
import { PREVIEW_ROWS } from '../../shared/limits.ts';
import { searchSchema } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import { readText } from '../opensearch/bytes.ts';
import { send } from '../opensearch/call.ts';
import { toPath } from './expression.ts';
import { bySeqNo, queryOf } from './query.ts';

export const searchRequestSchema = v.object({
  ...searchSchema.entries,
  /** Rows. */
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(500)), PREVIEW_ROWS),
  sort: v.optional(v.picklist(['seq_no', 'relevance']), 'relevance'),
});
export type SearchRequest = v.InferOutput<typeof searchRequestSchema>;

/** What a preview may weigh, inflated. Rows of more than this are shown in smaller number. */
const PREVIEW_BYTES = 32 * 1024 * 1024;

// Numbers in here are LosslessNumber, which keeps the digits.
const numberSchema = v.pipe(
  v.custom<{ valueOf(): unknown }>(isLosslessNumber),
  v.transform((number) => Number(number.valueOf())),
);
const answerSchema = v.object({
  took: numberSchema,
  timed_out: v.boolean(),
  _shards: v.object({ failed: numberSchema }),
  hits: v.object({
    total: v.object({ value: numberSchema }),
    hits: v.array(v.object({ _index: v.string(), _id: v.string(), _source: v.optional(v.unknown(), null) })),
  }),
});

/**
 * The first rows of a search with the exact total, as JSON text in which each number stands as it is stored.
 * @throws forbidden, query_invalid, index_not_found, page_partial, opensearch_*
 */
export async function search(access: Access, request: SearchRequest, signal: AbortSignal): Promise<string> {
  assertAllowed(access, request.index);
  for (let size = request.size; ; size = Math.floor(size / 4)) {
    const text = await ask(access, { ...request, size }, signal).catch((error: unknown) => {
      if (error instanceof SluiceError && error.code === 'too_large' && size > 0) return undefined;
      throw error;
    });
    if (text !== undefined) return toText(text);
  }
}

async function ask(access: Access, request: SearchRequest, signal: AbortSignal): Promise<string> {
  const response = await send(access.openSearch, {
    method: 'POST',
    path: `/${toPath(request.index)}/_search`,
    query: { allow_partial_search_results: 'false' },
    body: {
      size: request.size,
      track_total_hits: true,
      query: queryOf(request, { scored: request.sort === 'relevance' }),
      ...(request.sort === 'seq_no' ? { sort: bySeqNo() } : {}),
    },
    gzip: true,
    signal,
  });
  return readText(response.body, PREVIEW_BYTES);
}

function toText(text: string): string {
  const answer = v.safeParse(answerSchema, parse(text));
  if (!answer.success)
    throw new SluiceError('opensearch_failed', 'OpenSearch gave an answer that Sluice does not know.');
  const { took, timed_out, _shards, hits } = answer.output;
  if (timed_out || _shards.failed > 0) {
    throw new SluiceError('page_partial', 'OpenSearch answered for a part of the shards only. Search again.');
  }
  const rows: Hit[] = hits.hits.map(({ _index, _id, _source }) => ({ _index, _id, _source }));
  const result: SearchResult = { took, total: hits.total.value, hits: rows };
  return stringify(result) ?? '';
}
