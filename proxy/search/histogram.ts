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
  untimed: v.optional(v.object({ doc_count: numberSchema })),
});
const rowsSchema = v.object({
  time: v.optional(
    figure(
      v.object({
        buckets: v.array(
          v.object({
            from: numberSchema,
            doc_count: numberSchema,
            rows: v.optional(v.object({ doc_count: numberSchema })),
          }),
        ),
      }),
    ),
  ),
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
  const untimed = { filter: { bool: { must_not: [conditionOn(search, field, { exists: { field } })] } } };
  const span = timesIn(path, request, { stats: { field } });
  const { took, total, figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: { span, untimed } },
    schema: spanSchema,
    signal,
  });
  const { interval, edges } = barsIn(figures.span, request);
  const counted = await countBetween(access, { request, path, edges }, signal);
  return {
    took: took + counted.took,
    total,
    untimed: figures.untimed?.doc_count ?? 0,
    interval,
    buckets: edges.slice(0, -1).map((at) => ({ at, rows: counted.rows.get(at) ?? 0 })),
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

/** The rows between two edges each, by the first of them. */
async function countBetween(
  access: Access,
  { request, path, edges }: { request: HistogramRequest; path: string | undefined; edges: readonly number[] },
  signal: AbortSignal,
): Promise<{ took: number; rows: Map<number, number> }> {
  if (edges.length < 2) return { took: 0, rows: new Map() };
  const { field, zone: _, buckets: __, ...search } = request;
  const ranges = edges.slice(0, -1).map((from, i) => ({ from: String(from), to: String(edges[i + 1]) }));
  const between = { date_range: { field, format: 'epoch_millis', ranges } };
  // Within another aggregation each value is looked at: by the index alone OpenSearch 3.8 counts no `date_nanos` in ranges.
  const time =
    path === undefined
      ? { filter: { match_all: {} }, aggs: { in: between } }
      : timesIn(path, request, { ...between, aggs: ROWS });
  const { took, figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: { time } },
    schema: rowsSchema,
    signal,
  });
  const counts = (figures.time?.buckets ?? []).map(
    ({ from, doc_count, rows }) => [from, rows?.doc_count ?? doc_count] as const,
  );
  return { took, rows: new Map(counts) };
}
