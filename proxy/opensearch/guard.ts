import { SluiceError } from '../../shared/errors.ts';
import { withDslOpened } from '../search/query.ts';
import { assertAffordable } from '../search/query-limits.ts';
import type { OpenSearch, OpenSearchRequest } from './port.ts';

/** One path segment that came from outside: `toPath` has encoded it. No step up in the path, and no call of OpenSearch's. */
const NAME = "(?!(?:[.]|%2e){1,2}/)(?!_(?!all))[\\w.~!*'()%-]+";

/** Every call that the proxy makes. Whatever goes wrong in the code above, nothing else reaches OpenSearch. */
const CALLS: readonly RegExp[] = [
  'GET /',
  'GET /_plugins/_security/authinfo',
  'GET /_resolve/index/\\*',
  'GET /_cat/indices',
  `GET /${NAME}/_field_caps`,
  'POST /_search',
  `POST /${NAME}/_search`,
  'POST /_search/scroll',
  'DELETE /_search/scroll',
  `POST /${NAME}/_search/point_in_time`,
  'DELETE /_search/point_in_time',
].map((call) => new RegExp(`^${call}$`, 'i'));

/** The largest page that is asked for, in rows: more is refused by OpenSearch too. */
const MAX_SIZE = 10_000;

/**
 * OpenSearch, asked for nothing but what the proxy is for: each request's path must be one of those above, and each
 * query within `query-limits.ts`, whoever made it.
 * @param allowed.expensive  as `assertAffordable` takes it
 */
export function guarded(openSearch: OpenSearch, allowed: { expensive: boolean }): OpenSearch {
  return {
    async send(request) {
      check(request, allowed);
      return openSearch.send(request);
    },
  };
}

/** @throws query_invalid, page_size_invalid, internal */
function check({ method, path, body }: OpenSearchRequest, allowed: { expensive: boolean }): void {
  if (!CALLS.some((call) => call.test(`${method} ${path}`))) {
    const cause = new Error(`proxy/opensearch/guard.ts does not list ${method} ${path}`);
    throw new SluiceError('internal', 'Something unexpected went wrong.', { cause });
  }
  if (body === undefined) return;
  const { query, size } = objectOf(body);
  if (query !== undefined) assertAffordable(withDslOpened(query), allowed);
  if (typeof size === 'number' && size > MAX_SIZE) {
    throw new SluiceError('page_size_invalid', `A page holds at most ${MAX_SIZE} rows.`);
  }
}

/** A body that is text already, so that its numbers keep their digits, is looked at all the same. */
function objectOf(body: object | string): { query?: unknown; size?: unknown } {
  return typeof body === 'string' ? JSON.parse(body) : body;
}
