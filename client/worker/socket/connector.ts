import * as v from 'valibot';
import { SluiceError } from '../../../shared/errors.ts';
import { type MakeSocket, openProxySocket, type ProxySocket } from './proxy-socket.ts';

export type ConnectorOptions = {
  /** `ws:` or `wss:` address of the proxy's socket. */
  socketUrl: string;
  makeSocket: MakeSocket;
  /** The answer to `GET /api/session`; rejects when there is none. */
  askSession(): Promise<Response>;
};

/** Tries in a row after which it is no chance that calls get through and sockets do not: a proxy that stops refuses sockets, too. */
const TRIES = 2;
/** What a browser says of a socket that nobody has closed properly (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;

/** Opens the sockets of one worker, one after another. Browsers do not tell why a socket was refused, so it finds that out. */
export class Connector {
  readonly #options: ConnectorOptions;
  #everOpened = false;
  #blocked = 0;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  /**
   * @throws signed_out; socket_blocked, where calls get through and no socket ever has; socket_lost, or what the proxy says
   * instead of hello
   */
  async open(): Promise<ProxySocket> {
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
      const connection = await openProxySocket(this.#options.socketUrl, makeSocket);
      this.#everOpened = true;
      return connection;
    } catch (error) {
      throw await this.#reasonOf(SluiceError.from(error), isHeard);
    }
  }

  async #reasonOf(error: SluiceError, isHeard: boolean): Promise<SluiceError> {
    const session = await stateOf(this.#options.askSession);
    if (session === 'over') return new SluiceError('signed_out', 'Your session has ended. Sign in again, then go on.');
    const isBlocked = session === 'stands' && !isHeard && !this.#everOpened;
    this.#blocked = isBlocked ? this.#blocked + 1 : 0;
    if (this.#blocked < TRIES) return error;
    return new SluiceError('socket_blocked', 'The proxy can be reached, and its socket cannot.', { cause: error });
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
