import type { ProxySocket } from '../socket/proxy-socket.ts';

/** Opened with others (by the plan, or ahead of its turn), not open, or opened when it was its turn, for one shard alone. */
export type SnapshotState = 'planned' | 'none' | 'own';

/** What OpenSearch keeps of one shard, so that each page is of the same moment. */
export class Snapshot {
  state: SnapshotState;
  /** It is being opened with others: nobody opens it by itself meanwhile. */
  isAwaited = false;
  #ticket: string;

  constructor(ticket: string, state: SnapshotState) {
    this.#ticket = ticket;
    this.state = state;
  }

  /** Opens it at the proxy; another one once it had to be opened anew. */
  get ticket(): string {
    return this.#ticket;
  }

  /** Opens the one behind `ticket` anew. False when another read has been faster: one is enough. @throws snapshot_lost, ticket_expired, and what the socket says */
  async reopen(ticket: string, connection: ProxySocket): Promise<boolean> {
    const reopened = await connection.reopen(ticket);
    if (this.#ticket !== ticket) {
      await connection.release([reopened]);
      return false;
    }
    this.#ticket = reopened;
    this.state = 'own';
    return true;
  }

  /** It was opened with others. */
  came(ticket: string): void {
    this.#ticket = ticket;
    this.state = 'planned';
  }
}
