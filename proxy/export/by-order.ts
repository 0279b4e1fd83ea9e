import * as v from 'valibot';
import { type Order, type OrderField, SORT_VALUES } from '../../shared/order.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { assertWhole, call } from '../opensearch/call.ts';
import { reachOf } from '../search/reach.ts';

type Clause = Record<string, unknown>;

/**
 * The fields of an order as further sort keys of a page that is sorted by sequence number alone, so that each hit bears
 * their values: of several the least, or the greatest where these come first. Where a row without a value would be put
 * is the page's to choose, since it changes no order: where its value tells it from all others (`SORT_VALUES`).
 */
export function byOrder(order: Order | undefined): Clause[] {
  return (order ?? []).flatMap((field) =>
    SORT_VALUES[field.type].missing === undefined
      ? [keyOf(field, 'below'), keyOf(field, 'above')]
      : [keyOf(field, 'below')],
  );
}

/** `missing`: on which side of the values a row without one stands. */
function keyOf({ field, order, type, path }: OrderField, missing: 'below' | 'above'): Clause {
  const isFirst = (missing === 'below') === (order === 'asc');
  const { numeric } = SORT_VALUES[type];
  return {
    [field]: {
      ...{ order, unmapped_type: type, missing: isFirst ? '_first' : '_last' },
      ...(numeric ? { numeric_type: numeric } : {}),
      ...(path === undefined ? {} : { nested: { path } }),
    },
  };
}

const answerSchema = v.object({ timed_out: v.boolean(), _shards: v.object({ failed: v.number() }) });

/**
 * That each of the indices can be sorted so, before anything is read: one of the last could not be otherwise.
 * @throws query_invalid, forbidden, index_not_found, page_partial, opensearch_*
 */
export async function assertSortable(
  access: Access,
  { index, order }: { index: string; order: Order },
  signal: AbortSignal,
): Promise<void> {
  const target = await reachOf(access, index, signal);
  const answer = await call(access.openSearch, answerSchema, {
    method: 'POST',
    path: `/${toPath(target)}/_search`,
    query: { allow_partial_search_results: 'false' },
    body: { size: 0, track_total_hits: false, sort: byOrder(order), query: { match_all: {} } },
    signal,
  });
  assertWhole(answer);
}
