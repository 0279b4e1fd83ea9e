import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { type Order, type OrderField, SORT_VALUES, type SortableType } from '../../shared/order.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { assertWhole, call } from '../opensearch/call.ts';
import { type FieldCaps, fieldCaps } from '../search/field-caps.ts';
import { reachOf } from '../search/reach.ts';

type Clause = Record<string, unknown>;

/**
 * The fields of an order as further sort keys of a page that is sorted by sequence number alone, so that each hit bears
 * their values: of several the least, or the greatest where these come first. Where a row without a value would be put
 * is the page's to choose, since it changes no order: where its value tells it from all others (`SORT_VALUES`).
 */
export function byOrder(order: Order | undefined): Clause[] {
  return (order ?? []).flatMap((field) => {
    const { missing, marks } = SORT_VALUES[field.type];
    if (marks) return marks.map((mark) => keyOf(field, mark));
    const below = field.order === 'asc' ? '_first' : '_last';
    const above = field.order === 'asc' ? '_last' : '_first';
    return (missing === undefined ? [below, above] : [below]).map((mark) => keyOf(field, mark));
  });
}

/** `missing`: what stands for the value of a row without one. */
function keyOf({ field, order, type, path }: OrderField, missing: string | number): Clause {
  const { numeric } = SORT_VALUES[type];
  return {
    [field]: {
      ...{ order, unmapped_type: type, missing },
      ...(numeric ? { numeric_type: numeric } : {}),
      ...(path === undefined ? {} : { nested: { path } }),
    },
  };
}

const SMALL = ['integer', 'short', 'byte'];
const SIGNED = ['long', ...SMALL];
const FLOATING = ['double', 'float', 'half_float', ...SIGNED];
/** Besides a type itself, those that may be the field's in other indices: their values are compared as values of that type. */
const TAKES: Partial<Record<SortableType, readonly string[]>> = {
  ...{ byte: SMALL, short: SMALL, integer: SMALL, long: SIGNED, unsigned_long: SIGNED },
  ...{ half_float: FLOATING, float: FLOATING, double: FLOATING, date_nanos: ['date'] },
};

const answerSchema = v.object({ timed_out: v.boolean(), _shards: v.object({ failed: v.number() }) });

/**
 * That each of the indices can be sorted so, and that their values can be compared, before anything is read: one of the last
 * could not be otherwise. @throws order_invalid, query_invalid, forbidden, index_not_found, page_partial, opensearch_*
 */
export async function assertSortable(
  access: Access,
  { index, order }: { index: string; order: Order },
  signal: AbortSignal,
): Promise<void> {
  const target = await reachOf(access, index, signal);
  const names = order.map(({ field }) => field);
  const { fields } = await fieldCaps(access, { index: target, fields: names.join(',') }, signal);
  for (const field of order) assertComparable(field, fields[field.field] ?? {});
  const answer = await call(access.openSearch, answerSchema, {
    method: 'POST',
    path: `/${toPath(target)}/_search`,
    query: { allow_partial_search_results: 'false' },
    body: { size: 0, track_total_hits: false, sort: byOrder(order), query: { match_all: {} } },
    signal,
  });
  assertWhole(answer);
}

/** @param types  of the field in the indices, as field caps tell them */
function assertComparable({ field, type }: OrderField, types: FieldCaps['fields'][string]): void {
  const others = Object.keys(types).filter((other) => other !== type && !TAKES[type]?.includes(other));
  if (others.length > 0) {
    const all = Object.keys(types).sort().join(', ');
    throw refusal(`“${field}” is ${all} in the indices of the search: these have no order with ${type}.`);
  }
  if (Object.values(types).some(({ aggregatable }) => !aggregatable))
    throw refusal(`The values of “${field}” are not kept in a way that can be sorted by.`);
}

function refusal(why: string): SluiceError {
  return new SluiceError('order_invalid', `${why} Choose another order, or export the rows as they are read.`);
}
