import type { Plan } from '../../../shared/protocol.ts';
import type { ExportRequest } from '../../../shared/request.ts';
import type { Search } from '../../../shared/search.ts';
import type { OnPlanning } from '../socket/asked.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';

export type Connect = () => Promise<ProxySocket>;

/** Failures in a row, as long as no proxy has said how many. */
const DEFAULT_RETRIES = 3;

/** The one socket of an export, opened when it is needed and again when it was lost. */
export class ReconnectingSocket {
  /** Failures in a row after which the export is interrupted: the proxy's setting. */
  maxRetries = DEFAULT_RETRIES;
  readonly #connect: Connect;
  /** What each socket is sent before it is used: a search that tickets hold the digest of only. */
  #search: Search | undefined;
  #current: Promise<ProxySocket> | undefined;

  constructor(connect: Connect, search?: Search) {
    this.#connect = connect;
    this.#search = search;
  }

  /** Whether each socket has to be sent the search. */
  get sendsSearch(): boolean {
    return this.#search !== undefined;
  }

  /** Those who ask at the same time share one attempt. @throws socket_lost, signed_out */
  async get(): Promise<ProxySocket> {
    const asked = this.#current ?? this.#open();
    const connection = await asked;
    if (!connection.lost) return connection;
    if (this.#current === asked) this.#open();
    return this.get();
  }

  /** Plans on `connection`, and remembers what later ones have to be sent. @throws whatever the proxy says */
  async plan(connection: ProxySocket, request: ExportRequest, onProgress: OnPlanning): Promise<Plan> {
    const { id: exportId, search, reader, order } = request;
    const plan = await connection.plan({ exportId, search, reader, order, onProgress });
    this.#search = plan.apart ? search : undefined;
    return plan;
  }

  /** Forgets a socket that could not be had. */
  drop(): void {
    this.#current?.then((connection) => connection.close()).catch(() => {});
    this.#current = undefined;
  }

  async #ready(): Promise<ProxySocket> {
    const connection = await this.#connect();
    this.maxRetries = connection.hello.maxRetries;
    if (!this.#search) return connection;
    try {
      await connection.hold(this.#search);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  #open(): Promise<ProxySocket> {
    const opening = this.#ready();
    this.#current = opening;
    // An attempt that failed is not asked again; the next `get` makes a new one.
    opening.catch(() => {
      if (this.#current === opening) this.#current = undefined;
    });
    return opening;
  }
}
