import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { call, send } from '../opensearch/call.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import { assertSameIndex, identitiesOf } from './index-identity.ts';
import { assertLeads } from './leads.ts';
import { pageBody } from './page-query.ts';
import type { PageReader, PageRequest } from './reader.ts';
import { scrollIdIn } from './scroll-id.ts';
import type { Ticket } from './ticket.ts';

/**
 * Scrolls, for clusters without points in time. A ticket without a scroll's id opens one on the chunk named; the ticket
 * that comes with the page's end goes on in it.
 */
export function makeScrollReader(keepAlive: string): PageReader {
  return {
    read: (access, request) => readPage(access, request, keepAlive),
    async follow(ticket, head) {
      const scrollId = await scrollIdIn(head);
      if (scrollId === undefined)
        throw new SluiceError('opensearch_failed', 'OpenSearch gave a page without its scroll id.');
      return { ...ticket, scrollId };
    },
    async reopen(_access, { scrollId: _, ...rest }) {
      return rest;
    },
    held: ({ scrollId }) => (scrollId === undefined ? undefined : { id: scrollId, sharers: 1, contexts: 1 }),
    close: closeScrolls,
  };
}

async function readPage(access: Access, request: PageRequest, keepAlive: string): Promise<OpenSearchResponse> {
  const { ticket, gzip, signal } = request;
  if (ticket.scrollId !== undefined) {
    const body = { scroll: keepAlive, scroll_id: ticket.scrollId };
    return send(access.openSearch, { method: 'POST', path: '/_search/scroll', body, gzip, signal });
  }
  await assertSame(access, ticket, signal);
  return send(access.openSearch, {
    method: 'POST',
    path: `/${toPath(ticket.target)}/_search`,
    query: {
      scroll: keepAlive,
      preference: `_shards:${ticket.shard}`,
      allow_partial_search_results: 'false',
      pre_filter_shard_size: '1',
    },
    body: pageBody(request),
    gzip,
    signal,
  });
}

/** A new scroll sees whatever bears the name now. @throws index_recreated, index_unproved, index_moved */
async function assertSame(access: Access, ticket: Ticket, signal: AbortSignal): Promise<void> {
  const { target, index, uuid } = ticket;
  await assertLeads(access, ticket, signal);
  assertSameIndex(index, uuid, (await identitiesOf(access, target, signal)).get(index));
}

const closedSchema = v.object({ num_freed: v.number() });
const IDS_AT_ONCE = 50;

async function closeScrolls(access: Access, ids: readonly string[], signal: AbortSignal): Promise<number> {
  let closed = 0;
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const body = { scroll_id: ids.slice(at, at + IDS_AT_ONCE) };
    const request = { method: 'DELETE', path: '/_search/scroll', body, signal } as const;
    closed += (await call(access.openSearch, closedSchema, request).catch(unlessGone))?.num_freed ?? 0;
  }
  return closed;
}

/** What is gone is closed. */
function unlessGone(error: unknown): undefined {
  if (error instanceof SluiceError && error.code === 'snapshot_lost') return;
  throw error;
}
