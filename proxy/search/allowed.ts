import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import { dqlTree } from '../query/dql.ts';
import { assertClause, assertFilterClause } from '../query/dsl.ts';

/**
 * Whether the user may ask this search. What is dear in it is refused on its way to OpenSearch, which knows the setting.
 * @throws forbidden, bad_request, query_invalid
 */
export function assertSearchAllowed(access: Access, search: Search): void {
  assertAllowed(access, search.index);
  const { q, dql, dsl, filters = [] } = search;
  const given = [q.trim() === '' ? undefined : q, dql, dsl].filter((text) => text !== undefined);
  if (given.length > 1) throw new SluiceError('bad_request', 'Give a query string, DQL or query DSL: one of them.');
  if (dql !== undefined) dqlTree(dql);
  if (dsl !== undefined) assertClause(dsl, { expensive: true });
  for (const one of filters) if (one.op === 'dsl') assertFilterClause(one.dsl, { expensive: true });
}
