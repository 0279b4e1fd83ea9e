import * as v from 'valibot';
import { MAX_FIELD_CHARS, MAX_LIST_VALUES, MAX_QUERY_CHARS } from './limits.ts';
import { listOf } from './list.ts';

/** Conditions of one search, values of all of them, and characters of all of them as JSON. */
const MAX_FILTERS = 50;
const MAX_VALUES = 2 * MAX_LIST_VALUES;
const MAX_FILTERS_CHARS = 6 * 1024 * 1024;
/** What is said of one value more than OpenSearch takes. */
export const TOO_MANY_VALUES = `A list holds ${MAX_LIST_VALUES} values at most, as OpenSearch takes no more. Search for some of them at a time.`;

/** Rows that do not match, those without the field among them. */
const not = v.optional(v.boolean());
const of = { field: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS)), not };
/** As the field stores or prints it: OpenSearch reads it by the field's type, so that no digit is lost on the way. */
const value = v.pipe(v.string(), v.maxLength(4096));
const bound = v.optional(v.pipe(value, v.nonEmpty()));

export const filterSchema = v.variant('op', [
  /** The field has this value; a text field holds these words, one after the other. */
  v.strictObject({ ...of, op: v.literal('is'), value }),
  v.strictObject({
    ...of,
    op: v.literal('one_of'),
    values: v.pipe(listOf(value, MAX_LIST_VALUES, TOO_MANY_VALUES), v.minLength(1)),
  }),
  /** From and to are both in it. A day without a time is the whole day. */
  v.strictObject({ ...of, op: v.literal('between'), from: bound, to: bound }),
  v.strictObject({ ...of, op: v.literal('exists') }),
  /** A clause of query DSL as JSON text, held to what a search's own DSL may hold. `name`: what people call it. */
  v.strictObject({
    ...{ not, op: v.literal('dsl'), dsl: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_QUERY_CHARS)) },
    name: v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(1000))),
  }),
]);

/** One condition beside the query; all of a search's conditions hold together. */
export type Filter = v.InferOutput<typeof filterSchema>;
/** One on a field of its own. */
export type FieldFilter = Exclude<Filter, { op: 'dsl' }>;
export type DslFilter = Extract<Filter, { op: 'dsl' }>;

export function isOnField(filter: Filter): filter is FieldFilter {
  return filter.op !== 'dsl';
}

/** The fields that filters name themselves, not those within DSL. */
export function fieldsOfFilters(filters: readonly Filter[]): string[] {
  return filters.filter(isOnField).map(({ field }) => field);
}

export const filtersSchema = v.pipe(
  v.array(v.unknown()),
  v.maxLength(MAX_FILTERS, `At most ${MAX_FILTERS} filters.`),
  // Before each value is looked at.
  v.check((filters) => valuesIn(filters) <= MAX_VALUES, `The filters hold more than ${MAX_VALUES} values in all.`),
  v.array(filterSchema),
  v.check((filters) => JSON.stringify(filters).length <= MAX_FILTERS_CHARS, 'The filters are too long.'),
);

function valuesIn(filters: readonly unknown[]): number {
  return filters.reduce<number>((sum, filter) => {
    const isList = typeof filter === 'object' && filter !== null && 'values' in filter && Array.isArray(filter.values);
    // A list that is too long by itself is told of by its own name.
    return sum + (isList ? Math.min((filter.values as unknown[]).length, MAX_LIST_VALUES) : 0);
  }, 0);
}
