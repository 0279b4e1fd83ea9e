import { getConnInfo, serveStatic, upgradeWebSocket, websocket } from 'hono/bun';
import { MAX_CLIENT_FRAME_BYTES } from '../../shared/limits.ts';
import type { App } from '../app.ts';
import { assemble } from './assemble.ts';
import { makeConsoleLogger } from './console-logger.ts';
import { processParts, withClientFiles } from './process-runtime.ts';
import { type Endpoint, type Listening, type RunningProxy, runUntilStopped, STOP_MS, serve } from './running-proxy.ts';

/** The part of Bun that is used. */
declare const Bun: {
  env: Record<string, string | undefined>;
  serve(options: object): { port: number; stop(closeConnections?: boolean): Promise<void> };
};

const sockets = {
  ...websocket,
  maxPayloadLength: MAX_CLIENT_FRAME_BYTES,
  // More than the windows of all pages that one socket may have under way: past it Bun drops frames without a word.
  backpressureLimit: 48 * 1024 * 1024,
  closeOnBackpressureLimit: true,
};

async function startProxy(): Promise<RunningProxy> {
  const assembled = await assemble(Bun.env, {
    ...processParts(),
    makeLogger: makeConsoleLogger,
    addressOf: (c) => getConnInfo(c).remote.address,
    upgradeWebSocket,
  });
  return serve(assembled, listen);
}

async function listen(app: App, { host, port }: Endpoint): Promise<Listening> {
  const http = withClientFiles(app, serveStatic);
  // A search may take its time: by itself Bun cuts a request off that is silent for ten seconds. More it does not allow.
  const server = Bun.serve({ hostname: host, port, idleTimeout: 255, fetch: http.fetch, websocket: sockets });
  const stop = async () => {
    const timer = setTimeout(() => void server.stop(true), STOP_MS);
    await server.stop();
    clearTimeout(timer);
  };
  return { port: server.port, stop };
}

await runUntilStopped(startProxy);
