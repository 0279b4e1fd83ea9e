import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { SluiceError } from '../../shared/errors.ts';
import { MAX_CLIENT_FRAME_BYTES, MAX_SEARCH_BYTES } from '../../shared/limits.ts';
import type { Clock } from '../base/ports.ts';
import { Turns } from '../edges/turns.ts';

/** Calls with long searches that are in memory at once, in all and of one user, and that may wait: these are not read yet. */
const LIMITS = { atOnce: 8, each: 2, waiting: 150, waitingEach: 50 };
/** A body that takes longer to come keeps a turn from others, ms. */
const READ_MS = 30_000;
/** Calls whose body holds a search. */
const SEARCHES = /^\/api\/(search|validate|values|facets|each-value|histogram|date-formats|empty-fields|column)$/;

/**
 * How much a call's body may hold: that of a search, a long one, where it says its length. One that does not is read to its
 * end before it is known who sends it.
 */
export function limitedBody() {
  const limits = { search: limit(MAX_SEARCH_BYTES), other: limit(MAX_CLIENT_FRAME_BYTES) };
  return (c: Context, next: () => Promise<void>) => {
    const isSearch = SEARCHES.test(c.req.path) && lengthOf(c) !== undefined;
    return limits[isSearch ? 'search' : 'other'](c, next);
  };
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

/** `alone`: requests cannot wait for each other here. `readMs`: how long a body may take to come. */
export function makeWithBody({ clock, alone, readMs = READ_MS }: Options): WithBody {
  const turns = new Turns(alone ? { atOnce: Infinity } : LIMITS);
  const read = (c: Context) =>
    new Promise<void>((resolve, reject) => {
      const late = () => reject(new SluiceError('timeout', 'The search took too long to arrive. Try again.'));
      const cancel = clock.after(readMs, late);
      // Kept by the context: whoever asks for it again has it.
      c.req
        .text()
        .then(() => resolve(), reject)
        .finally(cancel);
    });
  return (c, user, work) => {
    if (!isLong(c)) return work();
    return turns.run(user, c.req.raw.signal, async () => {
      await read(c);
      return work();
    });
  };
}

type Options = { clock: Clock; alone?: boolean | undefined; readMs?: number };

function isLong(c: Context): boolean {
  const length = lengthOf(c);
  return length !== undefined && length > MAX_CLIENT_FRAME_BYTES;
}

/** As the body itself says; undefined where it comes in chunks that say theirs. */
function lengthOf(c: Context): number | undefined {
  const length = Number(c.req.header('content-length') ?? Number.NaN);
  return Number.isNaN(length) || c.req.header('transfer-encoding') !== undefined ? undefined : length;
}
