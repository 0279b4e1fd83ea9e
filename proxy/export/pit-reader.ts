import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { readHead } from '../opensearch/bytes.ts';
import { answerOf, call, send } from '../opensearch/call.ts';
import { toSluiceError } from '../opensearch/errors.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import type { Opening } from './contexts.ts';
import { assertSameIndex } from './index-identity.ts';
import { assertLeads, otherWay } from './leads.ts';
import { pageBody } from './page-query.ts';
import { locateInPit } from './pit-id.ts';
import type { PageReader, PageRequest } from './reader.ts';
import { splitPit } from './split-pit.ts';
import type { Ticket } from './ticket.ts';

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
    async reopen(access, ticket, { holding, signal }) {
      await assertLeads(access, ticket, signal);
      if (ticket.live) return ticket;
      const { target, index, shard } = ticket;
      const opened = await openPit(access, { target, shard, keepAlive }, await holding.take(ticket));
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
    close: closePits,
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
  }).catch(indexGone);
}

/** A snapshot goes with its index. Whether there is one of that name now, and whether it is the same, `reopen` finds out. */
function indexGone(error: unknown): never {
  if (!(error instanceof SluiceError) || error.code !== 'index_not_found') throw error;
  throw new SluiceError('snapshot_lost', 'The snapshot is gone with its index.', { cause: error });
}

/** `fits`: the user may hold as many contexts. `parts`: the ids of its shards by index, where that was asked for and could be. */
export type Snapshot = { pit: string; contexts: number; fits: boolean; parts?: ReadonlyMap<string, string> };

const openedSchema = v.object({ pit_id: v.string(), _shards: v.object({ total: v.number(), failed: v.number() }) });

/** `isParted`: each of its shards is to be read and closed by itself. */
type Slice = { target: string; shard: number; keepAlive: string; isParted?: boolean };

/**
 * Opens a point in time that holds shard `shard` of each index of `target` that has it; undefined when none has.
 * @throws NoPointInTime, index_not_found, forbidden, opensearch_*
 */
export async function openPit(access: Access, slice: Slice, opening: Opening): Promise<Snapshot | undefined> {
  try {
    const opened = await askForPit(access, slice);
    if (!opened) return void opening.failed(undefined);
    const { pit_id: pit, _shards } = opened;
    const parts = slice.isParted ? splitPit(pit) : undefined;
    if (parts?.size !== _shards.total)
      return { pit, contexts: _shards.total, fits: opening.opened(pit, _shards.total) };
    return { pit, contexts: _shards.total, fits: opening.opened([...parts.values()]), parts };
  } catch (error) {
    opening.failed(error);
    throw error;
  }
}

async function askForPit(
  access: Access,
  { target, shard, keepAlive }: { target: string; shard: number; keepAlive: string },
): Promise<v.InferOutput<typeof openedSchema> | undefined> {
  const response = await access.openSearch.send({
    method: 'POST',
    path: `/${toPath(target)}/_search/point_in_time`,
    query: { keep_alive: keepAlive, preference: `_shards:${shard}`, allow_partial_pit_creation: 'false' },
    // Not broken off: OpenSearch would open it all the same, and nobody would know its id. Made here, as Workers make none
    // before there is a request.
    signal: new AbortController().signal,
  });
  if (response.status === 200) return answerOf(response, openedSchema, { limit: PIT_ANSWER_BYTES });
  const text = await readHead(response.body, PIT_ANSWER_BYTES);
  // What OpenSearch says where no index has a shard of this number (seen in 3.8).
  if (response.status === 400 && text.includes('invalid id: [null]')) return undefined;
  if (knowsNoPits(response.status, text)) throw new NoPointInTime();
  throw toSluiceError({ status: response.status, text, retryAfter: response.retryAfter });
}

/**
 * Whether this is what clusters without points in time say: OpenSearch 2.3 and Elasticsearch 8; OpenSearch 1.3 and
 * Elasticsearch 7, which take the call for a document to be written, and miss its body.
 */
export function knowsNoPits(status: number, text: string): boolean {
  if (![400, 404, 405].includes(status)) return false;
  return /no handler found|Incorrect HTTP method|"parse_exception","reason":"request body is required"/.test(text);
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
    if (!answer) continue;
    const successful = answer.pits.filter((pit) => pit.successful).length;
    // Those that were opened as one are told as one.
    closed += successful === answer.pits.length ? body.pit_id.length : successful;
  }
  return closed;
}

/** What is gone is closed. */
export function unlessGone(error: unknown): undefined {
  if (error instanceof SluiceError && error.code === 'snapshot_lost') return;
  throw error;
}
