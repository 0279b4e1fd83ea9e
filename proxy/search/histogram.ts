import * as v from 'valibot';
import type { Histogram, HistogramRequest } from '../../shared/figures.ts';
import { numberSchema } from '../../shared/json/number.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregatedIn, conditionOn, figure, pathOf, ROWS } from '../query/nested.ts';
import { TIME_FORMAT } from '../query/now.ts';
import { aggregate } from './aggregate.ts';

const figuresSchema = v.object({
  time: v.optional(
    figure(
      v.object({
        interval: v.optional(v.string(), ''),
        buckets: v.array(v.object({ key: numberSchema, doc_count: numberSchema })),
      }),
    ),
  ),
  untimed: v.optional(v.object({ doc_count: numberSchema })),
});
const rowsSchema = v.object({
  time: v.optional(
    figure(
      v.object({ buckets: v.array(v.object({ from: numberSchema, rows: v.object({ doc_count: numberSchema }) })) }),
    ),
  ),
});

const TIMEOUT = '10s';

/**
 * A search's rows over time, each counted. A row with several times counts once in each of their buckets.
 * @throws forbidden, query_invalid, bad_request, index_not_found, page_partial, opensearch_*
 */
export async function histogramOf(access: Access, request: HistogramRequest, signal: AbortSignal): Promise<Histogram> {
  const { field, zone, buckets, ...search } = request;
  const path = pathOf(search, field);
  const time = { auto_date_histogram: { field, buckets, time_zone: zone } };
  const untimed = { filter: { bool: { must_not: [conditionOn(search, field, { exists: { field } })] } } };
  const aggs = path === undefined ? { time } : { time: timesIn(path, request, time), untimed };
  const { took, total, figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs },
    schema: figuresSchema,
    signal,
  });
  const found = (figures.time?.buckets ?? []).map(({ key, doc_count }) => ({ at: key, rows: doc_count }));
  const histogram = { took, total, interval: figures.time?.interval ?? '' };
  if (path === undefined) return { ...histogram, buckets: found };
  const counted = await rowsIn(access, { request, path, starts: found.map(({ at }) => at) }, signal);
  const inBuckets = found.map(({ at }) => ({ at, rows: counted.get(at) ?? 0 }));
  return { ...histogram, untimed: figures.untimed?.doc_count ?? 0, buckets: inBuckets };
}

/** Of the nested objects of a row only those within the search's own range: the others are not what was looked for. */
function timesIn(path: string, { field, time }: HistogramRequest, agg: Record<string, unknown>) {
  if (time?.field !== field || (time.from === undefined && time.to === undefined)) return aggregatedIn(path, agg);
  const bounds = { ...(time.from && { gte: time.from }), ...(time.to && { lt: time.to }), format: TIME_FORMAT };
  return aggregatedIn(path, { filter: { range: { [field]: bounds } }, aggs: { in: agg } });
}

/**
 * The rows of each bucket, by its beginning. Buckets that OpenSearch puts together on its way hold a row of two times
 * twice; so the rows are counted once the buckets are known.
 */
async function rowsIn(
  access: Access,
  { request, path, starts }: { request: HistogramRequest; path: string; starts: readonly number[] },
  signal: AbortSignal,
): Promise<Map<number, number>> {
  if (starts.length === 0) return new Map();
  const { field, zone: _, buckets: __, ...search } = request;
  const ranges = starts.map((from, i) => {
    const to = starts[i + 1];
    return { from: String(from), ...(to === undefined ? {} : { to: String(to) }) };
  });
  const time = timesIn(path, request, { date_range: { field, format: 'epoch_millis', ranges }, aggs: ROWS });
  const { figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: { time } },
    schema: rowsSchema,
    signal,
  });
  return new Map((figures.time?.buckets ?? []).map(({ from, rows }) => [from, rows.doc_count]));
}
