import type { Handler } from 'hono';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { givenUpSchema } from '../../shared/protocol.ts';
import type { ReadSession } from '../auth/session.ts';
import type { Clock, Logger, Metrics } from '../base/ports.ts';
import { Allowance } from '../edges/allowance.ts';
import type { Contexts } from './contexts.ts';
import { Holding } from './holding.ts';
import type { PointsInTime } from './pits.ts';
import { makeReaders } from './readers.ts';

type Options = {
  readSession: ReadSession;
  contexts: Contexts;
  keepAlive: string;
  clock: Clock;
  pits: PointsInTime;
  logger: Logger;
  metrics: Metrics;
};

const MINUTE_MS = 60_000;
/** Of one user: each page that is closed sends one. */
const GIVEN_UP_A_MINUTE = 60;

/**
 * `POST /api/given-up`: a page that is closed names the exports that nobody can go on with. What this process has opened for them, for
 * whoever is signed in and for nobody else, is closed once their socket has ended; another process leaves it to its keep-alive.
 * @throws signed_out, rate_limited, bad_request
 */
export function giveUpRoute({ readSession, contexts, keepAlive, clock, pits, ...deps }: Options): Handler {
  const readers = makeReaders(keepAlive, pits);
  const said = new Allowance(GIVEN_UP_A_MINUTE, MINUTE_MS, clock);
  return async (c) => {
    const { access } = await readSession(c);
    const retryAfter = said.wait(access.user);
    if (retryAfter > 0) throw new SluiceError('rate_limited', 'Too many pages said so. Wait a while.', { retryAfter });
    said.take(access.user);
    const body = v.safeParse(givenUpSchema, await c.req.json().catch(() => undefined));
    if (!body.success)
      throw new SluiceError('bad_request', 'Name the exports that are given up: { "exports": [id, …] }.');
    const closer = new Holding({ ...deps, contexts, readers }, access);
    contexts.giveUp(closer, new Set(body.output.exports));
    return c.body(null, 204);
  };
}
