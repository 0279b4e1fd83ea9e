import { parentsOf } from '../../../../shared/columns.ts';
import { fieldsOfFilters } from '../../../../shared/filter.ts';
import type { Field } from '../../../../shared/http.ts';
import { type NestedField, nestedBelow, onlyPath } from '../../../../shared/nested.ts';
import type { Search } from '../../../../shared/search.ts';
import { knownFields } from './known-fields.ts';

/**
 * How a field is nested, by what stands above it; undefined where it is not. Whoever asks about a field's values asks
 * here first: OpenSearch finds those in nested objects by `nested` queries only.
 */
export function nestedOf(field: string, fields: readonly Field[]): NestedField | undefined {
  const { byName, hasNested } = knownFields(fields);
  if (!hasNested) return undefined;
  return nestedBelow(field, parentsOf(field), (path) => {
    const known = byName.get(path);
    return known && { types: known.type.split(', '), nestedIn: known.nestedIn };
  });
}

/** Whether OpenSearch can count a field's values and sort by them: not where the indices differ in how it is nested. */
export function isCountable(field: string, fields: readonly Field[]): boolean {
  const nested = nestedOf(field, fields);
  return nested === undefined || onlyPath(nested) !== undefined;
}

/** A search, or a question about one, that tells how its fields are nested. @param more  fields that it names besides */
export function withNested<T extends Search>(search: T, fields: readonly Field[], more: readonly string[] = []): T {
  const named = [...fieldsOfFilters(search.filters ?? []), ...(search.time ? [search.time.field] : []), ...more];
  const nested = [...new Set(named)].flatMap((field) => nestedOf(field, fields) ?? []);
  const { nested: _, ...rest } = search;
  return nested.length === 0 ? (rest as T) : { ...search, nested };
}
