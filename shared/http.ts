import * as v from 'valibot';
import { errorBodySchema } from './errors.ts';
import { numberSchema } from './json/number.ts';
import { PREVIEW_ROWS } from './limits.ts';
import { MAX_ORDER_FIELDS } from './order.ts';
import { searchSchema } from './search.ts';
import { sortSchema } from './sort.ts';

/**
 * The bodies of the HTTP calls; those of counted figures are in `figures.ts`, of empty fields in
 * `empty-fields.ts`, of the proxy's own figures in `monitor.ts`: the page fetches these when it needs them.
 */

/** How people sign in. */
export const authSchema = v.picklist(['opensearch', 'local', 'oidc']);
export type Auth = v.InferOutput<typeof authSchema>;

/** `GET /api/session/way`. */
export const waySchema = v.object({ auth: authSchema });

/**
 * `GET /api/session`, `POST /api/session` (body: `Credentials`); `DELETE /api/session` signs out. `opensearch`: its version, such
 * as `3.8.0`, or `Elasticsearch 7.10.2`; empty where it is not known.
 */
export const sessionSchema = v.object({
  ...{ user: v.string(), auth: authSchema, opensearch: v.string() },
  /** Where OpenSearch Dashboards is opened, without a slash at its end. */
  dashboards: v.exactOptional(v.pipe(v.string(), v.url(), v.regex(/^https?:/i))),
});
export type Session = v.InferOutput<typeof sessionSchema>;
export type Credentials = { username: string; password: string };

/** The answer to any call that fails. */
export const errorAnswerSchema = v.object({ error: errorBodySchema });

/** `POST /api/validate` (body: `Search`): the fault of the query, if it has one. */
export const validatedSchema = v.object({ fault: v.optional(errorBodySchema) });

const indexEntrySchema = v.object({
  name: v.string(),
  kind: v.picklist(['index', 'alias', 'data_stream']),
  rows: v.exactOptional(v.number()),
  bytes: v.exactOptional(v.number()),
  /** Of an alias: how many indices are behind it. */
  indices: v.exactOptional(v.number()),
});
export type IndexEntry = v.InferOutput<typeof indexEntrySchema>;

/** `GET /api/indices`. `complete` is false where the user may not list: then a name or pattern has to be typed. */
export const indexListSchema = v.object({ indices: v.array(indexEntrySchema), complete: v.boolean() });
export type IndexList = v.InferOutput<typeof indexListSchema>;

const fieldSchema = v.object({
  name: v.string(),
  type: v.string(),
  searchable: v.boolean(),
  aggregatable: v.boolean(),
  /** The indices in which it is a nested object, where it is something else in others. */
  nestedIn: v.exactOptional(v.array(v.string())),
});
export type Field = v.InferOutput<typeof fieldSchema>;

/** `GET /api/fields?index=`, sorted by name. */
export const fieldListSchema = v.object({ fields: v.array(fieldSchema), indices: v.array(v.string()) });
export type FieldList = v.InferOutput<typeof fieldListSchema>;

/** The body of `POST /api/search`: what to search, and how much of it. */
export const searchRequestSchema = v.strictObject({
  ...searchSchema.entries,
  /** Rows, at most. */
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(500)), PREVIEW_ROWS),
  sort: v.optional(sortSchema, 'relevance'),
  /** Leave out documents that cannot be read, up to some; `leftOut` of the answer counts them. */
  leaveOut: v.exactOptional(v.literal(true)),
  /** Where the page before ended: asks for the one behind it. A keyword's value has 32 KB at most, escaped more. */
  after: v.optional(v.pipe(v.string(), v.maxLength(MAX_ORDER_FIELDS * 128 * 1024))),
});
export type SearchRequest = v.InferOutput<typeof searchRequestSchema>;
export type SearchBody = v.InferInput<typeof searchRequestSchema>;

const hitSchema = v.object({ _index: v.string(), _id: v.string(), _source: v.unknown() });
export type Hit = v.InferOutput<typeof hitSchema>;

/**
 * `POST /api/search`, as lossless-json parses it: numbers in `_source` stand as they are stored, digit for digit. `after`
 * is there when rows are left.
 */
export const searchPageSchema = v.object({
  took: numberSchema,
  hits: v.array(hitSchema),
  after: v.exactOptional(v.string()),
});
export type SearchPage = v.InferOutput<typeof searchPageSchema>;

/** The first page. */
export const searchResultSchema = v.object({
  ...searchPageSchema.entries,
  /** Exact. */
  total: numberSchema,
  /** Documents that cannot be read, of those that were asked to be left out. */
  leftOut: v.exactOptional(numberSchema),
  /** Indices that the expression means and the account may not read, where a cluster leaves them out without a word. */
  refused: v.exactOptional(v.array(v.string())),
});
export type SearchResult = v.InferOutput<typeof searchResultSchema>;
