import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { eachOf } from '../base/pool.ts';
import { toPath } from '../expression/expression.ts';
import { readHead } from '../opensearch/bytes.ts';
import { answerOf } from '../opensearch/call.ts';
import { toSluiceError } from '../opensearch/errors.ts';
import type { OpenSearchRequest } from '../opensearch/port.ts';
import { countInPit } from './split-pit.ts';

/** Shard `shard` of each index of `target` that has it. `keepAlive` as OpenSearch takes it. */
export type PitSlice = { target: string; shard: number; keepAlive: string };

/** A way to open and to close points in time. Where the server does not know it, each throws NoPointInTime. */
export type PitCalls = {
  /** Undefined where no index has such a shard. @throws NoPointInTime, index_not_found, forbidden, opensearch_* */
  open(access: Access, slice: PitSlice): Promise<{ pit: string; contexts: number } | undefined>;
  /** What is gone already is no error. @returns how many were closed @throws NoPointInTime, forbidden, opensearch_* */
  close(access: Access, ids: readonly string[], signal: AbortSignal): Promise<number>;
};

/** This cluster has no points in time, or none that are asked for so. */
export class NoPointInTime extends Error {
  override readonly name = 'NoPointInTime';
}

const openedSchema = v.object({ pit_id: v.string(), _shards: v.object({ total: v.number(), failed: v.number() }) });
const closedSchema = v.object({ pits: v.array(v.object({ successful: v.boolean() })) });
/** Keeps one request in the hundreds of KB, also with ids of many shards. */
const IDS_AT_ONCE = 50;

/** OpenSearch, from 2.4 on. */
export const OPENSEARCH_PITS: PitCalls = {
  async open(access, { target, shard, keepAlive }) {
    const asked = {
      method: 'POST',
      path: `/${toPath(target)}/_search/point_in_time`,
      query: { keep_alive: keepAlive, preference: `_shards:${shard}`, allow_partial_pit_creation: 'false' },
      signal: unbroken(),
    } as const;
    // What OpenSearch says where no index has a shard of this number (seen in 3.8).
    const isNone = (status: number, text: string) => status === 400 && text.includes('invalid id: [null]');
    const opened = await ask(access, openedSchema, { ...asked, isNone });
    return opened && { pit: opened.pit_id, contexts: opened._shards.total };
  },
  async close(access, ids, signal) {
    let closed = 0;
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const body = { pit_id: ids.slice(at, at + IDS_AT_ONCE) };
      const asked = { method: 'DELETE', path: '/_search/point_in_time', body, signal, isNone: isGone } as const;
      const answer = await ask(access, closedSchema, asked);
      if (!answer) continue;
      const successful = answer.pits.filter((pit) => pit.successful).length;
      // Those that were opened as one are told as one.
      closed += successful === answer.pits.length ? body.pit_id.length : successful;
    }
    return closed;
  },
};

const pitSchema = v.object({ id: v.string() });
const freedSchema = v.object({ succeeded: v.boolean() });
/** One id a call is all that it takes. */
const CLOSED_SIDE_BY_SIDE = 4;

/** Elasticsearch, from 7.10 on where it has x-pack. It opens none that lacks a shard, unless it is asked to (seen in 8.15 to 9.2). */
export const ELASTICSEARCH_PITS: PitCalls = {
  async open(access, { target, shard, keepAlive }) {
    const path = `/${toPath(target)}/_pit`;
    const query = { keep_alive: keepAlive, preference: `_shards:${shard}` };
    const opened = await ask(access, pitSchema, { method: 'POST', path, query, signal: unbroken() });
    if (!opened) return undefined;
    // Not told by 8.15, and by none where it is of no shard.
    const contexts = countInPit(opened.id);
    if (contexts === undefined) {
      throw new SluiceError('opensearch_failed', 'The point in time has an id that Sluice does not know.');
    }
    return contexts === 0 ? undefined : { pit: opened.id, contexts };
  },
  async close(access, ids, signal) {
    let closed = 0;
    await eachOf(ids, CLOSED_SIDE_BY_SIDE, async (id) => {
      const asked = { method: 'DELETE', path: '/_pit', body: { id }, signal, isNone: isGone } as const;
      const answer = await ask(access, freedSchema, asked);
      if (answer?.succeeded) closed += 1;
    });
    return closed;
  },
};

/**
 * Not broken off: OpenSearch would open it all the same, and nobody would know its id. Made when it is needed, as Workers
 * make none before there is a request.
 */
function unbroken(): AbortSignal {
  return new AbortController().signal;
}

type Asked = OpenSearchRequest & { isNone?: (status: number, text: string) => boolean };

/** Undefined where the answer is that there is none. @throws NoPointInTime, and as toSluiceError */
async function ask<T extends v.GenericSchema>(
  { openSearch }: Access,
  schema: T,
  { isNone, ...request }: Asked,
): Promise<v.InferOutput<T> | undefined> {
  const response = await openSearch.send(request);
  if (response.status === 200) return answerOf(response, schema, { limit: PIT_ANSWER_BYTES });
  const text = await readHead(response.body, PIT_ANSWER_BYTES);
  if (isNone?.(response.status, text)) return undefined;
  if (knowsNoPits(response.status, text)) throw new NoPointInTime();
  throw toSluiceError({ status: response.status, text, retryAfter: response.retryAfter });
}

/** An id tells all shards it holds, about 110 bytes each. */
const PIT_ANSWER_BYTES = 1024 * 1024;

/** Whether this is what a server says where all that it should close is closed. */
function isGone(status: number, text: string): boolean {
  return toSluiceError({ status, text }).code === 'snapshot_lost';
}

/**
 * Whether this is what servers say that do not know the call: OpenSearch 2.3 and Elasticsearch 8; OpenSearch 1.3 and
 * Elasticsearch 7, which take the opening for a document to be written, and miss its body; and all OpenSearch, which takes
 * Elasticsearch's closing for an index to be deleted, whose name is none.
 */
export function knowsNoPits(status: number, text: string): boolean {
  if (![400, 404, 405].includes(status)) return false;
  return /no handler found|Incorrect HTTP method|"reason":"(?:request body is required"|Invalid index name \[_pit\])/.test(
    text,
  );
}
