import * as v from 'valibot';
import { MAX_FIELD_CHARS } from './limits.ts';
import { listOf } from './list.ts';
import { searchSchema } from './search.ts';

/** What is asked about a search beside its rows: whether it can be read, values, facets, rows over time. */

const field = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS));
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** `POST /api/validate`: `{}`, or the query's fault as the search would tell it. */
export const validateRequestSchema = searchSchema;

/** `POST /api/values`: what a field holds in the search's rows, most frequent first. */
export const valuesRequestSchema = v.strictObject({
  ...searchSchema.entries,
  field,
  /** The values' first characters; ASCII letters in either case. */
  prefix: v.optional(v.pipe(v.string(), v.maxLength(100)), ''),
  size: v.optional(whole(1, 50), 10),
});

/** `POST /api/facets`: the top values of several fields. */
export const facetsRequestSchema = v.strictObject({
  ...searchSchema.entries,
  fields: v.pipe(listOf(field, 10), v.minLength(1)),
  size: v.optional(whole(1, 100), 8),
});

/** The most values of a field that there may be a file for each of. */
export const MOST_EACH = 200;

/** `POST /api/each-value`: all values of a field in the search's rows, each with the rows that a filter on it finds. */
export const eachValueRequestSchema = v.strictObject({ ...searchSchema.entries, field });

/** `POST /api/histogram`: rows over time, in at most `buckets` equal parts, from a day on by the calendar of `zone`. */
export const histogramRequestSchema = v.strictObject({
  ...searchSchema.entries,
  field,
  /** As IANA names it; or an offset, `+09:00`. */
  zone: v.optional(v.pipe(v.string(), v.regex(/^[\w+\-/:]{1,64}$/)), 'UTC'),
  buckets: v.optional(whole(2, 200), 80),
});

export type ValuesRequest = v.InferOutput<typeof valuesRequestSchema>;
export type FacetsRequest = v.InferOutput<typeof facetsRequestSchema>;
export type EachValueRequest = v.InferOutput<typeof eachValueRequestSchema>;
export type HistogramRequest = v.InferOutput<typeof histogramRequestSchema>;

/** A value as a filter takes it, and the rows that have it. */
const valueSchema = v.object({ value: v.string(), rows: v.number() });

export const valuesSchema = v.object({ values: v.array(valueSchema) });

const facetSchema = v.object({
  field: v.string(),
  values: v.array(valueSchema),
  /** How many values there are in all; past some thousands an estimate. */
  distinct: v.number(),
  /** Counts may be too low: the field has many values, and each shard named its own top ones. */
  approximate: v.boolean(),
});
export const facetsSchema = v.object({ took: v.number(), facets: v.array(facetSchema) });

export const eachValueSchema = v.object({
  /** The one that was asked about, with `now` put as the time it was. */
  search: searchSchema,
  /** There are more than `MOST_EACH` of them: none is listed. */
  more: v.boolean(),
  values: v.array(valueSchema),
  /** Rows without the field. */
  without: v.number(),
  /** Rows of the search. */
  total: v.number(),
  /** Rows with the field that a filter on none of the values finds: where there are any, files for each value would lack them. */
  unfound: v.number(),
});

export const histogramSchema = v.object({
  took: v.number(),
  /** Rows of the search, also those without a time. */
  total: v.number(),
  /** Those of them without a time. The buckets may lack more: a time some 250,000 years away is in none. */
  untimed: v.number(),
  /** A bucket's length: `30s`, `5m`, `12h`, `1d`, `1M`, `1y`. */
  interval: v.string(),
  /** Each bucket's beginning in ms since 1970, in order, and its rows. */
  buckets: v.array(v.object({ at: v.number(), rows: v.number() })),
});

export type FieldValue = v.InferOutput<typeof valueSchema>;
export type Facet = v.InferOutput<typeof facetSchema>;
export type Facets = v.InferOutput<typeof facetsSchema>;
export type EachValue = v.InferOutput<typeof eachValueSchema>;
export type Histogram = v.InferOutput<typeof histogramSchema>;
