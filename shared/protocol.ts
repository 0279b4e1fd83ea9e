import * as v from 'valibot';
import { errorBodySchema } from './errors.ts';
import { MAX_ID_CHARS, MAX_PAGE_ROWS, MAX_RELEASED, MAX_WITHOUT, MIN_PAGE_ROWS, SEARCH_PART_CHARS } from './limits.ts';
import { listOf } from './list.ts';
import { orderSchema } from './order.ts';
import { READERS } from './request.ts';
import { searchSchema } from './search.ts';
import { ENDINGS } from './verdict.ts';

/**
 * The socket's messages. JSON in text frames for control, both ways; pages in binary frames, from the proxy only.
 * A client numbers its requests; every answer carries that number. docs/protocol.md tells it as a story.
 */

const idSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffff_ffff));
const seqNoSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));
export const encodingSchema = v.picklist(['gzip', 'identity']);
/** How a page's bytes are packed. */
export type Encoding = v.InferOutput<typeof encodingSchema>;
/** Tickets in one `recount`: at most, and where `hello` does not say how many. */
export const MAX_RECOUNTED = 400;
export const RECOUNTED_AT_ONCE = 50;
/** Tickets in one `open`. */
export const MAX_OPENED = 50;
/** Seams of one chunk. */
export const MAX_SEAMS = 8000;
const ticketSchema = v.pipe(v.string(), v.nonEmpty(), v.maxLength(64 * 1024));
const documentSchema = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_ID_CHARS));
const exportIdSchema = v.pipe(v.string(), v.maxLength(36), v.uuid());
/** More shards than an answer to a plan has room for. */
const MAX_SHARDS = 100_000;

/** Exports of one page that nobody can go on with. */
const MAX_GIVEN_UP = 100;

/** `POST /api/given-up`, which a page sends as it is closed. */
export const givenUpSchema = v.object({
  exports: v.pipe(v.array(exportIdSchema), v.minLength(1), v.maxLength(MAX_GIVEN_UP)),
});
export type GivenUp = v.InferOutput<typeof givenUpSchema>;

export const chunkSchema = v.object({ after: seqNoSchema, upTo: seqNoSchema });

/** SHA-256 of a search as JSON text, in base64url: which search a message or a ticket speaks of. */
export const digestSchema = v.pipe(v.string(), v.length(43), v.regex(/^[\w-]+$/));

/**
 * A long search, once a socket: its JSON text in parts, all of them with one number, `last` with the last one. Answer to
 * that: `result` with a `Held`.
 */
export const searchPartSchema = v.object({
  type: v.literal('search'),
  id: idSchema,
  part: v.pipe(v.string(), v.nonEmpty(), v.maxLength(SEARCH_PART_CHARS)),
  last: v.optional(v.boolean(), false),
});

/** Opens a snapshot of all shards and counts each. Answer: `result` with a `Plan`, and `planning` before it where that is wished. */
export const planSchema = v.object({
  type: v.literal('plan'),
  id: idSchema,
  exportId: exportIdSchema,
  /** The search, or the digest of one that was sent on this socket before: one of the two. */
  search: v.optional(searchSchema),
  digest: v.optional(digestSchema),
  reader: v.optional(v.picklist(READERS)),
  /** The answer may be long in coming: it is told by `planning` how far it is. */
  progress: v.exactOptional(v.literal(true)),
  /** Hits of the pages bear these fields' sort values behind their sequence number, by which alone they are sorted. */
  order: v.exactOptional(orderSchema),
});

/** Asks for one page of a chunk. Answer: `page`, binary frames, `end`. */
export const readSchema = v.object({
  type: v.literal('read'),
  id: idSchema,
  ticket: ticketSchema,
  chunk: chunkSchema,
  /** Rows. */
  size: v.pipe(v.number(), v.integer(), v.minValue(MIN_PAGE_ROWS), v.maxValue(MAX_PAGE_ROWS)),
  /** What OpenSearch is asked for; `page` says what came. */
  encoding: v.optional(encodingSchema, 'gzip'),
  /** Ids of documents to leave out, as they cannot be read. */
  without: v.exactOptional(listOf(documentSchema, MAX_WITHOUT)),
});

/** Where in a ticket's shard a document lies, by its id: for one that cannot be read. Answer: `result` with a `Located`. */
export const locateSchema = v.object({
  type: v.literal('locate'),
  id: idSchema,
  ticket: ticketSchema,
  document: documentSchema,
});

/**
 * Where in a chunk pages are best ended: OpenSearch reads documents that lie one behind another in one piece, and each of
 * the others by itself. Answer: `result` with a `Seams`.
 */
export const seamsSchema = v.object({
  type: v.literal('seams'),
  id: idSchema,
  ticket: ticketSchema,
  chunk: chunkSchema,
});

/** Opens a new snapshot for a ticket whose own is lost, up to the same high-water mark. Answer: `result` with a `Reopened`. */
export const reopenSchema = v.object({ type: v.literal('reopen'), id: idSchema, ticket: ticketSchema });

/**
 * Opens snapshots that the plan had no room for, ahead of their turn, as far as there is room now. Answer: `result` with
 * an `Opened`.
 */
export const openSchema = v.object({
  type: v.literal('open'),
  id: idSchema,
  tickets: v.pipe(listOf(ticketSchema, MAX_OPENED), v.minLength(1)),
});

/** Closes the snapshots of these tickets. Answer: `result` with a `Released`. */
export const releaseSchema = v.object({
  type: v.literal('release'),
  id: idSchema,
  tickets: listOf(ticketSchema, MAX_RELEASED),
});

/** Counts once more the rows of these tickets' shards up to their high-water marks. Answer: `result` with a `Recounted`. */
export const recountSchema = v.object({
  type: v.literal('recount'),
  id: idSchema,
  tickets: v.pipe(listOf(ticketSchema, MAX_RECOUNTED), v.minLength(1)),
});

/** `bytes` more of page `id` are taken in; the proxy may send as many. No answer. */
export const ackSchema = v.object({
  type: v.literal('ack'),
  id: idSchema,
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** Stops page `id`. No answer, and no frame of it after the proxy has read this. */
export const cancelSchema = v.object({ type: v.literal('cancel'), id: idSchema });

/** How an export ended, for the audit's line: rows written, and what became of it. No answer. */
export const reportSchema = v.object({
  type: v.literal('report'),
  exportId: exportIdSchema,
  verdict: v.picklist(ENDINGS),
  rows: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
export type ExportReport = Omit<v.InferOutput<typeof reportSchema>, 'type'>;

/** The answer to `ping`, due within the proxy's PING_TIMEOUT. */
export const pongSchema = v.object({ type: v.literal('pong') });

export const clientMessageSchema = v.variant('type', [
  searchPartSchema,
  planSchema,
  readSchema,
  locateSchema,
  seamsSchema,
  openSchema,
  reopenSchema,
  releaseSchema,
  recountSchema,
  ackSchema,
  cancelSchema,
  reportSchema,
  pongSchema,
]);
export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;

export const plannedShardSchema = v.object({
  ticket: ticketSchema,
  /** The concrete index. */
  index: v.pipe(v.string(), v.maxLength(1024)),
  /** The index's, where it is known: another of the same name has another. */
  uuid: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
  shard: v.number(),
  /** The highest sequence number among the rows of the result: the high-water mark. -1 when there is none. */
  highest: v.number(),
  /** Rows of the result in this shard's snapshot. */
  rows: v.number(),
  /** The sum of these rows' sequence numbers, as exact as a double is. */
  sum: v.optional(v.number()),
  /** Sequence numbers that its index gave out while it was planned, at least: rows may have come in under the mark since. */
  writes: v.optional(v.number(), 0),
  /** False where the plan holds more shards than may be open at once: `reopen` opens this one when its turn comes. */
  opened: v.boolean(),
  /** All rows of the index are so few bytes that they may be asked for at once, although none was seen. */
  light: v.exactOptional(v.literal(true)),
});
export type PlannedShard = v.InferOutput<typeof plannedShardSchema>;

export const planResultSchema = v.object({
  reader: v.picklist(READERS),
  shards: listOf(plannedShardSchema, MAX_SHARDS),
  /** The tickets hold the search's digest only: each socket that they are used on has to be sent the search. */
  apart: v.exactOptional(v.literal(true)),
});
export type Plan = v.InferOutput<typeof planResultSchema>;

export const heldSchema = v.object({ digest: digestSchema });
export type Held = v.InferOutput<typeof heldSchema>;

/** In the order of the tickets; null for one that has to be opened by itself. */
export const openedSchema = v.object({ tickets: listOf(v.nullable(ticketSchema), MAX_OPENED) });
export type Opened = v.InferOutput<typeof openedSchema>;

export const reopenedSchema = v.object({ ticket: ticketSchema });
export type Reopened = v.InferOutput<typeof reopenedSchema>;

export const releasedSchema = v.object({ released: v.number() });
export type Released = v.InferOutput<typeof releasedSchema>;

/** Rows of the result as they are now, through the name that the person gave, in the order of the tickets. */
export const recountedSchema = v.object({ rows: listOf(v.number(), MAX_RECOUNTED) });
export type Recounted = v.InferOutput<typeof recountedSchema>;

/** Sequence numbers of the documents that bear the id, ascending: one, as a rule. */
export const locatedSchema = v.object({ seqNos: listOf(seqNoSchema, 100) });
export type Located = v.InferOutput<typeof locatedSchema>;

/** Sequence numbers, ascending, behind which the rows that follow lie elsewhere. A hint: some may be missing. */
export const seamedSchema = v.object({ seams: listOf(seqNoSchema, MAX_SEAMS) });
export type Seams = v.InferOutput<typeof seamedSchema>;

/** First message on every socket: the proxy's settings that the client must follow. Times in ms, sizes in rows. */
export const helloSchema = v.object({
  type: v.literal('hello'),
  batchSize: v.number(),
  maxChunkSize: v.number(),
  maxRetries: v.number(),
  downloadTimeout: v.number(),
  pingInterval: v.number(),
  pingTimeout: v.number(),
  /** It takes a search in parts; a proxy of a release before this does not. */
  takesSearches: v.exactOptional(v.literal(true)),
  /** It takes an order; a proxy of a release before this would read without. */
  takesOrder: v.exactOptional(v.literal(true)),
  /** Tickets that it counts at once: each request looks at all shards behind the name, of which there may be thousands. */
  recounts: v.exactOptional(v.number()),
  /** Tickets that one `open` takes; a proxy of a release before this knows none. */
  opens: v.exactOptional(v.number()),
  /** It tells seams; a proxy of a release before this knows none. */
  tellsSeams: v.exactOptional(v.literal(true)),
});
export type Hello = v.InferOutput<typeof helloSchema>;

export const proxyMessageSchema = v.variant('type', [
  helloSchema,
  v.object({ type: v.literal('ping') }),
  v.object({ type: v.literal('result'), id: idSchema, result: v.unknown() }),
  /** How far plan `id` is: `done` of `of` indices. */
  v.object({ type: v.literal('planning'), id: idSchema, done: v.number(), of: v.number() }),
  /** A page begins: binary frames of its number follow, as OpenSearch sent them. */
  v.object({ type: v.literal('page'), id: idSchema, encoding: encodingSchema }),
  /**
   * The page is whole: `bytes` were sent. With the scroll reader `ticket` holds the place for the page that follows;
   * it goes on where this page ended, whatever chunk is named.
   */
  v.object({ type: v.literal('end'), id: idSchema, bytes: v.number(), ticket: v.optional(ticketSchema) }),
  /** Ends request `id`; without a number, it speaks of the socket. */
  v.object({ type: v.literal('error'), id: v.optional(idSchema), error: errorBodySchema }),
]);
export type ProxyMessage = v.InferOutput<typeof proxyMessageSchema>;

/** A binary frame: the page's number, four bytes, big-endian; then its bytes. */
export const FRAME_HEADER_BYTES = 4;
