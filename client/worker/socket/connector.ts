import * as v from 'valibot';
import { type ErrorCode, SluiceError } from '../../../shared/errors.ts';
import { openProxySocket, type ProxySocket } from './proxy-socket.ts';
import type { MakeSocket, SocketLike } from './socket-like.ts';

export type ConnectorOptions = {
  /** `ws:` or `wss:` address of the proxy's socket. */
  socketUrl: string;
  makeSocket: MakeSocket;
  /** The second carrier, for where WebSockets are blocked; without it there is none. */
  makeCarrier?(): SocketLike;
  /** The answer to `GET /api/session`; rejects when there is none. */
  askSession(): Promise<Response>;
  /** ms of any clock. */
  now?(): number;
  /** It was found out a moment ago that WebSockets are blocked. */
  isBlocked?: boolean;
};

/** What carries the messages: a WebSocket, or requests where those are blocked. */
export type Carrying = 'socket' | 'requests';

/** Tries in a row after which it is no chance that calls get through and sockets do not: a proxy that stops refuses sockets, too. */
const TRIES = 2;
/** What a browser says of a socket that nobody has closed properly (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;
/** How long it counts that WebSockets were found to be blocked, ms: a try may take ten seconds, and a way that opens is the better one. */
const BLOCKED_MS = 5 * 60_000;
/** What a proxy says of a carrier that an export can do something about, or a person. */
const TELLING = new Set<ErrorCode>(['signed_out', 'rate_limited', 'busy', 'carrier_lost']);

/**
 * Opens the connections of one worker, one after another: sockets, or the second carrier where these are blocked. Browsers do not
 * tell why a socket was refused, so it finds that out.
 */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #now: () => number;
  /** Of the last that was opened. */
  carrying: Carrying = 'socket';
  #everOpened = false;
  #blocked = 0;
  #blockedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    if (options.isBlocked) this.#noteBlocked();
  }

  /**
   * @throws signed_out; socket_blocked, where calls get through and no socket ever has, nor the second carrier; carrier_lost, where
   * that has not found its proxy; socket_lost, or what the proxy says instead of hello
   */
  async open(): Promise<ProxySocket> {
    if (this.#now() < this.#blockedUntil) {
      const carried = await this.#openCarrier();
      if ('socket' in carried) return carried.socket;
      // Where the proxy is away, sockets are blocked all the same when it is back.
      if (TELLING.has(carried.error.code) || (await this.#session()) !== 'stands') throw carried.error;
      this.#blockedUntil = Number.NEGATIVE_INFINITY;
      this.#blocked = TRIES - 1;
    }
    const opened = await this.#openSocket();
    if ('socket' in opened) return opened.socket;
    const { error, isHeard } = opened;
    const session = await this.#session();
    this.#blocked = session === 'stands' && !isHeard ? this.#blocked + 1 : 0;
    if (this.#blocked < TRIES) throw error;
    return this.#insteadOf(error);
  }

  /** Sockets do not get through: the other way, or why there is none. */
  async #insteadOf(error: SluiceError): Promise<ProxySocket> {
    const carried = await this.#openCarrier();
    if ('socket' in carried) {
      this.#noteBlocked();
      return carried.socket;
    }
    // A proxy that is being replaced refuses both, and so does the next one that knows nothing of this.
    const { code } = carried.error;
    if (this.#everOpened && code !== 'rate_limited' && code !== 'signed_out') throw error;
    if (TELLING.has(code)) throw carried.error;
    throw new SluiceError('socket_blocked', 'The proxy can be reached, and its socket cannot.', { cause: error });
  }

  /** @throws signed_out */
  async #session(): Promise<'stands' | 'unknown'> {
    const session = await stateOf(this.#options.askSession);
    if (session !== 'over') return session;
    throw new SluiceError('signed_out', 'Your session has ended. Sign in again, then go on.');
  }

  #noteBlocked(): void {
    this.#blockedUntil = this.#now() + BLOCKED_MS;
  }

  async #openSocket(): Promise<{ socket: ProxySocket } | { error: SluiceError; isHeard: boolean }> {
    let isHeard = false;
    const makeSocket: MakeSocket = (url) => {
      const socket = this.#options.makeSocket(url);
      socket.addEventListener('message', () => {
        isHeard = true;
      });
      socket.addEventListener('close', ({ code }) => {
        isHeard ||= code !== ABNORMAL;
      });
      return socket;
    };
    try {
      const socket = await openProxySocket(this.#options.socketUrl, makeSocket);
      this.carrying = 'socket';
      this.#everOpened = true;
      this.#blocked = 0;
      return { socket };
    } catch (error) {
      return { error: SluiceError.from(error), isHeard };
    }
  }

  async #openCarrier(): Promise<{ socket: ProxySocket } | { error: SluiceError }> {
    const { socketUrl, makeCarrier } = this.#options;
    if (!makeCarrier) return { error: new SluiceError('not_found', 'There is no second carrier.') };
    try {
      const socket = await openProxySocket(socketUrl, makeCarrier);
      this.carrying = 'requests';
      return { socket };
    } catch (error) {
      return { error: SluiceError.from(error) };
    }
  }
}

const sessionSchema = v.object({ user: v.string() });

/** A page of some other server, such as a network's own sign-in, is no answer of the proxy's. */
async function stateOf(ask: ConnectorOptions['askSession']): Promise<'stands' | 'over' | 'unknown'> {
  try {
    const response = await ask();
    if (response.status === 401) return 'over';
    return response.ok && v.is(sessionSchema, await response.json()) ? 'stands' : 'unknown';
  } catch {
    return 'unknown';
  }
}
