import type { FieldFilter, Filter } from '../../../../shared/filter.ts';
import type { Field } from '../../../../shared/http.ts';
import type { Address } from '../address/address.ts';
import { sameFilter } from '../address/filter-text.ts';
import { knownFields } from '../fields/known-fields.ts';

/** The search with one condition more; one that says the same stays as it is, and one that says its contrary goes. */
export function addFilter(address: Address, filter: Filter): Address {
  if (hasFilter(address, filter)) return address;
  return { ...address, filters: [...removeFilter(address, negated(filter)).filters, filter] };
}

export function removeFilter(address: Address, filter: Filter): Address {
  return { ...address, filters: address.filters.filter((one) => !sameFilter(one, filter)) };
}

/** Adds the condition, or takes it away where it is there. For a click on a value. */
export function toggleFilter(address: Address, filter: Filter): Address {
  return hasFilter(address, filter) ? removeFilter(address, filter) : addFilter(address, filter);
}

/** The search with one condition in another's place. */
export function replaceFilter(address: Address, filter: Filter, by: Filter): Address {
  const filters = address.filters.map((one) => (sameFilter(one, filter) ? by : one));
  return { ...address, filters: filters.filter((one, i) => filters.findIndex((o) => sameFilter(o, one)) === i) };
}

export function hasFilter(address: Address, filter: Filter): boolean {
  return address.filters.some((one) => sameFilter(one, filter));
}

export function negated(filter: Filter): Filter {
  const { not, ...rest } = filter;
  return not ? rest : { ...rest, not: true };
}

/** `ignore_above` of the keyword readings that OpenSearch makes by itself: longer values are not in them. */
const KEYWORD_CHARS = 256;

/**
 * The condition that a field has a value which a row shows: on a text field by its keyword reading where there is one, since
 * only that one knows the value as a whole.
 */
export function filterOnValue(field: string, value: string, fields: readonly Field[]): FieldFilter {
  return { field: value.length <= KEYWORD_CHARS ? exactField(field, fields) : field, op: 'is', value };
}

/** A field's reading that holds values whole. */
export function exactField(field: string, fields: readonly Field[]): string {
  return knownFields(fields).readings.get(field)?.name ?? field;
}
