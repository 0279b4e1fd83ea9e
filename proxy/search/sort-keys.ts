import type { SearchRequest } from '../../shared/http.ts';
import type { OrderField, SortableType } from '../../shared/order.ts';
import { fieldsSortedBy } from '../../shared/sort.ts';
import { pathOf } from '../query/nested.ts';

/**
 * What OpenSearch sorts a missing value as stands at the end of its type's range. Read as a long, no value of the smaller
 * types is as large.
 */
const READ_AS: Partial<Record<SortableType, object>> = {
  ...{ integer: { numeric_type: 'long' }, short: { numeric_type: 'long' }, byte: { numeric_type: 'long' } },
};

/**
 * Here a value may be the very one that a missing value is sorted as: the least or the greatest of its type. Of dates it is one that
 * each format can write, of the years 1 and 9999: OpenSearch writes out the last value of a full page, and where it cannot it
 * never answers (seen in 3.8, for the greatest of dates in some formats, and for the least of `date_nanos` in all).
 */
const ENDS: Partial<Record<SortableType, Record<OrderField['order'], object>>> = {
  long: { asc: {}, desc: {} },
  unsigned_long: { asc: {}, desc: {} },
  date: {
    asc: { missing: Date.parse('9999-12-31T23:59:59.999Z') },
    desc: { missing: Date.parse('0001-01-01T00:00:00Z') },
  },
  date_nanos: { asc: {}, desc: { missing: 0 } },
};

/**
 * The sort keys of rows that lack so many of the fields sorted by, from the first on, and have the next. Missing values of
 * the fields behind that come last: where one could be taken for the last value, the field comes a second time, the other way
 * round, which parts the two and nothing else.
 */
export function sortKeys(request: SearchRequest, lacking: number): object[] {
  const [first, ...others] = fieldsSortedBy(request.sort).slice(lacking);
  if (!first) return [];
  return [keyOf(request, first, {}), ...others.flatMap((field) => keysBehind(request, field))];
}

/** How many these are. */
export function countSortKeys({ sort }: SearchRequest, lacking: number): number {
  const fields = fieldsSortedBy(sort).slice(lacking);
  return fields.length + fields.slice(1).filter(({ type }) => ENDS[type]).length;
}

function keysBehind(request: SearchRequest, field: OrderField): object[] {
  const ends = ENDS[field.type];
  if (!ends) return [keyOf(request, field, READ_AS[field.type] ?? {})];
  const other = field.order === 'asc' ? 'desc' : 'asc';
  // By the same one of several values.
  const mode = field.order === 'asc' ? 'min' : 'max';
  return [
    keyOf(request, field, ends[field.order]),
    keyOf(request, { ...field, order: other }, { ...ends[other], mode }),
  ];
}

/** A row of several values, or of several nested objects, stands by its least value, or its greatest where these come first. */
function keyOf(request: SearchRequest, { field, order, type }: OrderField, more: object): object {
  const path = pathOf(request, field);
  return { [field]: { order, unmapped_type: type, ...(path === undefined ? {} : { nested: { path } }), ...more } };
}
