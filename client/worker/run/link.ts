import type { Search } from '../../../shared/search.ts';
import type { Connection } from '../socket/connection.ts';

export type Connect = () => Promise<Connection>;

/** The one connection of an export, opened when it is needed and again when it was lost. */
export class ConnectionLink {
  /** What each connection is sent before it is used: a search that tickets hold the digest of only. */
  held: Search | undefined;
  readonly #connect: Connect;
  #current: Promise<Connection> | undefined;

  constructor(connect: Connect, held?: Search) {
    this.#connect = connect;
    this.held = held;
  }

  /** Those who ask at the same time share one attempt. @throws socket_lost, signed_out */
  async get(): Promise<Connection> {
    const asked = this.#current ?? this.#open();
    const connection = await asked;
    if (!connection.lost) return connection;
    if (this.#current === asked) this.#open();
    return this.get();
  }

  /** Forgets a connection that could not be had. */
  drop(): void {
    this.#current?.then((connection) => connection.close()).catch(() => {});
    this.#current = undefined;
  }

  async #ready(): Promise<Connection> {
    const connection = await this.#connect();
    if (!this.held) return connection;
    try {
      await connection.hold(this.held);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  #open(): Promise<Connection> {
    const opening = this.#ready();
    this.#current = opening;
    // An attempt that failed is not asked again; the next `get` makes a new one.
    opening.catch(() => {
      if (this.#current === opening) this.#current = undefined;
    });
    return opening;
  }
}
