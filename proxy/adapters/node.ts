import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createAdaptorServer, upgradeWebSocket, type WebSocketServerLike } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';
import { MAX_CLIENT_FRAME_BYTES } from '../../shared/limits.ts';
import { makeApp } from '../app.ts';
import type { Accounts } from '../auth/accounts.ts';
import { makeLocalAccounts } from '../auth/local.ts';
import { makeOpenSearchAccounts } from '../auth/opensearch.ts';
import { randomSecret } from '../auth/seal.ts';
import { hashPassword, type LocalUser, parseUsers } from '../auth/users.ts';
import { type Config, ConfigError, type Env, parseConfig } from '../config.ts';
import type { Account } from '../opensearch/port.ts';
import { makeMetrics } from './metrics.ts';
import { makeOpenSearchJs } from './opensearch-js.ts';

/** A proxy that runs. `signIn` says in one line how to sign in. */
export type RunningProxy = { url: string; signIn: string; close(): Promise<void> };

/** The built client, beside the source tree. */
const CLIENT_ROOT = fileURLToPath(new URL('../../dist/client', import.meta.url));

/** Starts the proxy on Node from the environment's settings. @throws ConfigError with one line that says what is wrong */
export async function startProxy(env: Env): Promise<RunningProxy> {
  const config = parseConfig(env);
  const logger = pino({ level: config.logLevel, base: null, serializers: { err: forLog } });
  const openSearch = makeOpenSearchJs({
    url: config.opensearch.url,
    ca: await fileOf('OPENSEARCH_CA', config.opensearch.caFile),
    timeout: config.downloadTimeout,
  });
  const service = openSearch.connect(serviceAccount(config));
  const { accounts, signIn } = await accountsOf(config, openSearch);
  if (!config.secrets) logger.warn('SESSION_SECRET is not set: sessions and exports under way end with this process');
  const [first = randomSecret(), ...others] = config.secrets ?? [];
  const app = await makeApp({
    config,
    secrets: [first, ...others],
    accounts,
    openSearch: service,
    upgradeWebSocket,
    logger,
    metrics: makeMetrics(),
  });
  const http = new Hono().route('/', app.http).use(clientFiles());
  const main = await listen(http, config.port);
  const servers = config.wsPort === config.port ? [main] : [main, await listen(http, config.wsPort)];
  return {
    url: `http://localhost:${main.port}`,
    signIn,
    async close() {
      app.closeSockets();
      await Promise.all(servers.map((server) => server.stop()));
      await openSearch.close();
    },
  };
}

/** Errors of libraries can carry whole requests; no more than this of them is written down. */
function forLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return { type: error.name, message: error.message, stack: error.stack };
}

/** The built client. What Vite puts into `assets/` has its content's hash in its name and never changes. */
function clientFiles(): MiddlewareHandler {
  if (!existsSync(CLIENT_ROOT)) return async (c) => c.text('The client is not built: npm run build.', 404);
  return serveStatic({
    root: CLIENT_ROOT,
    onFound: (path, c) => {
      const isFixed = path.includes('/assets/');
      c.header('cache-control', isFixed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

type Signing = { accounts: Accounts; signIn: string };

async function accountsOf(config: Config, openSearch: ReturnType<typeof makeOpenSearchJs>): Promise<Signing> {
  if (config.auth === 'opensearch') {
    return { accounts: makeOpenSearchAccounts(openSearch.connect), signIn: 'Sign in with your OpenSearch account.' };
  }
  const service = openSearch.connect(serviceAccount(config));
  const text = await fileOf('USERS_FILE', config.usersFile);
  if (text !== undefined) {
    return { accounts: await makeLocalAccounts(usersOf(text), service), signIn: 'Sign in as a user of USERS_FILE.' };
  }
  const password = config.demoPassword ?? randomBytes(9).toString('base64url');
  const demo = { name: 'demo', hash: await hashPassword(password), indices: ['*'] };
  return {
    accounts: await makeLocalAccounts([demo], service),
    signIn: `Sign in as user demo with password ${password}`,
  };
}

function usersOf(text: string): LocalUser[] {
  try {
    return parseUsers(text);
  } catch (cause) {
    throw new ConfigError(`USERS_FILE is wrong: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`);
  }
}

function serviceAccount({ opensearch: { username, password } }: Config): Account | undefined {
  return username === undefined || password === undefined ? undefined : { username, password };
}

async function fileOf(setting: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new ConfigError(`${setting} is wrong: there is no file “${path}” that can be read.`);
  }
}

type Listening = { port: number; stop(): Promise<void> };

async function listen(app: Hono, port: number): Promise<Listening> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_FRAME_BYTES, perMessageDeflate: false });
  const server = createAdaptorServer({ fetch: app.fetch, websocket: { server: sockets as WebSocketServerLike } });
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ConfigError(`PORT ${port} is in use or not allowed: choose another one.`, { cause });
  }
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

const STOP_MS = 2000;

async function main(): Promise<void> {
  try {
    const proxy = await startProxy(process.env);
    process.stdout.write(`${proxy.signIn}\nSluice is ready: ${proxy.url}\n`);
    const end = () => void proxy.close().then(() => process.exit(0));
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
