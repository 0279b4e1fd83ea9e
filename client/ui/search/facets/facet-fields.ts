import { parentsOf } from '../../../../shared/columns.ts';
import type { Field } from '../../../../shared/http.ts';
import { knownFields } from '../fields/known-fields.ts';
import { isCountable, nestedOf } from '../fields/nested-fields.ts';

/** Fields that are counted at first, and more at a time on request. */
export const FIRST_FIELDS = 4;

const NAMES = /^(?:keyword|constant_keyword|boolean|ip)$/;
const WHOLE_NUMBERS = /^(?:byte|short|integer|long|unsigned_long)$/;

/** Facets to show, whether there are more, and the fields whose values cannot be counted as the indices differ in them. */
type FacetFields = { shown: string[]; more: boolean; left: string[] };

/**
 * Fields whose values are names come first, those of the rows themselves before those in nested objects; whole numbers,
 * of which each row may have its own, on request.
 */
export function facetFields(fields: readonly Field[], count: number): FacetFields {
  const usable = knownFields(fields).filterable.filter(({ aggregatable }) => aggregatable);
  const all = usable.filter(({ type }) => NAMES.test(type) || WHOLE_NUMBERS.test(type));
  const counted = new Set(all.map(({ name }) => name));
  const own = all.filter(({ name }) => !parentsOf(name).some((above) => counted.has(above)));
  const countable = own.filter(({ name }) => isCountable(name, fields));
  const isNested = new Set(countable.filter(({ name }) => nestedOf(name, fields)));
  const names = countable.filter(({ type }) => NAMES.test(type));
  const named = [...names.filter((field) => !isNested.has(field)), ...names.filter((field) => isNested.has(field))];
  const numbers = countable.filter(({ type }) => WHOLE_NUMBERS.test(type));
  const first = count > FIRST_FIELDS || named.length === 0 ? count : Math.min(count, named.length);
  const ordered = [...named, ...numbers].map(({ name }) => name);
  const left = own.filter(({ name }) => !isCountable(name, fields)).map(({ name }) => name);
  return { shown: ordered.slice(0, first), more: ordered.length > first, left };
}

/** What a facet is called: `title.keyword` holds the values of `title`, which is no facet itself and whose name people know. */
export function facetName(field: string, fields: readonly Field[]): string {
  const { readings, byName } = knownFields(fields);
  const above = parentsOf(field).find((name) => readings.get(name)?.name === field);
  return above === undefined || byName.get(above)?.aggregatable ? field : above;
}
