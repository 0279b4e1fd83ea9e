import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { SluiceError } from '../../shared/errors.ts';
import { MAX_CLIENT_FRAME_BYTES, MAX_SEARCH_BYTES } from '../../shared/limits.ts';
import { Turns } from '../edges/turns.ts';

/** Calls with long searches that are in memory at once, in all and of one user, and that may wait: these are not read yet. */
const LIMITS = { atOnce: 6, each: 3, waiting: 150, waitingEach: 50 };
/** Calls whose body holds a search. */
const SEARCHES = /^\/api\/(search|validate|values|facets|histogram|date-formats)$/;

/** How much a call's body may hold: that of a search, a long one. */
export function limitedBody() {
  const limits = { search: limit(MAX_SEARCH_BYTES), other: limit(MAX_CLIENT_FRAME_BYTES) };
  return (c: Context, next: () => Promise<void>) => limits[SEARCHES.test(c.req.path) ? 'search' : 'other'](c, next);
}

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new SluiceError('too_large', 'The request is too large.');
    },
  });
}

/** Runs `work`, which reads the call's body, when it is the user's turn to have a long one. @throws busy, and the signal's reason */
export type WithBody = (c: Context, user: string, work: () => Promise<Response>) => Promise<Response>;

/** `alone`: requests cannot wait for each other here. */
export function makeWithBody(alone: boolean | undefined): WithBody {
  const turns = new Turns(alone ? { atOnce: Infinity } : LIMITS);
  return (c, user, work) => (isLong(c) ? turns.run(user, c.req.raw.signal, work) : work());
}

/** A body that does not say its length may have any. */
function isLong(c: Context): boolean {
  const length = c.req.header('content-length');
  return length === undefined || !(Number(length) <= MAX_CLIENT_FRAME_BYTES);
}
