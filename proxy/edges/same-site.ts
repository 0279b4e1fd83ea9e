import type { MiddlewareHandler } from 'hono';
import { SluiceError } from '../../shared/errors.ts';
import type { Peers } from './peer.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Calls that change something come from pages of this Sluice only, or from what is no browser. SameSite=Strict keeps
 * the cookie from other sites' pages already; this also keeps them from signing a person in or out, and their forms,
 * which cannot send JSON, from anything.
 * @throws wrong_origin, bad_request
 */
export function sameSite(peers: Peers): MiddlewareHandler {
  return async (c, next) => {
    if (READING.has(c.req.method)) return next();
    const site = c.req.header('sec-fetch-site');
    const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (isForeign || !peers.isOwnOrigin(c)) {
      throw new SluiceError('wrong_origin', `Calls are for the pages of this Sluice only. ${peers.originAdvice(c)}`);
    }
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (c.req.method === 'POST' && type !== 'application/json') {
      throw new SluiceError('bad_request', 'Send the body as application/json.');
    }
    return next();
  };
}
