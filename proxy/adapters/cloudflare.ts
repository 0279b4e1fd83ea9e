import type { Hono } from 'hono';
import { defineWebSocketHelper, WSContext, type WSContextInit } from 'hono/ws';
import { ConfigError, type Env } from '../config/config.ts';
import { withMore } from '../edges/base-path.ts';
import { assemble, type OpenSearchOptions } from './assemble.ts';
import { clientPath } from './client-files.ts';
import { makeConsoleLogger } from './console-logger.ts';
import { makeOpenSearchFetch } from './opensearch-fetch.ts';
import { makeTextMetrics } from './text-metrics.ts';

/** The part of Cloudflare's runtime that is used. */
type Socket = WebSocket & { accept(): void; readyState: WSContextInit['readyState'] };
declare const WebSocketPair: new () => { 0: Socket; 1: Socket };
type Bindings = Env & { readonly ASSETS: { fetch(request: URL | Request): Promise<Response> } };
type Execution = { waitUntil(promise: Promise<unknown>): void; passThroughOnException(): void; props: unknown };

/** A Worker may make 1,000 requests to others for one of its own on older plans, and a socket is one. */
const REQUESTS_PER_SOCKET = 900;
/** Milliseconds after a socket's end in which what it had opened can be closed. */
const PARTING_MS = 5000;

/** Made by the first request: before it, a Worker has neither settings nor random numbers. */
let proxy: Hono | undefined;

export default {
  async fetch(request: Request, env: Bindings, execution: Execution): Promise<Response> {
    try {
      // Not a shared promise: a request that ends would leave those that wait for it waiting.
      proxy ??= await makeProxy(env);
      return await proxy.fetch(request, env, execution);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      makeConsoleLogger({ logLevel: 'info', auditLog: true }).error({}, error.message);
      return new Response('Sluice is not set up: its log says what is missing.', { status: 503 });
    }
  },
};

async function makeProxy(env: Bindings): Promise<Hono> {
  const { app, config } = await assemble(env, {
    makeOpenSearch,
    makeLogger: makeConsoleLogger,
    // Set by Cloudflare itself, whatever the client sends.
    addressOf: (c) => c.req.header('cf-connecting-ip'),
    metrics: makeTextMetrics(),
    upgradeWebSocket,
    readText,
    requestsPerSocket: REQUESTS_PER_SOCKET,
    requestsAlone: true,
  });
  // Instances come and go, and share no random value.
  if (!config.secrets) throw new ConfigError('SESSION_SECRET is not set: it must be a secret of this Worker.');
  if (config.auth === 'local' && !config.usersFile && !config.demoPassword) {
    throw new ConfigError('USERS_FILE is not set: it must be a secret of this Worker, or set DEMO_PASSWORD.');
  }
  const file = async (request: URL | Request) => copyOf(await env.ASSETS.fetch(request));
  return withMore(app.http)
    .get('/', (c) => file(new URL('/index.html', c.req.url)))
    .get('*', (c) => {
      const path = clientPath(c.req.path);
      const url = new URL(path, c.req.url);
      return file(path === new URL(c.req.url).pathname ? c.req.raw : new Request(url, c.req.raw));
    });
}

/** A copy: an answer of the platform's own takes no more headers. */
function copyOf(response: Response): Response {
  return new Response(response.body, response);
}

function makeOpenSearch({ url, ca, timeout }: OpenSearchOptions) {
  if (ca !== undefined) throw new ConfigError('OPENSEARCH_CA is wrong: a Worker trusts public authorities only.');
  return makeOpenSearchFetch({ url, timeout, init: { encodeResponseBody: 'manual' } });
}

/** There are no files: the setting holds the text itself. */
async function readText(text: string): Promise<string> {
  return text;
}

const upgradeWebSocket = defineWebSocketHelper<Socket>((c, events) => {
  const { 0: theirs, 1: ours } = new WebSocketPair();
  const line = new WSContext<Socket>({
    raw: ours,
    get readyState() {
      return ours.readyState;
    },
    send: (data) => ours.send(data),
    close: (code, reason) => ours.close(code, reason),
  });
  const ended = new Promise((resolve) => {
    ours.addEventListener('close', resolve);
    ours.addEventListener('error', resolve);
  });
  ours.addEventListener('message', (event) => events.onMessage?.(event, line));
  ours.addEventListener('close', (event) => {
    // The client's close is complete with ours only.
    ours.close();
    events.onClose?.(event, line);
  });
  ours.addEventListener('error', (event) => events.onError?.(event, line));
  ours.accept();
  c.executionCtx.waitUntil(ended.then(() => new Promise((resolve) => setTimeout(resolve, PARTING_MS))));
  // The runtime tells of no opening.
  events.onOpen?.(new Event('open'), line);
  return new Response(null, { status: 101, webSocket: theirs } as ResponseInit);
});
