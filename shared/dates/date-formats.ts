import * as v from 'valibot';
import { searchSchema } from '../search.ts';

/** Fields that are asked about at once. */
export const MOST_DATE_FIELDS = 50;

const field = v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024));

/** `POST /api/date-formats`: how the indices of a search read some of their dates. */
export const dateFormatsRequestSchema = v.strictObject({
  ...searchSchema.entries,
  fields: v.pipe(v.array(field), v.minLength(1), v.maxLength(MOST_DATE_FIELDS)),
});
export type DateFormatsRequest = v.InferOutput<typeof dateFormatsRequestSchema>;

const dateFieldSchema = v.object({
  field: v.string(),
  /** Its mapping's `format`. */
  format: v.string(),
  /** Of `date_nanos`, which holds fewer years. */
  nanos: v.boolean(),
  /** OpenSearch has shown that it reads this format just as `dateReader` does. */
  proved: v.boolean(),
});

export const dateFormatsSchema = v.object({
  /** Indices that read their dates alike. A field that is not named is no date there, or its format cannot be told. */
  groups: v.array(v.object({ indices: v.array(v.string()), fields: v.array(dateFieldSchema) })),
});
export type DateField = v.InferOutput<typeof dateFieldSchema>;
export type DateFormats = v.InferOutput<typeof dateFormatsSchema>;
