import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { getConnInfo, serveStatic, upgradeWebSocket } from 'hono/deno';
import type { App } from '../app.ts';
import { assemble } from './assemble.ts';
import { cacheControl, clientPath, NOT_BUILT } from './client-files.ts';
import { makeConsoleLogger } from './console-logger.ts';
import { makeEventLoopLag } from './event-loop-lag.ts';
import { makeMetrics } from './metrics.ts';
import { makeOpenSearchJs } from './opensearch-js.ts';
import { type Listening, type RunningProxy, runUntilStopped, serve } from './running-proxy.ts';

/** The part of Deno that is used. */
type Server = { addr: { port: number }; shutdown(): Promise<void> };
declare const Deno: {
  env: { toObject(): Record<string, string> };
  serve(options: { port: number; onListen(): void; handler: Hono['fetch']; signal: AbortSignal }): Server;
};

/** The built client, beside the source tree. */
const CLIENT_ROOT = fileURLToPath(new URL('../../dist/client', import.meta.url));
/** Milliseconds that connections have to close by themselves. */
const STOP_MS = 2000;

async function startProxy(): Promise<RunningProxy> {
  const assembled = await assemble(Deno.env.toObject(), {
    makeOpenSearch: makeOpenSearchJs,
    makeLogger: makeConsoleLogger,
    addressOf: (c) => getConnInfo(c).remote.address,
    metrics: makeMetrics(),
    upgradeWebSocket,
    readText: (path) => readFile(path, 'utf8'),
    memoryBytes: () => process.memoryUsage.rss(),
    eventLoopLagMs: makeEventLoopLag(),
  });
  return serve(assembled, listen);
}

async function listen(app: App, port: number): Promise<Listening> {
  const http = new Hono()
    .route('/', app.http)
    .use(
      serveStatic({
        root: CLIENT_ROOT,
        rewriteRequestPath: clientPath,
        onFound: (path, c) => c.header('cache-control', cacheControl(path)),
      }),
    )
    .get('/', (c) => c.text(NOT_BUILT, 404));
  const cut = new AbortController();
  const server = Deno.serve({ port, onListen() {}, handler: http.fetch, signal: cut.signal });
  const stop = async () => {
    const timer = setTimeout(() => cut.abort(), STOP_MS);
    await server.shutdown();
    clearTimeout(timer);
  };
  return { port: server.addr.port, stop };
}

await runUntilStopped(startProxy);
