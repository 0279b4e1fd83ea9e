import type { Handler } from 'hono';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { givenUpSchema } from '../../shared/protocol.ts';
import type { ReadSession } from '../auth/session.ts';
import type { Logger, Metrics } from '../base/ports.ts';
import type { Contexts } from './contexts.ts';
import { Holding } from './holding.ts';
import { makeReaders } from './readers.ts';

type Options = {
  readSession: ReadSession;
  contexts: Contexts;
  keepAlive: string;
  logger: Logger;
  metrics: Metrics;
};

/**
 * `POST /api/given-up`: a page that is closed names the exports that nobody can go on with. What this process has opened for them, for
 * whoever is signed in and for nobody else, is closed once their socket has ended; another process leaves it to its keep-alive.
 * @throws signed_out, bad_request
 */
export function giveUpRoute({ readSession, contexts, keepAlive, ...deps }: Options): Handler {
  const readers = makeReaders(keepAlive);
  return async (c) => {
    const { access } = await readSession(c);
    const body = v.safeParse(givenUpSchema, await c.req.json().catch(() => undefined));
    if (!body.success)
      throw new SluiceError('bad_request', 'Name the exports that are given up: { "exports": [id, …] }.');
    const closer = new Holding({ ...deps, contexts, readers }, access);
    contexts.giveUp(closer, new Set(body.output.exports));
    return c.body(null, 204);
  };
}
