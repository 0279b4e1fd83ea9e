import type { Context, Handler, MiddlewareHandler } from 'hono';
import type { UpgradeWebSocket, WSContext, WSEvents } from 'hono/ws';
import { SluiceError } from '../../shared/errors.ts';
import { type Hello, MAX_OPENED, MAX_RECOUNTED } from '../../shared/protocol.ts';
import type { Sealer } from '../auth/seal.ts';
import type { ReadSession, SignedIn } from '../auth/session.ts';
import type { Clock, Logger, Metrics } from '../base/ports.ts';
import { makeSeldom } from '../base/seldom.ts';
import type { Config } from '../config/config.ts';
import { toMs } from '../config/setting.ts';
import { Allowance } from '../edges/allowance.ts';
import { isHandshake } from '../edges/handshake.ts';
import type { Peers } from '../edges/peer.ts';
import type { AssertRoom } from '../edges/room.ts';
import { Turns } from '../edges/turns.ts';
import { Carriers } from './carriers.ts';
import { type Connection, type ConnectionOptions, connect } from './connection.ts';
import { Contexts } from './contexts.ts';
import { giveUpRoute } from './give-up.ts';
import type { Line, SocketSession } from './line.ts';
import { OpenSockets } from './open-sockets.ts';
import { PageWeights } from './page-weights.ts';
import { PointsInTime } from './pits.ts';
import type { ExportTurns } from './requests.ts';
import { SearchRoom } from './searches.ts';
import type { SocketDeps } from './socket.ts';

type Options = {
  config: Config;
  readSession: ReadSession;
  peers: Peers;
  sealer: Sealer;
  upgradeWebSocket: UpgradeWebSocket;
  hasSentAll?: ((socket: unknown) => boolean) | undefined;
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
  /** Requests to OpenSearch after which a socket takes no new ones, where a runtime counts them. */
  requestsPerSocket?: number | undefined;
  /** On runtimes where no request may touch another's socket. */
  alone?: boolean | undefined;
  assertRoom: AssertRoom;
};

type SocketRoute = {
  /** Refuses what may not have a socket, before there is one. @throws signed_out, wrong_origin, bad_request */
  guard: MiddlewareHandler;
  upgrade: MiddlewareHandler;
  /** For a page that is closed. */
  giveUp: Handler;
  carriers: Carriers;
  /** Lets what is under way end, for `ms` at most; then each socket closes. Takes no new ones from now on. */
  drain(ms: number): Promise<void>;
  closeAll(): void;
};

const MINUTE_MS = 60_000;
/** However little memory there is: those of eight exports. */
const MIN_WINDOWS = 32;
/** Plans that are made at once: each asks OpenSearch for several things at a time, and may hold some megabytes. */
const PLANS_AT_ONCE = 8;
/** Lists of tickets that are opened at once. */
const LISTS_AT_ONCE = 2;

/** `/api/socket`: from a runtime's WebSocket to a session that knows none. */
export function socketRoute(options: Options): SocketRoute {
  const { config, readSession, sealer, metrics, clock, peers, assertRoom } = options;
  const { keepAlive, scrollOnRequest } = config;
  const plans = new Allowance(config.plansPerMinute, MINUTE_MS, clock);
  const contexts = new Contexts({ ...config.contexts, keepAlive: toMs(keepAlive) }, clock);
  const pits = new PointsInTime(clock);
  const open = new OpenSockets(config.socketsPerUser, clock);
  const settings = { keepAlive, scrollOnRequest, assertRoom, hello: helloOf(config) };
  const shared = {
    ...settings,
    sealer,
    metrics,
    clock,
    plans,
    contexts,
    pits,
    turns: makeTurns(config),
    weights: new PageWeights(),
    searchRoom: new SearchRoom(),
  };
  const connecting = { open, limit: options.requestsPerSocket, alone: options.alone };
  const depsOf = (c: Context) => ({ ...shared, logger: options.logger.child({ requestId: c.get('requestId') }) });
  const maySay = makeSeldom(clock);
  const upgrade = options.upgradeWebSocket(async (c) => {
    const who = await readSession(c);
    return socketEvents(depsOf(c), who, { ...connecting, hasSentAll: options.hasSentAll });
  });
  return {
    guard: async (c, next) => {
      // Cloudflare looks at it before a Worker is asked.
      if (!isHandshake(c, { isChecked: options.alone === true })) {
        if (isStripped(c) && maySay()) options.logger.warn({ path: c.req.path }, STRIPPED);
        throw new SluiceError('bad_request', 'This address takes WebSocket connections only.');
      }
      // Browsers send a page's origin with each WebSocket and do not hold pages of other sites back, so the proxy must.
      if (!peers.isOwnSocket(c)) {
        throw new SluiceError(
          'wrong_origin',
          `Sockets are for the pages of this Sluice only. ${peers.originAdvice(c)}`,
        );
      }
      if (open.draining) throw new SluiceError('busy', 'This proxy is stopping. Try again.', { retryAfter: 1000 });
      const { access } = await readSession(c);
      open.assertNotFlooded(access.user);
      await next();
    },
    upgrade,
    giveUp: giveUpRoute({ readSession, contexts, keepAlive, pits, metrics, clock, logger: options.logger }),
    carriers: new Carriers({ readSession, connecting, depsOf }),
    drain(ms) {
      contexts.stop();
      return open.drain(ms);
    },
    closeAll() {
      contexts.stop();
      open.closeAll();
    },
  };
}

/**
 * A page that waits for its client holds some memory here, and all of itself at OpenSearch: so many at once as an eighth of the
 * memory that the process may take has megabytes, and a quarter of that for each user.
 */
function makeTurns({ maxMemoryMb, pagesAtOnce }: Config): ExportTurns {
  const windows = Math.max(MIN_WINDOWS, Math.floor(maxMemoryMb / 8));
  const each = Math.max(MIN_WINDOWS / 2, Math.floor(windows / 4));
  return {
    pages: new Turns({ atOnce: pagesAtOnce }),
    windows: new Turns({ atOnce: windows, each }),
    plans: new Turns({ atOnce: PLANS_AT_ONCE, each: PLANS_AT_ONCE / 2 }),
    tickets: new Turns({ atOnce: LISTS_AT_ONCE, each: 1 }),
  };
}

type LineOptions = { logger: Logger; hasSentAll: (socket: unknown) => boolean };
type EventsOptions = Omit<ConnectionOptions, 'line'> & {
  hasSentAll: ((socket: unknown) => boolean) | undefined;
};

/** A session that begins with the first that is heard of its line, since not every runtime tells of an opening. */
function socketEvents(
  deps: SocketDeps,
  who: SignedIn,
  { hasSentAll = () => false, ...options }: EventsOptions,
): WSEvents {
  let connection: Connection | undefined;
  const sessionOf = (ws: WSContext): SocketSession => {
    connection ??= connect(deps, who, { ...options, line: lineOf(ws, { logger: deps.logger, hasSentAll }) });
    return connection.session;
  };
  return {
    onOpen: (_, ws) => sessionOf(ws).open(),
    onMessage: (event, ws) => sessionOf(ws).receive(event.data),
    onClose: () => connection?.end(),
    onError: () => connection?.end(),
  };
}

function lineOf(ws: WSContext, { logger, hasSentAll }: LineOptions): Line {
  return {
    // A line may break between two frames; its close event says so, and a throw here would end an innocent request.
    send: (data) => guarded(() => ws.send(data), logger),
    buffered: () => bufferedBy(ws.raw),
    hasSentAll: () => hasSentAll(ws.raw),
    close: (code, reason) => guarded(() => ws.close(code, reason), logger),
  };
}

/** What a runtime's WebSocket holds, in bytes; 0 where it does not tell. */
function bufferedBy(raw: unknown): number {
  if (typeof raw !== 'object' || raw === null) return 0;
  if ('bufferedAmount' in raw) return Number(raw.bufferedAmount);
  return 'getBufferedAmount' in raw && typeof raw.getBufferedAmount === 'function'
    ? Number(raw.getBufferedAmount())
    : 0;
}

function guarded(run: () => void, logger: Logger): void {
  try {
    run();
  } catch (error) {
    logger.debug({ err: error }, 'the line is gone');
  }
}

/** A browser's WebSocket, of which a server on the way has left `Upgrade` out: its key comes all the same. */
function isStripped(c: Context): boolean {
  return c.req.header('sec-websocket-key') !== undefined;
}

const STRIPPED =
  'A WebSocket came without Upgrade: the server before Sluice does not pass WebSockets on, and exports take ordinary requests. In nginx: proxy_http_version 1.1, and proxy_set_header for Upgrade and Connection, as in deploy/nginx-path.conf.';

/** What clients must not ask of a proxy of a release before that. */
const TAKES = {
  takesSearches: true,
  takesOrder: true,
  recounts: MAX_RECOUNTED,
  opens: MAX_OPENED,
  tellsSeams: true,
} as const;

function helloOf(config: Config): Hello {
  const { batchSize, maxChunkSize, maxRetries, downloadTimeout, pingInterval, pingTimeout } = config;
  const times = { downloadTimeout, pingInterval, pingTimeout };
  return { type: 'hello', batchSize, maxChunkSize, maxRetries, ...times, ...TAKES };
}
