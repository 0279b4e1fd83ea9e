import { parse, stringify } from 'lossless-json';
import { SluiceError } from '../../shared/errors.ts';
import { boundedQuery } from '../query/bounded-query.ts';
import { isKnownSort } from './known-sort.ts';
import type { OpenSearch, OpenSearchRequest } from './port.ts';

/** One path segment that came from outside: `toPath` has encoded it. No step up in the path, and no call of OpenSearch's. */
const NAME = "(?<names>(?!(?:[.]|%2e){1,2}/)(?!_)[\\w.~!*'()%-]+)";

/** Every call that the proxy makes. Whatever goes wrong in the code above, nothing else reaches OpenSearch. */
const CALLS: readonly RegExp[] = [
  'GET /',
  'GET /_plugins/_security/authinfo',
  'GET /_resolve/index/\\*',
  `GET /_resolve/index/${NAME}`,
  'GET /_cat/indices',
  `GET /${NAME}/_field_caps`,
  `GET /${NAME}/_search_shards`,
  `GET /${NAME}/_stats/docs,store,translog`,
  'POST /_search',
  `POST /${NAME}/_search`,
  'POST /_search/scroll',
  'DELETE /_search/scroll',
  `POST /${NAME}/_search/point_in_time`,
  'DELETE /_search/point_in_time',
  `POST /${NAME}/_pit`,
  'DELETE /_pit',
].map((call) => new RegExp(`^${call}$`, 'i'));

/** The largest page that is asked for, in rows: more is refused by OpenSearch too. */
const MAX_SIZE = 10_000;

/** What a request's body may hold. Its figures and orders are the code's own; scripts, highlights and the like are not needed. */
const KEYS = new Set([
  ...['query', 'size', 'sort', 'search_after', 'track_total_hits', 'aggs', 'pit', 'timeout', 'terminate_after'],
  ...['scroll', 'scroll_id', 'pit_id', 'id', 'index_filter', '_source'],
]);

type Body = Record<string, unknown>;

/**
 * OpenSearch, asked for nothing but what the proxy is for: each request's path must be one of those above, and each
 * query is looked at (`bounded-query.ts`), whoever made it.
 * @param allowed.expensive  as `assertAffordable` takes it
 */
export function guarded(openSearch: OpenSearch, allowed: { expensive: boolean }): OpenSearch {
  return {
    async send(request) {
      assertKnown(request);
      const { body } = request;
      return openSearch.send(body === undefined ? request : { ...request, body: boundedBody(body, allowed) });
    },
  };
}

/** Servers that do not know these calls take them for a document to be written, and have none as long as there is no body. */
const BODILESS = /^POST .*\/(?:point_in_time|_pit)$/i;

/** @throws internal */
function assertKnown({ method, path, body }: OpenSearchRequest): void {
  if (body !== undefined && BODILESS.test(`${method} ${path}`)) throw unknownCall(`a body of ${path}`);
  const found = CALLS.map((call) => call.exec(`${method} ${path}`)).find((match) => match !== null);
  if (!found || !isOwn(found.groups?.names ?? '')) throw unknownCall(`${method} ${path}`);
}

/**
 * Whether an expression names this cluster's indices, and none whose name begins with a dot by a pattern that does not:
 * such a pattern stands before a `-.*`. It is parted as OpenSearch parts it.
 */
function isOwn(encoded: string): boolean {
  const names = decodeURIComponent(encoded).split(',');
  const lastOpen = names.findLastIndex((name) => /^<?\*/.test(name));
  return !names.some((name) => /^_|:/.test(name)) && (lastOpen < 0 || names[lastOpen + 1] === '-.*');
}

/** @throws query_invalid, page_size_invalid, internal */
function boundedBody(given: object | string, allowed: { expensive: boolean }): object | string {
  // A body that is text already keeps its numbers' digits.
  const body = typeof given === 'string' ? (parse(given) as Body) : (given as Body);
  for (const key of Object.keys(body)) if (!KEYS.has(key)) throw unknownCall(`a body with ${key.slice(0, 40)}`);
  if (body.size !== undefined && !(Number(String(body.size)) <= MAX_SIZE)) {
    throw new SluiceError('page_size_invalid', `A page holds at most ${MAX_SIZE} rows.`);
  }
  // Whole or not at all: a part of it OpenSearch would write anew.
  if (body._source !== undefined && body._source !== false) throw unknownCall('a part of documents');
  if (body.sort !== undefined && !isKnownSort(body.sort)) throw unknownCall('such a sort');
  if (body.query === undefined) return given;
  const bounded = { ...body, query: boundedQuery(body.query, allowed) };
  if (typeof given === 'string') return stringify(bounded) ?? given;
  return body.search_after === undefined ? bounded : withDigits(bounded);
}

/** As text, with the digits of a place's values as they came; the runtime's own writer is a hundred times as fast with the rest. */
function withDigits({ search_after, ...rest }: Body): string {
  return `${JSON.stringify(rest).slice(0, -1)},"search_after":${stringify(search_after)}}`;
}

function unknownCall(what: string): SluiceError {
  const cause = new Error(`proxy/opensearch/guard.ts does not list ${what}`);
  return new SluiceError('internal', 'Something unexpected went wrong.', { cause });
}
