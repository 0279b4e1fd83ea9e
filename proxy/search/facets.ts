import * as v from 'valibot';
import type { Facets, FacetsRequest } from '../../shared/figures.ts';
import { numberSchema } from '../../shared/json/number.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregatedIn, figure, pathOf } from '../query/nested.ts';
import { aggregate, bucketSchema } from './aggregate.ts';
import { topValues } from './values.ts';

const figuresSchema = v.record(
  v.string(),
  figure(
    v.object({
      value: v.optional(numberSchema),
      doc_count_error_upper_bound: v.optional(numberSchema),
      buckets: v.optional(v.array(bucketSchema)),
    }),
  ),
);

/** Values that each shard names: up to so many different ones all counts are exact. */
const SHARD_SIZE = 1000;
const EXACT_DISTINCT = 3000;
const TIMEOUT = '10s';

/** The top values of some fields in a search's rows. @throws forbidden, query_invalid, index_not_found, page_partial, opensearch_* */
export async function listFacets(access: Access, request: FacetsRequest, signal: AbortSignal): Promise<Facets> {
  const { fields, size, ...search } = request;
  const aggs = Object.fromEntries(
    fields.flatMap((field, i) => {
      const path = pathOf(search, field);
      return [
        [`v${i}`, topValues(path, { field, size, shard_size: SHARD_SIZE })],
        [`d${i}`, aggregatedIn(path, { cardinality: { field, precision_threshold: EXACT_DISTINCT } })],
      ];
    }),
  );
  const { took, figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs },
    schema: figuresSchema,
    signal,
  });
  const facets = fields.map((field, i) => {
    const top = figures[`v${i}`];
    const values = top?.buckets ?? [];
    const distinct = Math.max(values.length, figures[`d${i}`]?.value ?? 0);
    const error = top?.doc_count_error_upper_bound ?? 0;
    // Of values in the order of rows, and not of nested objects, OpenSearch does not say it (-1).
    return { field, values, distinct, approximate: error > 0 || (error < 0 && distinct > SHARD_SIZE) };
  });
  return { took, facets };
}
