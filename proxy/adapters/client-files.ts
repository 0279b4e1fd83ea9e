export const NOT_BUILT = 'The client is not built: npm run build.';

/** How long a browser may keep a file of the client: what Vite puts into `assets/` has its content's hash in its name. */
export function cacheControl(path: string): string {
  return path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** Pages of the app that have an address of their own: the client draws them all from one file. */
const PAGES = ['/monitor', '/run'];

/** The file behind an address. */
export function clientPath(path: string): string {
  return PAGES.includes(path) ? '/index.html' : path;
}
