import * as v from 'valibot';
import { MAX_FIELD_CHARS } from './limits.ts';
import { searchSchema } from './search.ts';

/** Most frequent values of a field that are told. */
export const TOP_VALUES = 10;

/**
 * `POST /api/column`: what a field holds in the search's rows. A name with `*` is a pattern to OpenSearch, one with a comma
 * two names.
 */
export const columnRequestSchema = v.strictObject({
  ...searchSchema.entries,
  field: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS), v.excludes('*'), v.excludes(',')),
});

/**
 * Why only rows are counted, and no values: a text without a keyword field of it; indices that differ in the type, or in how
 * the field is nested; no `doc_values`; a type that has no list of values.
 */
const whySchema = v.picklist(['text', 'types', 'nested', 'not_kept', 'type']);

/** As OpenSearch writes it, digit for digit; a date in ISO 8601 in UTC, or milliseconds since 1970 where it is too far away. */
const valueSchema = v.string();

const numbersSchema = v.object({
  /** Values: a row may have several, and all of them count. */
  values: v.number(),
  sum: v.number(),
  average: v.number(),
  /** No digit of the sum is lost. Else both are doubles that OpenSearch rounds. */
  exact: v.boolean(),
});

const topSchema = v.object({
  /** Of these values; else of the field itself. */
  of: v.exactOptional(v.string()),
  /** Rows with a value that none of the listed field's is, as it is too long for that. */
  unlisted: v.exactOptional(v.number()),
  values: v.array(v.object({ value: valueSchema, rows: v.number() })),
  /** Past some thousands an estimate. */
  distinct: v.number(),
  /** Each shard named its own top values: rows are at least so many, and another value may have more of them. */
  atLeast: v.boolean(),
});

export const columnSchema = v.object({
  took: v.number(),
  /** As the indices have it: several, sorted, where they differ. */
  type: v.string(),
  /** Rows of the search; those with a value in the index, and those without. */
  total: v.number(),
  filled: v.number(),
  missing: v.number(),
  /** The nested objects that hold the field. */
  path: v.exactOptional(v.string()),
  why: v.exactOptional(whySchema),
  /** The index rounds such values, or OpenSearch does where indices differ in the type. */
  rounded: v.boolean(),
  /** By the type's own order: text by its characters. */
  lowest: v.exactOptional(valueSchema),
  highest: v.exactOptional(valueSchema),
  numbers: v.exactOptional(numbersSchema),
  top: v.exactOptional(topSchema),
});

export type ColumnRequest = v.InferOutput<typeof columnRequestSchema>;
export type Column = v.InferOutput<typeof columnSchema>;
export type TopValues = NonNullable<Column['top']>;
export type Uncounted = v.InferOutput<typeof whySchema>;
