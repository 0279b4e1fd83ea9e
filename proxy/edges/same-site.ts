import type { MiddlewareHandler } from 'hono';
import { SluiceError } from '../../shared/errors.ts';
import type { Peers } from './peer.ts';

/** What an operator has to know who sees this on a page of their own. */
export const FOREIGN =
  'If this is one, its operator has to set PUBLIC_URL to the address it was opened at, or TRUSTED_PROXIES to the server before it.';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Calls that change something come from pages of this Sluice only, or from what is no browser. SameSite=Strict keeps
 * the cookie from other sites' pages already; this also keeps them from signing a person in or out, and their forms,
 * which cannot send JSON, from anything.
 * @throws forbidden, bad_request
 */
export function sameSite(peers: Peers): MiddlewareHandler {
  return async (c, next) => {
    if (READING.has(c.req.method)) return next();
    const site = c.req.header('sec-fetch-site');
    const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (isForeign || !peers.isOwnOrigin(c)) {
      throw new SluiceError('forbidden', `Calls are for the pages of this Sluice only. ${FOREIGN}`);
    }
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (c.req.method === 'POST' && type !== 'application/json') {
      throw new SluiceError('bad_request', 'Send the body as application/json.');
    }
    return next();
  };
}
