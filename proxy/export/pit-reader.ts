import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { readHead } from '../opensearch/bytes.ts';
import { answerOf, call, send } from '../opensearch/call.ts';
import { toSluiceError } from '../opensearch/errors.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import { toPath } from '../search/expression.ts';
import { recreated } from './index-identity.ts';
import { assertLeads } from './leads.ts';
import { pageBody } from './page-query.ts';
import { locateInPit } from './pit-id.ts';
import type { PageReader, PageRequest } from './reader.ts';

/**
 * A snapshot that many tickets shared would be opened once for each of them, with all its shards: past this many the
 * shard is read without one.
 */
const MAX_REOPENED_CONTEXTS = 25;

/** Points in time, one for each shard. `keepAlive` as OpenSearch takes it: each page puts the end off by as much. */
export function makePitReader(keepAlive: string): PageReader {
  return {
    read: (access, request) => readPage(access, request, keepAlive),
    follow: async () => undefined,
    async reopen(access, ticket, signal) {
      await assertLeads(access, ticket, signal);
      if (ticket.live) return ticket;
      const opened = await openPit(access, { target: ticket.target, shard: ticket.shard, keepAlive }, signal);
      const uuid = opened && locateInPit(opened.pit, ticket.index)?.uuid;
      if (opened && (ticket.uuid === undefined || uuid === undefined || uuid === ticket.uuid)) {
        const { sharers: _, pit: __, ...rest } = ticket;
        const again = { ...rest, ...(uuid === undefined ? {} : { uuid }) };
        if (opened.contexts <= MAX_REOPENED_CONTEXTS) return { ...again, pit: opened.pit };
        await closePits(access, [opened.pit], signal);
        return { ...again, live: true };
      }
      if (opened) await closePits(access, [opened.pit], signal);
      if (opened) throw recreated(ticket.index);
      throw new SluiceError('index_not_found', `The index “${ticket.index}” is gone. It was deleted.`);
    },
    held: ({ pit, sharers }) => (pit === undefined ? undefined : { id: pit, sharers: sharers ?? 1 }),
    close: closePits,
  };
}

async function readPage(access: Access, request: PageRequest, keepAlive: string): Promise<OpenSearchResponse> {
  const { ticket, chunk, size, gzip, signal } = request;
  const body = { ...pageBody(ticket, chunk, size), track_total_hits: false };
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
  }).catch(indexGone);
}

/** A snapshot goes with its index. Whether there is one of that name now, and whether it is the same, `reopen` finds out. */
function indexGone(error: unknown): never {
  if (!(error instanceof SluiceError) || error.code !== 'index_not_found') throw error;
  throw new SluiceError('snapshot_lost', 'The snapshot is gone with its index.', { cause: error });
}

export type Snapshot = { pit: string; contexts: number };

const openedSchema = v.object({ pit_id: v.string(), _shards: v.object({ total: v.number(), failed: v.number() }) });

/**
 * Opens a point in time that holds shard `shard` of each index of `target` that has it; undefined when none has.
 * @throws NoPointInTime, index_not_found, forbidden, opensearch_*
 */
export async function openPit(
  access: Access,
  { target, shard, keepAlive }: { target: string; shard: number; keepAlive: string },
  signal: AbortSignal,
): Promise<Snapshot | undefined> {
  const response = await access.openSearch.send({
    method: 'POST',
    path: `/${toPath(target)}/_search/point_in_time`,
    query: { keep_alive: keepAlive, preference: `_shards:${shard}`, allow_partial_pit_creation: 'false' },
    signal,
  });
  if (response.status === 200) {
    const opened = await answerOf(response, openedSchema, { limit: PIT_ANSWER_BYTES });
    return { pit: opened.pit_id, contexts: opened._shards.total };
  }
  const text = await readHead(response.body, PIT_ANSWER_BYTES);
  // What OpenSearch says where no index has a shard of this number (seen in 3.8).
  if (response.status === 400 && text.includes('invalid id: [null]')) return undefined;
  if ([400, 404, 405].includes(response.status) && /no handler found|Incorrect HTTP method/.test(text)) {
    throw new NoPointInTime();
  }
  throw toSluiceError({ status: response.status, text, retryAfter: response.retryAfter });
}

/** An id tells all shards it holds, about 110 bytes each. */
const PIT_ANSWER_BYTES = 1024 * 1024;

/** This cluster has no points in time: read it with scrolls. */
export class NoPointInTime extends Error {
  override readonly name = 'NoPointInTime';
}

const closedSchema = v.object({ pits: v.array(v.object({ successful: v.boolean() })) });
/** Keeps one request in the hundreds of KB, also with ids of many shards. */
const IDS_AT_ONCE = 50;

async function closePits(access: Access, ids: readonly string[], signal: AbortSignal): Promise<number> {
  let closed = 0;
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const body = { pit_id: ids.slice(at, at + IDS_AT_ONCE) };
    const request = { method: 'DELETE', path: '/_search/point_in_time', body, signal } as const;
    const answer = await call(access.openSearch, closedSchema, request).catch(unlessGone);
    closed += answer?.pits.filter(({ successful }) => successful).length ?? 0;
  }
  return closed;
}

/**
 * What is gone is closed. A role with `read` alone may open scrolls and not close them (seen in OpenSearch 2.19): those
 * end by their keep-alive, and an export that is done has not failed for it.
 */
export function unlessGone(error: unknown): undefined {
  if (error instanceof SluiceError && (error.code === 'snapshot_lost' || error.code === 'forbidden')) return;
  throw error;
}
