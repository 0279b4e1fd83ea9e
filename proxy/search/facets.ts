import * as v from 'valibot';
import type { Facets, FacetsRequest } from '../../shared/figures.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregate, bucketSchema } from './aggregate.ts';
import { numberSchema } from './number.ts';

const figuresSchema = v.record(
  v.string(),
  v.object({
    value: v.optional(numberSchema),
    doc_count_error_upper_bound: v.optional(numberSchema),
    buckets: v.optional(v.array(bucketSchema)),
  }),
);

/** Values that each shard names: up to so many different ones all counts are exact. */
const SHARD_SIZE = 1000;
const EXACT_DISTINCT = 3000;
const TIMEOUT = '10s';

/** The top values of some fields in a search's rows. @throws forbidden, query_invalid, index_not_found, page_partial, opensearch_* */
export async function listFacets(access: Access, request: FacetsRequest, signal: AbortSignal): Promise<Facets> {
  const { fields, size, ...search } = request;
  const aggs = Object.fromEntries(
    fields.flatMap((field, i) => [
      [`v${i}`, { terms: { field, size, shard_size: SHARD_SIZE } }],
      [`d${i}`, { cardinality: { field, precision_threshold: EXACT_DISTINCT } }],
    ]),
  );
  const { took, figures } = await aggregate(access, search, {
    body: { timeout: TIMEOUT, aggs },
    schema: figuresSchema,
    signal,
  });
  const facets = fields.map((field, i) => {
    const top = figures[`v${i}`];
    const values = top?.buckets ?? [];
    return {
      field,
      values,
      distinct: Math.max(values.length, figures[`d${i}`]?.value ?? 0),
      approximate: (top?.doc_count_error_upper_bound ?? 0) > 0,
    };
  });
  return { took, facets };
}
