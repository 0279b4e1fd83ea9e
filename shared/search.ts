import * as v from 'valibot';
import { filtersSchema } from './filter.ts';
import { MAX_DSL_CHARS, MAX_FIELD_CHARS, MAX_QUERY_CHARS } from './limits.ts';
import { nestedSchema } from './nested.ts';

/** A time as OpenSearch's date fields take it: ISO 8601, or milliseconds since 1970 as text. */
const timeSchema = v.pipe(v.string(), v.maxLength(64));

/** Strict: a condition that this release does not know is refused. Without it there would be more rows than were asked for. */
export const searchSchema = v.strictObject({
  /** An index, alias, data stream, pattern, or a comma-separated list of them, as the user named it. */
  index: v.pipe(v.string(), v.trim(), v.nonEmpty('Choose an index.'), v.maxLength(2048)),
  /** OpenSearch's query string syntax; empty matches every row. */
  q: v.optional(v.pipe(v.string(), v.maxLength(MAX_QUERY_CHARS)), ''),
  /** A query of OpenSearch Dashboards' language (DQL), in place of `q`: of the three languages one is given. */
  dql: v.optional(v.pipe(v.string(), v.maxLength(MAX_QUERY_CHARS))),
  /** A clause of OpenSearch's query DSL as JSON text, in place of `q`: with both the search is refused. */
  dsl: v.optional(v.pipe(v.string(), v.maxLength(MAX_DSL_CHARS))),
  /** Conditions that hold besides. */
  filters: v.optional(filtersSchema),
  /** A range `[from, to)` on a date field. */
  time: v.optional(
    v.strictObject({
      field: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS)),
      from: v.optional(timeSchema),
      to: v.optional(timeSchema),
    }),
  ),
  /** How fields of the filters and the time are nested, as the list of fields tells it. */
  nested: v.optional(nestedSchema),
});

/** What to look for: the preview and the export read the same one, so the table shows what the file will hold. */
export type Search = v.InferOutput<typeof searchSchema>;
