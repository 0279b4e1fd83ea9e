import type { ErrorCode } from './errors.ts';

/** The bodies of the HTTP calls. Errors are `{ error: ErrorBody }`. */

/** `GET /api/session`, `POST /api/session` (body: `Credentials`); `DELETE /api/session` signs out. */
export type Session = { user: string; auth: Auth; opensearch: string };
/** How people sign in: also the answer to `GET /api/session/way`, as `{ auth }`. */
export type Auth = 'opensearch' | 'local' | 'oidc';
export type Credentials = { username: string; password: string };

/**
 * `GET /api/monitor`: how this proxy is doing. Counts are since its start; `null` is what its runtime cannot tell. Behind a
 * balancer each call may be answered by another proxy.
 */
export type ProxyFigures = {
  /** ms since its start. */
  uptimeMs: number;
  /** Memory that the process takes, and past which it plans no new export, in bytes. */
  memoryBytes: number | null;
  memoryLimitBytes: number;
  /** How late its event loop ran in the last seconds, at worst but for 1 %, in ms. */
  eventLoopLagMs: number | null;
  socketsOpen: number;
  readsInFlight: number;
  /** Snapshots that it opened and nobody has closed through it: some may have expired by now. */
  snapshotsOpen: number;
  exportsPlanned: number;
  pages: number;
  pageBytes: number;
  errors: Partial<Record<ErrorCode, number>>;
};

/** `GET /api/indices`. `complete` is false where the user may not list: then a name or pattern has to be typed. */
export type IndexList = { indices: IndexEntry[]; complete: boolean };
export type IndexEntry = {
  name: string;
  kind: 'index' | 'alias' | 'data_stream';
  rows?: number;
  bytes?: number;
  /** Of an alias: how many indices are behind it. */
  indices?: number;
};

/** `GET /api/fields?index=`, sorted by name. */
export type FieldList = { fields: Field[]; indices: string[] };
export type Field = {
  name: string;
  type: string;
  searchable: boolean;
  aggregatable: boolean;
  /** The indices in which it is a nested object, where it is something else in others. */
  nestedIn?: string[];
};

/**
 * `POST /api/search` (body: `Search & { size?, sort?, after? }`). Numbers in `_source` stand as they are stored, digit
 * for digit: read the text with a parser that keeps them. The first page has the exact `total`; `after` is there when
 * rows are left, and asks for the page behind this one.
 */
/**
 * `leftOut`: documents that cannot be read, of those that were asked to be left out. `refused`: indices that the expression
 * means and the account may not read, where a cluster leaves them out without a word.
 */
export type SearchResult = SearchPage & { total: number; leftOut?: number; refused?: string[] };
export type SearchPage = { took: number; hits: Hit[]; after?: string };
export type Hit = { _index: string; _id: string; _source: unknown };
