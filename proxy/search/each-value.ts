import * as v from 'valibot';
import { type EachValue, type EachValueRequest, MOST_EACH } from '../../shared/figures.ts';
import { numberSchema } from '../../shared/json/number.ts';
import type { Access } from '../auth/accounts.ts';
import { filterOf } from '../query/clause.ts';
import { figure, pathOf } from '../query/nested.ts';
import { aggregate, bucketSchema } from './aggregate.ts';
import { assertSearchAllowed } from './allowed.ts';
import { fixed, fixNow } from './dates.ts';
import { topValues } from './values.ts';

const TIMEOUT = '30s';

const valuesSchema = v.object({
  values: v.optional(
    figure(
      v.object({
        sum_other_doc_count: numberSchema,
        buckets: v.array(bucketSchema),
      }),
    ),
  ),
});

const countsSchema = v.object({
  counts: v.optional(v.object({ buckets: v.array(v.object({ doc_count: numberSchema })) })),
});

/**
 * All values of a field in a search's rows, most frequent first, counted by the very filters that a file of each is asked with; and the search
 * with its `now` fixed, as the files are made one after another and have to be of the same rows.
 * @throws forbidden, query_invalid, index_not_found, page_partial, opensearch_*
 */
export async function countEachValue(
  access: Access,
  { field, ...asked }: EachValueRequest,
  signal: AbortSignal,
): Promise<EachValue> {
  assertSearchAllowed(access, asked);
  const fix = await fixNow(access, asked, { now: new Date(), signal });
  const { exact, dates, placed, ...search } = fixed(asked, fix);
  const terms = { field, size: MOST_EACH + 1 };
  const found = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: { values: topValues(pathOf(search, field), terms) } },
    schema: valuesSchema,
    signal,
  });
  const { buckets = [], sum_other_doc_count: other = 0 } = found.figures.values ?? {};
  // No shard has more values than it names, or else there are more in all as well: so the list is whole.
  if (buckets.length > MOST_EACH || other > 0) {
    return { search, more: true, values: [], without: 0, total: found.total, unfound: 0 };
  }
  const values = buckets.map(({ value }) => value);
  const filters = [
    ...values.map((value) => filterOf(search, { op: 'is', field, value })),
    filterOf(search, { op: 'exists', field, not: true }),
  ];
  const { figures, total } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs: { counts: { filters: { filters, other_bucket: true } } } },
    schema: countsSchema,
    signal,
  });
  const rows = figures.counts?.buckets.map(({ doc_count }) => doc_count) ?? [];
  return {
    ...{ search, more: false, total },
    values: values.map((value, i) => ({ value, rows: rows[i] ?? 0 })),
    without: rows[values.length] ?? 0,
    unfound: rows[values.length + 1] ?? 0,
  };
}
