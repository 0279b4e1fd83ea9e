import * as v from 'valibot';
import type { Histogram, HistogramRequest } from '../../shared/figures.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregate } from './aggregate.ts';
import { numberSchema } from './number.ts';

const figuresSchema = v.object({
  time: v.optional(
    v.object({
      interval: v.optional(v.string(), ''),
      buckets: v.array(v.object({ key: numberSchema, doc_count: numberSchema })),
    }),
  ),
});

const TIMEOUT = '10s';

/**
 * A search's rows over time, each counted. A row with several times counts once in each of their buckets.
 * @throws forbidden, query_invalid, index_not_found, page_partial, opensearch_*
 */
export async function histogramOf(access: Access, request: HistogramRequest, signal: AbortSignal): Promise<Histogram> {
  const { field, zone, buckets, ...search } = request;
  const time = { auto_date_histogram: { field, buckets, time_zone: zone } };
  const { took, total, figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: { time } },
    schema: figuresSchema,
    signal,
  });
  const found = figures.time?.buckets ?? [];
  return {
    ...{ took, total, interval: figures.time?.interval ?? '' },
    buckets: found.map(({ key, doc_count }) => ({ at: key, rows: doc_count })),
  };
}
