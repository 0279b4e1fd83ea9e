import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { answerOf, send } from '../opensearch/call.ts';

/** Some 100 bytes a copy of a shard. */
const ANSWER_BYTES = 16 * 1024 * 1024;
/** Of a digest; two ways that differ look alike once in 2^96. */
const DIGEST_BYTES = 12;

const answerSchema = v.object({
  indices: v.optional(v.record(v.string(), v.object({ filter: v.optional(v.unknown()) })), {}),
  shards: v.optional(v.array(v.array(v.object({ index: v.string(), shard: v.number() }))), []),
});

/** By index: what of it a name leads to, as a digest. */
export type Ways = ReadonlyMap<string, string>;

/**
 * How a name leads to each of its indices: the filter of an alias, as it was written (`now` in it is a word), and the
 * shards that its routing leaves. Undefined where the account may not ask for that: reading alone does not allow it.
 * @throws index_not_found, opensearch_*
 */
export async function waysOf(access: Access, target: string, signal: AbortSignal): Promise<Ways | undefined> {
  const response = await send(access.openSearch, {
    method: 'GET',
    path: `/${toPath(target)}/_search_shards`,
    query: { filter_path: 'indices.*.filter,shards.index,shards.shard' },
    gzip: true,
    signal,
  }).catch(unlessForbidden);
  if (!response) return undefined;
  const answer = await answerOf(response, answerSchema, { limit: ANSWER_BYTES });
  const shards = new Map<string, Set<number>>();
  for (const { index, shard } of answer.shards.flat()) shards.set(index, (shards.get(index) ?? new Set()).add(shard));
  const ways = await Promise.all(
    [...shards].map(async ([index, numbers]) => {
      const filter = answer.indices[index]?.filter ?? null;
      const way = JSON.stringify([sorted(filter), [...numbers].sort((a, b) => a - b)]);
      return [index, await digestOf(way)] as const;
    }),
  );
  return new Map(ways);
}

/** Whether two answers say the same of each of these indices. */
export function isSameWay(before: Ways, after: Ways, indices: readonly string[]): boolean {
  return indices.every((index) => before.get(index) === after.get(index));
}

/** The order of keys says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest).subarray(0, DIGEST_BYTES)));
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof SluiceError && error.code === 'forbidden') return;
  throw error;
}
