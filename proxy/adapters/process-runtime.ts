import { scrypt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { App } from '../app.ts';
import type { Scrypt } from '../auth/users.ts';
import { withMore } from '../edges/base-path.ts';
import type { Runtime } from './assemble.ts';
import { cacheControl, clientPath, NOT_BUILT } from './client-files.ts';
import { connectFault } from './connect-fault.ts';
import { makeEventLoopLag } from './event-loop-lag.ts';
import { makeMetrics } from './metrics.ts';
import { makeOpenSearchJs } from './opensearch-js.ts';

/** What Node, Deno and Bun have in common: each is a process with files. */
export function processParts() {
  return {
    makeOpenSearch: makeOpenSearchJs,
    connectFault,
    metrics: makeMetrics(),
    readText: (path: string) => readFile(path, 'utf8'),
    modeOf: async (path: string) => (process.platform === 'win32' ? undefined : (await stat(path)).mode),
    scrypt: inThread,
    holdsCarriers: true,
    memoryBytes: () => process.memoryUsage.rss(),
    eventLoopLagMs: makeEventLoopLag(),
  } satisfies Partial<Runtime>;
}

/** Beside what else the process does. */
const inThread: Scrypt = (password, salt, { length, ...cost }) =>
  new Promise((resolve, reject) => {
    const maxmem = 2 * 128 * cost.N * cost.r * cost.p;
    scrypt(password, salt, length, { ...cost, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** The built client: beside the built proxy, whatever their folder is called, or in the source tree. */
const CLIENT_ROOT = ['../client', '../../dist/client']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));

/** As each of Hono's adapters has one of its own. */
type ServeStatic = (options: {
  root: string;
  rewriteRequestPath(path: string): string;
  onFound(path: string, c: Context): void;
}) => MiddlewareHandler;

/** The app, with the client's files behind it. */
export function withClientFiles({ http }: App, serveStatic: ServeStatic): Hono {
  const whole = withMore(http);
  if (CLIENT_ROOT === undefined) return whole.get('/', (c) => c.text(NOT_BUILT, 404));
  return whole.use(
    serveStatic({
      root: CLIENT_ROOT,
      rewriteRequestPath: clientPath,
      onFound: (path, c) => c.header('cache-control', cacheControl(path)),
    }),
  );
}
