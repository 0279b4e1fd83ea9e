import * as v from 'valibot';
import { listOf } from './list.ts';

/**
 * The second carrier, for where WebSockets are blocked on the way: what the proxy says comes as frames of one answer that does not
 * end, what the client says goes by one POST after another. The messages are the socket's.
 */

/** A frame: its kind, one byte; the length of what it carries, four bytes, big-endian; then that. */
export const CARRIED_HEAD_BYTES = 5;

/** `begin`: the carrier's id, first of all. `close`: a `Closing` as JSON, last of all. The others are the socket's text and binary frames. */
export const CARRIED = { begin: 0, text: 1, binary: 2, close: 3 } as const;

/** The answer's type: no other answer to the same call is one. */
export const CARRIED_TYPE = 'application/octet-stream';

/** The most that a frame carries: the answer to a plan, in UTF-8. */
export const MAX_CARRIED_BYTES = 128 * 1024 * 1024;

/** Messages in one POST. */
export const MAX_SAID = 256;

/** The body of `POST /api/carrier/<id>`. `seq` counts these from 1: what comes twice is heard once. */
export const saidSchema = v.object({
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  messages: v.pipe(listOf(v.unknown(), MAX_SAID), v.minLength(1)),
});

/** How the proxy closed, as a WebSocket's close frame says it. */
export const closingSchema = v.object({ code: v.number(), reason: v.string() });
