import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import type { Logger, Metrics } from '../base/ports.ts';
import type { Contexts, Held, Holder, Opening } from './contexts.ts';
import type { Readers } from './readers.ts';
import type { Ticket, TicketPlace } from './ticket.ts';

/** What nobody waits for is closed within this time, or ends by its keep-alive. Milliseconds. */
const CLOSE_MS = 10_000;
/** Until it is worth asking again for a context, milliseconds: others end, or expire. */
const NO_ROOM_WAIT_MS = 5_000;
/** Exports that one socket is known to read, and shared snapshots that it is known to give up. The app has one export a socket. */
const MAX_BEGUN = 64;
const MAX_TALLIES = 300;

type Deps = { contexts: Contexts; readers: Readers; logger: Logger; metrics: Metrics };

/** The contexts of one socket. */
export class Holding implements Holder {
  readonly user: string;
  readonly begun = new Set<string>();
  readonly givenUp = new Set<string>();
  readonly #deps: Deps;
  readonly #access: Access;
  /** Of a snapshot that tickets share: the indices whose tickets were given up on this socket. */
  readonly #tally = new Map<string, Set<string>>();

  constructor(deps: Deps, access: Access) {
    this.user = access.user;
    this.#deps = deps;
    this.#access = access;
  }

  /** Room for `count` contexts of a plan; undefined where there is none. */
  async takeForPlan(exportId: string, count: number): Promise<Opening | undefined> {
    const opening = await this.#deps.contexts.take(this, { exportId, reader: 'pit', count, planned: true });
    return opening && this.#counted(opening);
  }

  /** How much room for a plan there is. */
  get roomForPlan(): number {
    return this.#deps.contexts.roomForPlan(this.user);
  }

  /** Room for the one context of a ticket's shard. @throws busy */
  async take({ exportId, reader, index, shard }: Ticket): Promise<Opening> {
    // A scroll is read from one place at a time; several reads that find a point in time lost may each open one.
    const place = reader === 'scroll' ? { place: `${index}/${shard}` } : {};
    const opening = await this.#deps.contexts.take(this, { exportId, reader, count: 1, ...place });
    if (!opening) throw noRoom();
    return this.#counted(opening);
  }

  #counted(opening: Opening): Opening {
    return {
      ...opening,
      opened: (id, count) => {
        this.#deps.metrics.add('snapshots_opened', [id].flat().length);
        return opening.opened(id, count);
      },
    };
  }

  /** A page is about to be read: of what the ticket holds open, if it holds anything. @throws busy, snapshot_lost */
  use(ticket: Ticket): void {
    const { exportId, reader } = ticket;
    const held = this.#deps.readers[reader].held(ticket);
    this.begun.add(exportId);
    dropOldest(this.begun, MAX_BEGUN);
    if (!held) return;
    const { id, contexts: count } = held;
    if (this.#deps.contexts.isClosing(id)) throw beingClosed();
    if (!this.#deps.contexts.used(this, { exportId, reader, id, count })) throw noRoom();
  }

  /** A scroll's page has come: its context is known by the id of the page that follows. */
  follows(ticket: Ticket, { next, opening }: { next: Ticket | undefined; opening: Opening | undefined }) {
    if (next?.scrollId === undefined || next.scrollId === ticket.scrollId) return next;
    if (opening) opening.opened(next.scrollId);
    else {
      this.lost(ticket);
      this.use(next);
    }
    return next;
  }

  /** The client says that the export has ended: nobody comes back for it. */
  ended(exportId: string): void {
    this.begun.delete(exportId);
  }

  /** OpenSearch does not know it any more. */
  lost(ticket: Ticket): void {
    const held = this.#deps.readers[ticket.reader].held(ticket);
    if (held && !this.#deps.contexts.isClosing(held.id)) this.#deps.contexts.closed([held.id]);
  }

  /** What is of no use once these tickets are not: a shared snapshot with the last of those that share it. */
  due(tickets: readonly TicketPlace[]): Held[] {
    const due = new Map<string, Held>();
    for (const ticket of tickets) {
      const { reader } = ticket;
      const held = this.#deps.readers[reader].held(ticket);
      if (held && this.#isLast(held, ticket.index)) due.set(held.id, { reader, id: held.id });
    }
    return [...due.values()];
  }

  #isLast({ id, sharers }: { id: string; sharers: number }, index: string): boolean {
    if (sharers <= 1) return true;
    const seen = this.#tally.get(id) ?? new Set();
    this.#tally.set(id, seen.add(index));
    dropOldest(this.#tally, MAX_TALLIES);
    if (seen.size < sharers) return false;
    this.#tally.delete(id);
    return true;
  }

  /** Closes these. @returns how many OpenSearch says were @throws opensearch_*, and the signal's reason */
  async release(held: readonly Held[], signal: AbortSignal): Promise<number> {
    const { readers, contexts, metrics } = this.#deps;
    let released = 0;
    for (const name of ['pit', 'scroll'] as const) {
      const ids = held.filter(({ reader }) => reader === name).map(({ id }) => id);
      if (ids.length === 0) continue;
      const closed = await readers[name].close(this.#access, ids, signal).catch(unlessForbidden);
      if (closed === undefined) continue;
      metrics.add('snapshots_released', contexts.closed(ids));
      released += closed;
    }
    return released;
  }

  /** Not bound to a request or the socket: that may be gone, and these should be too. */
  async close(held: readonly Held[]): Promise<void> {
    try {
      await this.release(held, AbortSignal.timeout(CLOSE_MS));
    } catch (error) {
      this.#deps.logger.warn({ err: error, snapshots: held.length }, 'snapshots left to their keep-alive');
    }
  }

  /** The socket has ended. */
  leave(): void {
    this.#deps.contexts.leave(this);
  }
}

function dropOldest(of: Set<string> | Map<string, unknown>, most: number): void {
  const [oldest] = of.keys();
  if (of.size > most && oldest !== undefined) of.delete(oldest);
}

function noRoom(): SluiceError {
  return new SluiceError('busy', 'Too many snapshots are open. It goes on once others have ended.', {
    retryAfter: NO_ROOM_WAIT_MS,
  });
}

function beingClosed(): SluiceError {
  return new SluiceError('snapshot_lost', 'The snapshot is being closed. Open a new one.');
}

/** A role with `read` alone may open scrolls and not close them (seen in OpenSearch 2.19): those end by their keep-alive. */
function unlessForbidden(error: unknown): undefined {
  if (error instanceof SluiceError && error.code === 'forbidden') return;
  throw error;
}
