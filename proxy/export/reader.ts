import type { Chunk } from '../../shared/chunk.ts';
import type { Access } from '../auth/accounts.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import type { Holding } from './holding.ts';
import type { Ticket, TicketPlace } from './ticket.ts';

/** What one page is asked for with. `size` in rows; `without`: ids to leave out; without `gzip`, as it is. */
export type PageRequest = {
  ticket: Ticket;
  chunk: Chunk;
  size: number;
  without?: readonly string[] | undefined;
  gzip: boolean;
  signal: AbortSignal;
};

/** Where a snapshot that is opened anew gets its room. */
export type Reopening = { holding: Pick<Holding, 'take' | 'close'>; signal: AbortSignal };

/** A way to read a shard in sequence-number order; tests/integration/proxy holds all of them to one conformance suite. */
export interface PageReader {
  /** Asks OpenSearch for a page. @throws snapshot_lost, query_invalid, index_not_found, forbidden, opensearch_* */
  read(access: Access, request: PageRequest): Promise<OpenSearchResponse>;
  /** The ticket for what follows a page, from the first of its bytes as they came; undefined when the ticket stays good. */
  follow(ticket: Ticket, head: Uint8Array): Promise<Ticket | undefined>;
  /**
   * A ticket whose snapshot is open again; what it held before is closed by then. It cannot be broken off: OpenSearch would open
   * the snapshot all the same. @throws busy, index_not_found, index_recreated, index_moved, forbidden, opensearch_*
   */
  reopen(access: Access, ticket: Ticket, of: Reopening): Promise<Ticket>;
  /** What OpenSearch holds open for a ticket, how many tickets share it, and how many contexts it is. */
  held(ticket: TicketPlace): { id: string; sharers: number; contexts: number } | undefined;
  /** Closes what is held; what is gone already is no error. @returns how many were closed @throws forbidden, opensearch_* */
  close(access: Access, ids: readonly string[], signal: AbortSignal): Promise<number>;
}
