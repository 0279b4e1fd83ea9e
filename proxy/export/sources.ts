import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { eachOf } from '../base/pool.ts';
import { namesDirectly, partsOf } from '../expression/expression.ts';
import { concreteIndices } from '../search/field-caps.ts';
import { reachOf } from '../search/reach.ts';
import { countRows, MAX_INDICES, rowsByIndex } from './counts.ts';

/**
 * What snapshots are opened on: one index that the user named, or the user's expression for all that are reached through
 * an alias or data stream. `indices` are those to plan, `all` counts those the target has, `shards` their shards.
 */
export type Source = { target: string; indices: readonly string[]; all: number; shards: number };

/** Requests to OpenSearch at a time while planning. */
export const AT_ONCE = 8;

/**
 * Parts an expression's indices into those that can be opened one by one and those that only the expression may reach:
 * an alias can carry a filter, and a user may be allowed the alias alone.
 * @throws index_not_found, forbidden, bad_request, too_many_shards, opensearch_*
 */
export async function sourcesOf(access: Access, named: string, signal: AbortSignal): Promise<Source[]> {
  const expression = await reachOf(access, named, signal);
  const indices = await concreteIndices(access, expression, signal);
  if (indices.length > MAX_INDICES) {
    throw new SluiceError('too_many_shards', `This names ${indices.length} indices; name no more than ${MAX_INDICES}.`);
  }
  const own = new Map<string, { shards: number; rows: number }>();
  const direct = indices.filter((index) => namesDirectly(expression, index));
  await eachOf(direct, AT_ONCE, async (index) => {
    const size = await countRows(access, { target: index }, signal).catch(unlessForbidden);
    if (size) own.set(index, size);
  });
  for (const index of await filteredAmong(access, { expression, indices, own }, signal)) own.delete(index);
  const through = indices.filter((index) => !own.has(index));
  const sources = [...own].map(([index, { shards }]): Source => ({ target: index, indices: [index], all: 1, shards }));
  if (through.length === 0) return sources;
  const { shards } = await countRows(access, { target: expression }, signal);
  return [...sources, { target: expression, indices: through, all: indices.length, shards }];
}

type Parted = { expression: string; indices: readonly string[]; own: Map<string, { rows: number }> };

/**
 * A hidden index is not matched by a pattern, and yet the pattern may reach it through an alias whose filter then applies
 * (seen in OpenSearch 3.8). Whether an index is hidden needs more permission than reading, so the rows are compared:
 * where the expression shows fewer than the index has, something is between.
 */
async function filteredAmong(access: Access, parted: Parted, signal: AbortSignal): Promise<string[]> {
  const { expression, indices, own } = parted;
  const exact = new Set(partsOf(expression).map((part) => part.text));
  const doubtful = [...own].filter(([index]) => !exact.has(index));
  if (doubtful.length === 0) return [];
  const others = indices.filter((index) => exact.has(index) || !own.has(index));
  const seen = await countRows(access, { target: expression, without: others }, signal);
  if (seen.rows === doubtful.reduce((sum, [, { rows }]) => sum + rows, 0)) return [];
  const rows = await rowsByIndex(access, expression, signal);
  return doubtful.filter(([index, size]) => rows.get(index) !== size.rows).map(([index]) => index);
}

/**
 * Asks for each name that is no pattern by itself: a cluster may leave out of a list what the account may not read, without
 * a word (`do_not_fail_on_forbidden`).
 * @throws forbidden, index_not_found, opensearch_*
 */
export async function assertEachReadable(access: Access, expression: string, signal: AbortSignal): Promise<void> {
  const parts = partsOf(expression);
  const exact = parts.filter(({ text, excluded }) => !excluded && !/[*]/.test(text) && text !== '_all');
  // A name that is taken out again need not be readable.
  if (parts.length < 2 || parts.some(({ excluded }) => excluded)) return;
  await eachOf(exact, AT_ONCE, async ({ text }) => {
    const { shards } = await countRows(access, { target: text }, signal);
    if (shards > 0) return;
    throw new SluiceError('forbidden', `Your account may not read “${text}”. Leave it out, or ask for access.`);
  });
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof SluiceError && error.code === 'forbidden') return;
  throw error;
}
