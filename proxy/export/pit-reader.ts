import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { send } from '../opensearch/call.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import { assertSameIndex } from './index-identity.ts';
import { assertLeads, otherWay } from './leads.ts';
import { pageBody } from './page-query.ts';
import { locateInPit } from './pit-id.ts';
import type { PointsInTime, Snapshot } from './pits.ts';
import type { PageReader, PageRequest } from './reader.ts';
import type { Ticket } from './ticket.ts';

/**
 * A snapshot that many tickets shared would be opened once for each of them, with all its shards: past this many the
 * shard is read without one.
 */
const MAX_REOPENED_CONTEXTS = 25;

/** Points in time, one for each shard. `keepAlive` as OpenSearch takes it: each page puts the end off by as much. */
export function makePitReader(keepAlive: string, pits: PointsInTime): PageReader {
  return {
    read: (access, request) => readPage(access, request, keepAlive),
    follow: async () => undefined,
    async reopen(access, ticket, { holding, signal }) {
      await assertLeads(access, ticket, signal);
      if (ticket.live) return ticket;
      const { target, index, shard } = ticket;
      const opened = await pits.open(access, { target, shard, keepAlive }, await holding.take(ticket));
      // The index is there, and another routing leads to other shards of it.
      if (!opened && target !== index) throw otherWay(target, index);
      if (!opened) throw new SluiceError('index_not_found', `The index “${index}” is gone. It was deleted.`);
      const uuid = locateInPit(opened.pit, index)?.uuid;
      const isSame = uuid !== undefined && uuid === ticket.uuid;
      const again = goneOn(ticket, opened);
      if (!isSame || again.pit === undefined) await holding.close([{ reader: 'pit', id: opened.pit }]);
      assertSameIndex(index, ticket.uuid, uuid);
      return again;
    },
    held: ({ pit, sharers = 1, contexts = 1 }) => (pit === undefined ? undefined : { id: pit, sharers, contexts }),
    close: (access, ids, signal) => pits.close(access, ids, signal),
  };
}

/** The ticket on its new snapshot, or on none where that holds too much. */
function goneOn(ticket: Ticket, { pit, contexts, fits }: Snapshot): Ticket {
  const { sharers: _, pit: __, contexts: ___, ...rest } = ticket;
  // One context had its room before it was opened.
  const holds = contexts <= MAX_REOPENED_CONTEXTS && (fits || contexts <= 1);
  return holds ? { ...rest, pit, contexts } : { ...rest, live: true };
}

async function readPage(access: Access, request: PageRequest, keepAlive: string): Promise<OpenSearchResponse> {
  const { ticket, gzip, signal } = request;
  const body = { ...pageBody(request), track_total_hits: false };
  const exact = { allow_partial_search_results: 'false' };
  if (ticket.live) {
    const query = { ...exact, preference: `_shards:${ticket.shard}`, pre_filter_shard_size: '1' };
    const path = `/${toPath(ticket.target)}/_search`;
    return send(access.openSearch, { method: 'POST', path, query, body, gzip, signal });
  }
  if (ticket.pit === undefined) {
    throw new SluiceError('snapshot_lost', 'The snapshot of this shard is not open yet. Open it.');
  }
  const pit = { id: ticket.pit, keep_alive: keepAlive };
  return send(access.openSearch, {
    method: 'POST',
    path: '/_search',
    query: exact,
    body: { ...body, pit },
    gzip,
    signal,
  }).catch(goneWithIt);
}

/** What is said where a snapshot went with its index, or, by Elasticsearch, with its node. */
const GONE_WITH_IT = ['index_not_found', 'page_partial'];

/** Whether there is an index of that name now, whether it is the same, and whether another node has the shard, `reopen` finds out. */
function goneWithIt(error: unknown): never {
  if (!(error instanceof SluiceError) || !GONE_WITH_IT.includes(error.code)) throw error;
  throw new SluiceError('snapshot_lost', 'The snapshot is gone with its index or its node.', { cause: error });
}
