import * as v from 'valibot';
import type { FieldValue, ValuesRequest } from '../../shared/figures.ts';
import type { Access } from '../auth/accounts.ts';
import { isFailedBy } from '../opensearch/errors.ts';
import { aggregatedIn, figure, pathOf, ROWS } from '../query/nested.ts';
import { aggregate, bucketSchema } from './aggregate.ts';

const figuresSchema = v.object({ values: v.optional(figure(v.object({ buckets: v.array(bucketSchema) }))) });

/** Suggestions come while somebody types: what is counted by then is enough. */
const TIMEOUT = '1s';

/**
 * How servers refuse a pattern: for fields that are no text, of the aggregation or of its argument; and where OpenSearch 2.16 to 3.3
 * look for its beginning behind all values.
 */
const NO_PATTERN = ['illegal_argument_exception', 'aggregation_execution_exception', 'index_out_of_bounds_exception'];

/**
 * The values of a field that begin with a text, most frequent first; of a part of the rows where all take too long. A
 * field of numbers or times gives its most frequent ones, whatever the text.
 * @throws forbidden, query_invalid, index_not_found, opensearch_*
 */
export async function listValues(
  access: Access,
  request: ValuesRequest,
  signal: AbortSignal,
): Promise<{ values: FieldValue[] }> {
  const { field, prefix, size, ...search } = request;
  const ask = (include: object) =>
    aggregate(access, search, {
      body: { timeout: TIMEOUT, aggs: { values: topValues(pathOf(search, field), { field, size, ...include }) } },
      schema: figuresSchema,
      signal,
      partial: true,
    });
  if (prefix === '') return { values: (await ask({})).figures.values?.buckets ?? [] };
  const { figures } = await ask({ include: prefixPattern(prefix) }).catch((error: unknown) => {
    // A server that is busy or slow is not asked for more. A field that has no values at all fails again, and says why.
    if (signal.aborted || !isFailedBy(error, NO_PATTERN)) throw error;
    return ask({});
  });
  return { values: figures.values?.buckets ?? [] };
}

/** A field's most frequent values, by rows. @param path  as `pathOf` gives it */
export function topValues(path: string | undefined, terms: Record<string, unknown>): Record<string, unknown> {
  if (path === undefined) return { terms };
  return aggregatedIn(path, { terms: { ...terms, order: [{ rows: 'desc' }, { _key: 'asc' }] }, aggs: ROWS });
}

/**
 * A regular expression in Lucene's syntax, which knows no flag for either case. Its end is not `.*`: OpenSearch 2.16 to 3.3 look up
 * the beginnings then, and fail where one of them lies behind all values.
 */
function prefixPattern(prefix: string): string {
  const signs = Array.from(prefix, (sign) => {
    if (/[a-z]/i.test(sign)) return `[${sign.toLowerCase()}${sign.toUpperCase()}]`;
    return /[\p{L}\p{N}]/u.test(sign) ? sign : `\\${sign}`;
  });
  return `${signs.join('')}(.)*`;
}
