/** Numbers both sides agree on. Sizes in bytes, times in ms, pages in rows. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** OpenSearch's `index.max_result_window`: the most rows one page may hold. */
export const MAX_PAGE_ROWS = 10_000;
/** Fewer than two rows cannot show where a group of equal sequence numbers ends. */
export const MIN_PAGE_ROWS = 2;
/** A binary frame's payload; larger and smaller frames are both slower in Chromium. */
export const FRAME_BYTES = 256 * KIB;
/** What the proxy may send of one page ahead of the client's acknowledgement. */
export const WINDOW_BYTES = MIB;
/** The largest text frame the proxy takes from a client. */
export const MAX_CLIENT_FRAME_BYTES = 256 * KIB;
/** Documents that one page leaves out by their ids, and characters of an id: OpenSearch takes 512 bytes. */
export const MAX_WITHOUT = 200;
export const MAX_ID_CHARS = 512;
/** Tickets that one message may release. */
export const MAX_RELEASED = 200;
/** The longest answer to a plan, in characters of its tickets. */
export const MAX_PLAN_CHARS = 32 * MIB;
/** What an error may say: texts of the other side stand in some, whole or in part. */
export const MAX_ERROR_CHARS = 300;
/** The worker's budget: bytes in flight and bytes waiting for the sink. */
export const WORKER_BUDGET_BYTES = 64 * MIB;
/** Rows read before an export, to find fields that have no mapping. */
export const SAMPLE_ROWS = 500;
/** Rows of the preview. */
export const PREVIEW_ROWS = 100;
/** The longest query string. */
export const MAX_QUERY_CHARS = 16 * KIB;
/** The most values of one list: what OpenSearch takes by itself (`index.max_terms_count`). */
export const MAX_LIST_VALUES = 65_536;
/** The longest query DSL: a full list with values of 64 characters, a line each. */
export const MAX_DSL_CHARS = 6 * MIB;
/** A search as JSON text, in characters; and a call's body with one, in bytes. */
export const MAX_SEARCH_CHARS = 8 * MIB;
export const MAX_SEARCH_BYTES = 8 * MIB;
/** Characters of a search that one frame takes, whatever they are: in a frame each takes three bytes at most. */
export const SEARCH_PART_CHARS = 60 * KIB;
/** The longest search that a ticket holds, as JSON text in characters; of a longer one it holds the digest. */
export const MAX_TICKET_SEARCH_CHARS = 2 * KIB;
/** The longest name of a field that is asked for. */
export const MAX_FIELD_CHARS = 1024;
