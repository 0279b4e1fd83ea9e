import type { SearchRequest } from '../../shared/http.ts';
import { type FieldSort, fieldsSortedBy } from '../../shared/sort.ts';
import { pathOf } from '../query/nested.ts';

/**
 * What OpenSearch sorts a missing value as stands at the end of its type's range. Read as these, no value of the smaller
 * types is as large.
 */
const READ_AS: Partial<Record<FieldSort['type'], 'long'>> = {
  ...{ integer: 'long', short: 'long', byte: 'long' },
};
/** Here a value may be the very one that a missing value is sorted as. */
const FULL_RANGE: ReadonlySet<FieldSort['type']> = new Set(['long', 'unsigned_long']);

/**
 * The sort keys of rows that lack so many of the fields sorted by, from the first on, and have the next. Missing values of
 * the fields behind that come last: where one could be taken for the last value, the field comes a second time, the other way
 * round, which parts the two and nothing else.
 */
export function sortKeys(request: SearchRequest, lacking: number): object[] {
  const [first, ...others] = fieldsSortedBy(request.sort).slice(lacking);
  if (!first) return [];
  return [
    keyOf(request, first, {}),
    ...others.flatMap((sort) => {
      const { type } = sort;
      const key = keyOf(request, sort, READ_AS[type] ? { numeric_type: READ_AS[type] } : {});
      return FULL_RANGE.has(type) ? [key, keyOf(request, sort, turned(sort))] : [key];
    }),
  ];
}

/** How many these are. */
export function countSortKeys({ sort }: SearchRequest, lacking: number): number {
  const fields = fieldsSortedBy(sort).slice(lacking);
  return fields.length + fields.slice(1).filter(({ type }) => FULL_RANGE.has(type)).length;
}

/** A row of several values, or of several nested objects, stands by its least value, or its greatest where these come first. */
function keyOf(request: SearchRequest, { field, order, type }: FieldSort, more: object): object {
  const path = pathOf(request, field);
  return { [field]: { order, unmapped_type: type, ...(path === undefined ? {} : { nested: { path } }), ...more } };
}

/** The other way round, by the same one of several values. */
function turned({ order }: FieldSort): object {
  return order === 'asc' ? { order: 'desc', mode: 'min' } : { order: 'asc', mode: 'max' };
}
