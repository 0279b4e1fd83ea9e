import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Histogram, HistogramRequest } from '../../shared/figures.ts';
import { numberSchema } from '../../shared/json/number.ts';
import type { Access } from '../auth/accounts.ts';
import { timeRange } from '../query/clause.ts';
import { aggregatedIn, conditionOn, figure, pathOf, ROWS } from '../query/nested.ts';
import { aggregate } from './aggregate.ts';
import { barsOf } from './intervals.ts';

const spanSchema = v.object({
  span: v.optional(figure(v.object({ min: v.nullish(numberSchema), max: v.nullish(numberSchema) }))),
});
const rowsSchema = v.object({ doc_count: numberSchema });
const barsSchema = v.object({
  buckets: v.array(v.object({ from: numberSchema, doc_count: numberSchema, rows: v.optional(rowsSchema) })),
});
const countsSchema = v.object({
  timed: v.optional(v.object({ ...rowsSchema.entries, bars: v.optional(barsSchema) })),
  bars: v.optional(figure(barsSchema)),
});

const TIMEOUT = '10s';

/**
 * A search's rows over time, each counted. A row with several times counts once in each of their buckets.
 *
 * Not by `auto_date_histogram`, which miscounts: where OpenSearch counts by the index alone (seen in 3.8: in UTC, in
 * segments of which every row is meant, or by a range of this field only) each segment has a rounding of its own, and
 * rows end up in other buckets than their own.
 * @throws forbidden, query_invalid, bad_request, index_not_found, page_partial, opensearch_*
 */
export async function histogramOf(access: Access, request: HistogramRequest, signal: AbortSignal): Promise<Histogram> {
  const { field, zone: _, buckets: __, ...search } = request;
  const path = pathOf(search, field);
  const asked = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: { span: timesIn(path, request, { stats: { field } }) } },
    schema: spanSchema,
    signal,
  });
  const { interval, edges } = barsIn(asked.figures.span, request);
  const { took, total, figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: countsBetween(edges, request, path) },
    schema: countsSchema,
    signal,
  });
  const bars = figures.bars ?? figures.timed?.bars;
  const counted = new Map(bars?.buckets.map(({ from, doc_count, rows }) => [from, rows?.doc_count ?? doc_count]));
  return {
    took: asked.took + took,
    total,
    untimed: total - (figures.timed?.doc_count ?? 0),
    interval,
    buckets: edges.slice(0, -1).map((at) => ({ at, rows: counted.get(at) ?? 0 })),
  };
}

/** @throws bad_request for an unknown zone */
function barsIn(span: v.InferOutput<typeof spanSchema>['span'], { zone, buckets }: HistogramRequest) {
  const [first, last] = [span?.min ?? Number.POSITIVE_INFINITY, span?.max ?? Number.NEGATIVE_INFINITY];
  try {
    return barsOf({ first, last }, zone, buckets);
  } catch (cause) {
    throw new SluiceError('bad_request', 'This time zone is not known.', { cause });
  }
}

/** Of the nested objects of a row only those within the search's own range: the others are not what was looked for. */
function timesIn(path: string | undefined, { field, time }: HistogramRequest, agg: Record<string, unknown>) {
  const isRanged = path !== undefined && time?.field === field && (time.from !== undefined || time.to !== undefined);
  if (!isRanged) return aggregatedIn(path, agg);
  return aggregatedIn(path, { filter: timeRange(time), aggs: { in: agg } });
}

/**
 * The rows that have a time, and those between two edges each. Within another aggregation OpenSearch looks at each value:
 * by the index alone it counts no `date_nanos` in ranges (seen in 3.8).
 */
function countsBetween(edges: readonly number[], request: HistogramRequest, path: string | undefined) {
  const { field } = request;
  const timed = { filter: conditionOn(request, field, { exists: { field } }) };
  if (edges.length < 2) return { timed };
  const ranges = edges.slice(0, -1).map((from, i) => ({ from: String(from), to: String(edges[i + 1]) }));
  const bars = { date_range: { field, format: 'epoch_millis', ranges } };
  if (path === undefined) return { timed: { ...timed, aggs: { bars } } };
  return { timed, bars: timesIn(path, request, { ...bars, aggs: ROWS }) };
}
