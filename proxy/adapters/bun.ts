import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { getConnInfo, serveStatic, upgradeWebSocket, websocket } from 'hono/bun';
import { MAX_CLIENT_FRAME_BYTES } from '../../shared/limits.ts';
import type { App } from '../app.ts';
import { assemble } from './assemble.ts';
import { cacheControl, clientPath, NOT_BUILT } from './client-files.ts';
import { makeConsoleLogger } from './console-logger.ts';
import { makeEventLoopLag } from './event-loop-lag.ts';
import { makeMetrics } from './metrics.ts';
import { makeOpenSearchJs } from './opensearch-js.ts';
import { type Listening, type RunningProxy, runUntilStopped, serve } from './running-proxy.ts';

/** The part of Bun that is used. */
declare const Bun: {
  env: Record<string, string | undefined>;
  serve(options: object): { port: number; stop(closeConnections?: boolean): Promise<void> };
};

/** The built client, beside the source tree. */
const CLIENT_ROOT = fileURLToPath(new URL('../../dist/client', import.meta.url));
/** Milliseconds that connections have to close by themselves. */
const STOP_MS = 2000;

const sockets = {
  ...websocket,
  maxPayloadLength: MAX_CLIENT_FRAME_BYTES,
  // More than the windows of all pages that one socket may have under way: past it Bun drops frames without a word.
  backpressureLimit: 48 * 1024 * 1024,
  closeOnBackpressureLimit: true,
};

async function startProxy(): Promise<RunningProxy> {
  const assembled = await assemble(Bun.env, {
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
  // A search may take its time: by itself Bun cuts a request off that is silent for ten seconds. More it does not allow.
  const server = Bun.serve({ port, idleTimeout: 255, fetch: http.fetch, websocket: sockets });
  const stop = async () => {
    const timer = setTimeout(() => void server.stop(true), STOP_MS);
    await server.stop();
    clearTimeout(timer);
  };
  return { port: server.port, stop };
}

await runUntilStopped(startProxy);
