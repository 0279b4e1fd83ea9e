import * as v from 'valibot';

/**
 * An id under which Dashboards keeps an index pattern: a UUID, a name that somebody gave it, or either behind that of a data source. Nothing that
 * means something in a path or a query.
 */
export const patternIdSchema = v.pipe(v.string(), v.regex(/^[\w.*@-]{1,256}(?:::[\w.*@-]{1,256})?$/));

/** `GET /api/pattern?id=`: what is behind an index pattern's id; empty where it cannot be known. */
export const patternSchema = v.object({
  /** The indices that it means. */
  title: v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(2048))),
  /** Its time field; absent where it has none. */
  time: v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024))),
});
export type Pattern = v.InferOutput<typeof patternSchema>;
