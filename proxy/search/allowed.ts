import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import { assertClause } from '../query/dsl.ts';

/**
 * Whether the user may ask this search. What is dear in it is refused on its way to OpenSearch, which knows the setting.
 * @throws forbidden, bad_request, query_invalid
 */
export function assertSearchAllowed(access: Access, search: Search): void {
  assertAllowed(access, search.index);
  if (search.dsl === undefined) return;
  if (search.q.trim() !== '') throw new SluiceError('bad_request', 'Give a query string or query DSL, not both.');
  assertClause(search.dsl, { expensive: true });
}
