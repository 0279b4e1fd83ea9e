import type { Context } from 'hono';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import type { UpgradeWebSocket } from 'hono/ws';
import { SluiceError } from '../shared/errors.ts';
import type { Accounts } from './auth/accounts.ts';
import { Cookies } from './auth/cookies.ts';
import { Devices } from './auth/devices.ts';
import { makeSealer } from './auth/seal.ts';
import { makeReadSession, sessionRoutes } from './auth/session.ts';
import { SignIns } from './auth/sign-ins.ts';
import { Stays } from './auth/stay.ts';
import { noteFailure } from './base/failures.ts';
import { type Clock, type Logger, type Metrics, systemClock } from './base/ports.ts';
import type { Config } from './config/config.ts';
import { pathUnder, toFolder } from './edges/base-path.ts';
import { isUpgrade, SOCKET_PATH, securityHeaders } from './edges/headers.ts';
import { type AddressOf, makePeers, type Peers } from './edges/peer.ts';
import { makeAssertRoom } from './edges/room.ts';
import { sameSite } from './edges/same-site.ts';
import { socketRoute } from './export/route.ts';
import { makeNotice } from './monitor/notice.ts';
import { makeReadiness } from './monitor/readiness.ts';
import { monitorRoute, probes } from './monitor/routes.ts';
import type { OpenSearch } from './opensearch/port.ts';
import { limitedBody } from './search/large-bodies.ts';
import { makeSearches } from './search/routes.ts';

export type AppDeps = {
  config: Config;
  secrets: readonly [string, ...string[]];
  accounts: Accounts;
  /** For `/readyz`: with the service account, or with none. */
  openSearch: OpenSearch;
  /** The code of what goes wrong when OpenSearch's address is asked, on runtimes that tell. */
  connectFault?: (() => Promise<string | undefined>) | undefined;
  upgradeWebSocket: UpgradeWebSocket;
  /** Whether all that a WebSocket was given has left this process's memory, where the runtime tells. */
  hasSentAll?: ((socket: unknown) => boolean) | undefined;
  logger: Logger;
  metrics: Metrics;
  clock?: Clock;
  addressOf: AddressOf;
  /** Bytes of memory the process takes, on runtimes that tell: past MAX_MEMORY_USAGE it takes nothing new on. */
  memoryBytes?: (() => number) | undefined;
  /** On runtimes where no request can wait for another. */
  requestsAlone?: boolean | undefined;
  /** How late the event loop runs, in ms, on runtimes that tell. */
  eventLoopLagMs?: (() => number) | undefined;
  /** Whether what a client says comes to the process that holds its connection: else only sockets are offered. */
  holdsCarriers?: boolean | undefined;
  /** Requests to OpenSearch after which a socket sends its client to the next one; undefined: any number. */
  requestsPerSocket?: number | undefined;
};

export type App = {
  http: Hono;
  /** Asks OpenSearch once, and warns in the log of what an operator has to mend. Never rejects. */
  check(): Promise<boolean>;
  /** Takes nothing new, tells `/readyz` so, and lets running reads end for `ms` at most before the sockets close. */
  drain(ms: number): Promise<void>;
  /** Says goodbye to every socket, cancels what they have under way, and writes the audit's last lines. */
  close(): void;
};

/** The proxy, with no runtime named: `adapters/` gives it one. */
export async function makeApp(deps: AppDeps): Promise<App> {
  const { accounts, config, logger, metrics, secrets } = deps;
  const clock = deps.clock ?? systemClock;
  const peers = makePeers(config, deps.addressOf);
  const cookies = new Cookies(peers, config.basePath);
  const sessions = {
    accounts,
    sealer: await makeSealer(secrets, 'session'),
    stays: new Stays(config.session, clock),
    signIns: new SignIns(config.signInAttempts, clock),
    peers,
    devices: new Devices(await makeSealer(secrets, 'device'), cookies),
    cookies,
    basePath: config.basePath,
    dashboardsUrl: config.dashboardsUrl,
    logger,
  };
  const readSession = makeReadSession(sessions);
  const { memoryBytes, eventLoopLagMs } = deps;
  const memoryLimitBytes = config.maxMemoryMb * 1024 * 1024;
  const assertRoom = makeAssertRoom(memoryBytes, memoryLimitBytes);
  const shared = { readSession, config, logger, clock, assertRoom, alone: deps.requestsAlone };
  const socket = socketRoute({
    ...shared,
    peers,
    sealer: await makeSealer(secrets, 'ticket'),
    upgradeWebSocket: deps.upgradeWebSocket,
    hasSentAll: deps.hasSentAll,
    metrics,
    requestsPerSocket: deps.requestsPerSocket,
  });
  const figures = { metrics, clock, startedAt: clock.now(), memoryLimitBytes, memoryBytes, eventLoopLagMs };
  const searches = makeSearches(shared);
  let draining = false;
  const http = makeEdge(config.basePath, peers);
  http.onError((error, c) => failed(c, error, deps));
  http.route('/api/session', sessionRoutes({ ...sessions, readSession }));
  http.route('/api/monitor', monitorRoute(readSession, figures));
  http.route('/api', searches.http);
  http.get(SOCKET_PATH, socket.guard, socket.upgrade);
  http.post('/api/given-up', socket.giveUp);
  if (deps.holdsCarriers) http.route('/api/carrier', socket.carriers.routes());
  http.all('/api/*', () => {
    throw new SluiceError('not_found', 'There is no such call.');
  });
  const { openSearch, connectFault } = deps;
  const isReady = makeReadiness({ openSearch, clock, notice: makeNotice({ config, logger, connectFault }) });
  http.route('/', probes({ metrics, peers, isReady, isDraining: () => draining }));
  logger.debug({}, 'proxy made');
  const drain = (ms: number) => {
    draining = true;
    return socket.drain(ms);
  };
  const close = () => {
    socket.closeAll();
    searches.close();
  };
  return { http, check: isReady, drain, close };
}

/** What every request meets first. */
function makeEdge(basePath: string, peers: Peers): Hono {
  const http = new Hono({ getPath: pathUnder(basePath) });
  http.use(requestId());
  http.use(securityHeaders());
  http.use(toFolder(basePath));
  http.use('/api/*', noStore);
  http.use('/api/*', sameSite(peers));
  http.use('/api/*', limitedBody());
  return http;
}

const noStore = async (c: Context, next: () => Promise<void>) => {
  // Deno has no request any more after an upgrade.
  if (isUpgrade(c)) return next();
  await next();
  if (c.res.headers.has('cache-control')) return;
  c.res.headers.set('cache-control', 'no-store');
};

/** Errors leave as `{ error }`; their cause and anything unexpected go to the log only. */
function failed(c: Context, thrown: Error, deps: AppDeps): Response {
  // Nobody is there any more to read an answer.
  if (c.req.raw.signal.aborted) return new Response(null, { status: 499 });
  const error = SluiceError.from(thrown);
  noteFailure(deps, error, { requestId: c.get('requestId'), path: c.req.path });
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (error.retryAfter !== undefined) headers['retry-after'] = String(Math.ceil(error.retryAfter / 1000));
  // What is left of a body that is too large is not read to its end: the next request needs another connection.
  if (error.code === 'too_large') headers.connection = 'close';
  return new Response(JSON.stringify({ error: error.toBody() }), { status: error.status, headers });
}
