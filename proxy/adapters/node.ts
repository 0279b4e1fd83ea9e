import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { createAdaptorServer, upgradeWebSocket, type WebSocketServerLike } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { WebSocketServer } from 'ws';
import { MAX_CLIENT_FRAME_BYTES } from '../../shared/limits.ts';
import { VERSION } from '../../shared/version.ts';
import type { App } from '../app.ts';
import type { Env } from '../config/config.ts';
import { assemble } from './assemble.ts';
import { hasSentAll } from './has-sent-all.ts';
import { onlyWebSockets } from './only-web-sockets.ts';
import { makeOpenSearchJs } from './opensearch-js.ts';
import { makePinoLogger } from './pino-logger.ts';
import { processParts, withClientFiles } from './process-runtime.ts';
import { readingAgents } from './reading-agent.ts';
import { type Endpoint, type Listening, type RunningProxy, runUntilStopped, STOP_MS, serve } from './running-proxy.ts';
import { tellSentAhead } from './sent-ahead.ts';

/** Milliseconds that a client has for a request's headers, and for all of it: a slow one holds a connection no longer. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;

/** What a test makes narrower than it is; and where the log goes, if not to standard output. */
export type Limits = { requestsPerSocket?: number; requestMs?: number; log?: { write(line: string): void } };

/** Starts the proxy on Node from the environment's settings. @throws ConfigError with one line that says what is wrong */
export async function startProxy(env: Env, limits: Limits = {}): Promise<RunningProxy> {
  const { log, requestMs = REQUEST_MS, ...others } = limits;
  const agentFor = await readingAgents();
  const assembled = await assemble(env, {
    ...processParts(),
    makeOpenSearch: (options) => makeOpenSearchJs(options, agentFor(options)),
    makeLogger: (settings) => makePinoLogger(settings, log),
    addressOf: (c) => getConnInfo(c).remote.address,
    upgradeWebSocket,
    hasSentAll,
    ...others,
  });
  return serve(assembled, (app, at) => listen(app, at, requestMs));
}

async function listen(app: App, at: Endpoint, requestMs: number): Promise<Listening> {
  const { fetch } = withClientFiles(app, serveStatic);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CLIENT_FRAME_BYTES,
    perMessageDeflate: false,
    // One frame at a time: others are heard between two of a client that sends many large ones.
    allowSynchronousEvents: false,
  });
  const server = createAdaptorServer({
    fetch,
    websocket: { server: sockets as WebSocketServerLike },
    serverOptions: {
      headersTimeout: Math.min(HEADERS_MS, requestMs),
      requestTimeout: requestMs,
      connectionsCheckingInterval: 1000,
    },
  });
  onlyWebSockets(server);
  tellSentAhead(server);
  server.listen(at);
  await once(server, 'listening');
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    // What is being answered may end; a client that does not close its end is cut off.
    const timer = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate();
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, STOP_MS);
    await closed;
    clearTimeout(timer);
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

/** Started as a program, also by a link that a package manager made to it. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  if (process.argv[2] === '--version') process.stdout.write(`${VERSION}\n`);
  else await runUntilStopped(() => startProxy(process.env));
}
