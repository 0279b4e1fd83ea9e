import { Hono, type MiddlewareHandler } from 'hono';
import { getPath } from 'hono/utils/url';

/**
 * Where a request is handled, for an app below `basePath`, which begins and ends with a slash: `/sluice/api/session` is `/api/session`.
 * So is `/api/session` itself, as a server before the proxy may take the path away before it passes a request on.
 */
export function pathUnder(basePath: string): (request: Request) => string {
  if (basePath === '/') return getPath;
  return (request) => {
    const path = getPath(request);
    return path.startsWith(basePath) ? path.slice(basePath.length - 1) : path;
  };
}

/** The path without its last slash leads to the page, whose addresses all begin at its folder. */
export function toFolder(basePath: string): MiddlewareHandler {
  const name = basePath.slice(0, -1);
  return (c, next) => {
    if (name === '' || c.req.path !== name || c.req.method !== 'GET') return next();
    return Promise.resolve(c.redirect(basePath + new URL(c.req.url).search));
  };
}

/** `http`, with more routes to come behind its own, at the same addresses. */
export function withMore(http: Hono): Hono {
  return new Hono({ getPath: http.getPath }).route('/', http);
}
