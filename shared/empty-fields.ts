import * as v from 'valibot';
import { MAX_FIELD_CHARS } from './limits.ts';
import { listOf } from './list.ts';
import { searchSchema } from './search.ts';

const field = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS));

/** Fields that are asked about at once, and rows. */
export const MOST_EMPTY_FIELDS = 2000;
export const MOST_EMPTY_ROWS = 60;

/** `POST /api/empty-fields`: which fields no row of the search has. */
export const emptyFieldsRequestSchema = v.strictObject({
  ...searchSchema.entries,
  /** A name with `*` is a pattern to OpenSearch, and means others, too. */
  fields: v.pipe(listOf(v.pipe(field, v.excludes('*')), MOST_EMPTY_FIELDS), v.minLength(1)),
  /** Rows of the search whose documents do not have the fields. */
  rows: v.optional(
    listOf(
      v.object({ index: v.pipe(v.string(), v.maxLength(1024)), id: v.pipe(v.string(), v.maxLength(2048)) }),
      MOST_EMPTY_ROWS,
    ),
    [],
  ),
});

export const emptyFieldsSchema = v.object({
  /** No row has them. */
  empty: v.array(v.string()),
  /** The index has them of the given rows: they come from elsewhere than from a document (an alias, `copy_to`). */
  inRows: v.array(v.string()),
});

export type EmptyFieldsRequest = v.InferOutput<typeof emptyFieldsRequestSchema>;
export type EmptyFields = v.InferOutput<typeof emptyFieldsSchema>;
