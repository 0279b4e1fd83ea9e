import * as v from 'valibot';
import { MAX_FIELD_CHARS } from './limits.ts';
import { listOf } from './list.ts';

/** Conditions of one search, values of one condition, and characters of all of them as JSON. */
const MAX_FILTERS = 50;
const MAX_FILTER_VALUES = 200;
const MAX_FILTERS_CHARS = 16 * 1024;

const of = {
  field: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS)),
  /** Rows that do not match, those without the field among them. */
  not: v.optional(v.boolean()),
};
/** As the field stores or prints it: OpenSearch reads it by the field's type, so that no digit is lost on the way. */
const value = v.pipe(v.string(), v.maxLength(4096));
const bound = v.optional(v.pipe(value, v.nonEmpty()));

export const filterSchema = v.variant('op', [
  /** The field has this value; a text field holds these words, one after the other. */
  v.object({ ...of, op: v.literal('is'), value }),
  v.object({
    ...of,
    op: v.literal('one_of'),
    values: v.pipe(listOf(value, MAX_FILTER_VALUES), v.minLength(1)),
  }),
  /** From and to are both in it. A day without a time is the whole day. */
  v.object({ ...of, op: v.literal('between'), from: bound, to: bound }),
  v.object({ ...of, op: v.literal('exists') }),
]);

/** One condition beside the query; all of a search's conditions hold together. */
export type Filter = v.InferOutput<typeof filterSchema>;

export const filtersSchema = v.pipe(
  listOf(filterSchema, MAX_FILTERS, `At most ${MAX_FILTERS} filters.`),
  v.check((filters) => JSON.stringify(filters).length <= MAX_FILTERS_CHARS, 'The filters are too long.'),
);
