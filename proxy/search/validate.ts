import * as v from 'valibot';
import { type ErrorBody, SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregate } from './aggregate.ts';

/**
 * Whether OpenSearch can read the search. It is asked for one row at most and none is sent: `_validate/query` finds the
 * same faults, but tells them in one text, from which the place cannot be read for certain.
 * @returns the query's fault, if it has one
 * @throws forbidden, index_not_found, opensearch_*
 */
export async function validate(access: Access, search: Search, signal: AbortSignal): Promise<{ fault?: ErrorBody }> {
  try {
    const body = { terminate_after: 1, timeout: '1s' };
    await aggregate(access, search, { body, schema: v.unknown(), signal, partial: true });
    return {};
  } catch (thrown) {
    const error = SluiceError.from(thrown);
    if (error.code !== 'query_invalid') throw thrown;
    return { fault: error.toBody() };
  }
}
