import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { bothOf, eachOf } from '../base/pool.ts';
import { namesDirectly, partsOf, toPath } from '../expression/expression.ts';
import { concreteIndices } from '../search/field-caps.ts';
import { reachOf } from '../search/reach.ts';
import { countRows, MAX_INDICES, sizesOf } from './counts.ts';
import type { PlanProgress } from './plan-progress.ts';

/**
 * What snapshots are opened on: indices by their own names, as many as one request takes, or the user's expression for all
 * that are reached through an alias or data stream. `indices` are those to plan, `all` counts those the target has,
 * `shards` their shards.
 */
export type Source = {
  target: string;
  indices: readonly string[];
  all: number;
  shards: number;
  /** By their own names: nothing is between, and each is reached without the others. */
  isDirect: boolean;
};

/** Requests to OpenSearch at a time while planning. */
export const AT_ONCE = 8;
/** Indices that are opened and counted in one request, and characters of their names: OpenSearch takes 4 KiB of address. */
const GROUPED = 100;
const GROUPED_CHARS = 3000;

/** What planning has with it. */
export type Asked = { progress: PlanProgress; signal: AbortSignal };

/**
 * Parts an expression's indices into those that can be opened by their own names, in groups, and those that only the
 * expression may reach: an alias can carry a filter, and a user may be allowed the alias alone.
 * @throws index_not_found, forbidden, bad_request, too_many_shards, opensearch_*
 */
export async function sourcesOf(access: Access, named: string, asked: Asked): Promise<Source[]> {
  const { progress, signal } = asked;
  const expression = await reachOf(access, named, signal);
  const indices = await concreteIndices(access, expression, signal);
  if (indices.length > MAX_INDICES) {
    throw new SluiceError('too_many_shards', `This names ${indices.length} indices; name no more than ${MAX_INDICES}.`);
  }
  progress.begin(indices.length);
  const direct = indices.filter((index) => namesDirectly(expression, index));
  progress.step(indices.length - direct.length);
  const [sized, shown] = await bothOf(
    () => sizedIn(access, direct, asked),
    () => shownOf(access, { expression, indices, own: new Set(direct) }, signal),
  );
  const own = new Map(sized.flatMap(({ rows }) => [...rows]));
  // One that may not be read by its own name was counted with the others.
  const rows = own.size === direct.length ? shown : await shownOf(access, { expression, indices, own }, signal);
  const filtered = new Set(await filteredAmong(access, { expression, own, shown: rows }, signal));
  const kept = await Promise.all(sized.map((group) => withoutThese(access, { group, filtered, signal })));
  const through = indices.filter((index) => !own.has(index) || filtered.has(index));
  const sources = kept.flat().map(({ rows, shards }): Source => {
    const names = [...rows.keys()];
    return { target: names.join(','), indices: names, all: names.length, shards, isDirect: true };
  });
  if (through.length === 0) return sources;
  const { shards } = await countRows(access, { target: expression }, signal);
  return [...sources, { target: expression, indices: through, all: indices.length, shards, isDirect: false }];
}

/** Indices, with the rows of each, and their shards together. */
type Group = { rows: ReadonlyMap<string, number>; shards: number };

/** Groups of these indices; one that may not be read by its own name is in none. @throws opensearch_* */
async function sizedIn(access: Access, indices: readonly string[], { progress, signal }: Asked): Promise<Group[]> {
  const groups: Group[] = [];
  await eachOf(groupsOf(indices), AT_ONCE, async (group) => {
    groups.push(...(await sizeOf(access, group, signal)));
    progress.step(group.length);
  });
  return groups;
}

/** Where a group cannot be counted as one, each of its indices says by itself what is the matter with it. */
async function sizeOf(access: Access, group: readonly string[], signal: AbortSignal): Promise<Group[]> {
  if (group.length > 1) {
    const sizes = await sizesOf(access, group.join(','), signal).catch(unlessRefused);
    // A cluster may leave out what may not be read, without a word: then there are fewer shards than indices.
    if (sizes && sizes.shards >= group.length) {
      return [{ shards: sizes.shards, rows: new Map(group.map((index) => [index, sizes.rows.get(index) ?? 0])) }];
    }
  }
  const groups: Group[] = [];
  await eachOf(group, AT_ONCE, async (index) => {
    const size = await countRows(access, { target: index }, signal).catch(unlessForbidden);
    if (size) groups.push({ rows: new Map([[index, size.rows]]), shards: size.shards });
  });
  return groups;
}

/** A group without those of its indices that something is between; what is left of it is counted anew. */
async function withoutThese(
  access: Access,
  { group, filtered, signal }: { group: Group; filtered: ReadonlySet<string>; signal: AbortSignal },
): Promise<Group[]> {
  const left = [...group.rows.keys()].filter((index) => !filtered.has(index));
  if (left.length === group.rows.size) return [group];
  return left.length === 0 ? [] : sizeOf(access, left, signal);
}

/** Parted into as many as are named in one request. */
export function groupsOf(indices: readonly string[]): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const index of indices) {
    const chars = toPath(index).length + 3;
    if (chars > room || (groups.at(-1)?.length ?? 0) >= GROUPED) {
      groups.push([]);
      room = GROUPED_CHARS;
    }
    groups.at(-1)?.push(index);
    room -= chars;
  }
  return groups;
}

type Parted = { expression: string; indices: readonly string[]; own: { has(index: string): boolean } };

/** Rows that the expression shows of those of its `own` indices that it does not name; undefined where it names all. @throws opensearch_* */
async function shownOf(
  access: Access,
  { expression, indices, own }: Parted,
  signal: AbortSignal,
): Promise<number | undefined> {
  const exact = namedIn(expression);
  const without = indices.filter((index) => exact.has(index) || !own.has(index));
  if (without.length === indices.length) return undefined;
  return (await countRows(access, { target: expression, without }, signal)).rows;
}

function namedIn(expression: string): ReadonlySet<string> {
  return new Set(partsOf(expression).map((part) => part.text));
}

type Shown = { expression: string; own: ReadonlyMap<string, number>; shown: number | undefined };

/**
 * A hidden index is not matched by a pattern, and yet the pattern may reach it through an alias whose filter then applies
 * (seen in OpenSearch 3.8). Whether an index is hidden needs more permission than reading, so the rows are compared:
 * where the expression shows fewer than the index has, something is between.
 */
async function filteredAmong(access: Access, of: Shown, signal: AbortSignal): Promise<string[]> {
  const { expression, own, shown } = of;
  const exact = namedIn(expression);
  const doubtful = [...own].filter(([index]) => !exact.has(index));
  if (shown === undefined || shown === doubtful.reduce((sum, [, rows]) => sum + rows, 0)) return [];
  const { rows: each } = await sizesOf(access, expression, signal);
  return doubtful.filter(([index, rows]) => (each.get(index) ?? 0) !== rows).map(([index]) => index);
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

/** What asking again would not help with: one of the group, as a rule. */
function unlessRefused(error: unknown): undefined {
  if (error instanceof SluiceError && !error.retryable) return;
  throw error;
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof SluiceError && error.code === 'forbidden') return;
  throw error;
}
