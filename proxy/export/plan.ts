import type { Reader } from '../../shared/request.ts';
import type { Access } from '../auth/accounts.ts';
import { bothOf, eachOf } from '../base/pool.ts';
import type { Asked } from '../query/clause.ts';
import { reachOf } from '../search/reach.ts';
import type { Opening } from './contexts.ts';
import { type Counts, countSlice, countWhole } from './counts.ts';
import { explained, type PlannedTicket, spansOf, unexplainedRows } from './explain.ts';
import { identitiesOf } from './index-identity.ts';
import { otherWay } from './leads.ts';
import { lightAmong } from './light.ts';
import { locateInPit } from './pit-id.ts';
import type { PointsInTime } from './pits.ts';
import type { PlanProgress } from './plan-progress.ts';
import { AT_ONCE, assertEachReadable, type Source, sourcesOf } from './sources.ts';
import type { Ticket } from './ticket.ts';
import { isSameWay, type Ways, waysOf } from './way.ts';

export type PlanRequest = {
  exportId: string;
  search: Asked;
  reader: Reader;
  keepAlive: string;
  pits: PointsInTime;
  /** Room for so many contexts; undefined where there is none. */
  take(contexts: number): Promise<Opening | undefined>;
  /** For how many there is room, once there was none for as many as were wished. */
  room(): number;
  progress: PlanProgress;
  signal: AbortSignal;
  limits?: Limits;
};
/** Is told of snapshots as they are opened, so that a plan that fails leaves none behind. */
export type OnOpened = (pits: readonly string[]) => void;

/** Open contexts that one plan may take, and those that one shared snapshot may hold. */
export type Limits = { contexts: number; shared: number };

/**
 * OpenSearch allows 300 points in time a node, for all its users. A shared snapshot's id grows with its shards, about
 * 110 bytes each, and stands in each of its tickets.
 */
const LIMITS: Limits = { contexts: 200, shared: 100 };
/** `index.number_of_shards` cannot be larger. */
const MAX_SHARDS = 1024;
/** Sources that are planned side by side. */
const SOURCES_AT_ONCE = 4;

type Planning = {
  access: Access;
  request: PlanRequest;
  onOpened: OnOpened;
  contexts: number;
  /** The uuids of the indices behind each target that was asked for them. */
  identities: Map<string, Promise<Map<string, string>>>;
  /** How the expression leads to the indices that only it reaches. */
  ways: Ways | undefined;
  planned: PlannedTicket[];
  unused: string[];
  /** Whether the snapshot of a group can be parted, as far as is known. */
  parts: boolean;
};
/** `unused`: snapshots that hold no row of the result, to be closed. */
export type Planned = { tickets: PlannedTicket[]; unused: string[] };

/**
 * All shards of a search's result with the count and the high-water mark of each, taken in the shard's own snapshot. With
 * the scroll reader, and where there is no room for more contexts, no snapshot is open yet: a ticket without `pit` gets its own
 * by `reopen`, or by its first page.
 * @throws NoPointInTime, index_not_found, index_moved, query_invalid, forbidden, rows_unexplained, opensearch_*
 */
export async function planShards(access: Access, request: PlanRequest, onOpened: OnOpened): Promise<Planned> {
  const { search, progress, signal } = request;
  const target = await reachOf(access, search.index, signal);
  const [before, sources] = await bothOf(
    () => countWhole(access, { search, target }, signal),
    async () => {
      await assertEachReadable(access, search.index, signal);
      return sourcesOf(access, search.index, { progress, signal });
    },
  );
  const through = sources.find(({ isDirect }) => !isDirect);
  const ways = through && (await waysOf(access, through.target, signal));
  const own = { contexts: 0, identities: new Map(), ways, planned: [], unused: [], parts: true };
  const planning: Planning = { access, request, onOpened, ...own };
  const looking = lightAmong(access, sources, signal);
  // What becomes of it is looked at once the rest is done.
  looking.catch(() => {});
  await eachOf(sources, SOURCES_AT_ONCE, async (source) => {
    await sweep(planning, source);
    progress.step(source.indices.length);
  });
  const light = await looking;
  const after = await countWhole(access, { search, target }, signal);
  if (through && ways) await assertSameWays(planning, through, ways);
  const tickets = planning.planned.sort((a, b) => compare(a.ticket, b.ticket));
  return { tickets: explained(tickets, spansOf(before, after), light), unused: planning.unused };
}

/** An alias that was changed while its snapshots were opened: some are of it as it was. @throws index_moved */
async function assertSameWays({ access, request }: Planning, source: Source, before: Ways): Promise<void> {
  const after = await waysOf(access, source.target, request.signal);
  const changed = after && source.indices.find((index) => !isSameWay(before, after, [index]));
  if (changed !== undefined) throw otherWay(source.target, changed);
}

function compare(a: Ticket, b: Ticket): number {
  if (a.index === b.index) return a.shard - b.shard;
  return a.index < b.index ? -1 : 1;
}

/**
 * Shard numbers from 0, as many as there are shards, and then on until all are found: indices with fewer shards drop out on
 * the way, and an alias with a routing leads to some numbers only, whichever they are.
 */
async function sweep(planning: Planning, source: Source): Promise<void> {
  const first = Array.from({ length: Math.min(source.shards, MAX_SHARDS) }, (_, shard) => shard);
  let found = 0;
  // One after the other where several indices share a number, and all may be found in the first.
  const atOnce = source.all === 1 ? AT_ONCE : 1;
  await eachOf(first, atOnce, async (shard) => {
    if (found >= source.shards) return;
    const more = await planSlice(planning, source, shard);
    found += more;
  });
  for (let shard = first.length; found < source.shards && shard < MAX_SHARDS; shard++) {
    found += await planSlice(planning, source, shard);
  }
  if (found < source.shards) throw unexplainedRows(source.indices[0] ?? source.target);
}

/** Opens and counts one shard number of a source. @returns how many shards it holds */
async function planSlice(planning: Planning, source: Source, shard: number): Promise<number> {
  const { request } = planning;
  if (request.reader === 'scroll') return planOpened(planning, { source, shard, opened: {} });
  const isGroup = source.isDirect && source.all > 1;
  if (isGroup && !planning.parts) return eachIndex(source, (single) => planSlice(planning, single, shard));
  const room = await roomFor(planning, source);
  if (!room) {
    // To open it later, once for each ticket, would take even more: what is shared is read without a snapshot then.
    return planOpened(planning, { source, shard, opened: source.isDirect ? {} : { live: true } });
  }
  const { opening, count } = room;
  const part = partOf(source, 0, count);
  const rest = partOf(source, count);
  const opened = await open(planning, { source: part, shard, opening });
  planning.contexts -= count - (opened?.contexts ?? 0);
  if (part.all > 1 && part.isDirect && opened?.pit !== undefined && !opened.parts) {
    // An id of another form: nothing in it can be read by itself, and no other is opened like it.
    planning.parts = false;
    planning.contexts -= opened.contexts ?? 0;
    planning.unused.push(opened.pit);
    return planSlice(planning, source, shard);
  }
  const found = opened ? await planOpened(planning, { source: part, shard, opened }) : 0;
  return found + (rest.all > 0 ? await planSlice(planning, rest, shard) : 0);
}

/** Each index of a group by itself. @returns how many shards they hold */
async function eachIndex(source: Source, plan: (single: Source) => Promise<number>): Promise<number> {
  let found = 0;
  await eachOf(source.indices, AT_ONCE, async (index) => {
    const held = await plan({ ...source, target: index, indices: [index], all: 1 });
    found += held;
  });
  return found;
}

/** Some of the indices that are reached by their own names; all of another source. */
function partOf(source: Source, from: number, to?: number): Source {
  if (!source.isDirect) return from === 0 ? source : { ...source, all: 0 };
  const indices = source.indices.slice(from, to);
  return { ...source, target: indices.join(','), indices, all: indices.length };
}

/** `parts`: the snapshots of single indices that the one that was opened comes to. */
type Opened = { pit?: string; contexts?: number; live?: boolean; parts?: ReadonlyMap<string, string> };

async function open(
  { access, request, onOpened }: Planning,
  { source, shard, opening }: { source: Source; shard: number; opening: Opening },
): Promise<Opened | undefined> {
  const { target, isDirect, all } = source;
  const isParted = isDirect && all > 1;
  const opened = await request.pits.open(access, { target, shard, keepAlive: request.keepAlive, isParted }, opening);
  if (!opened) return undefined;
  const { pit, contexts, parts } = opened;
  onOpened(parts ? [...parts.values()] : [pit]);
  request.signal.throwIfAborted();
  return { pit, contexts, ...(parts ? { parts } : {}) };
}

/** Room for as many contexts as the source has indices; of one that can be parted, for as many as there is. */
async function roomFor(planning: Planning, { all, isDirect }: Source) {
  const { limits = LIMITS, take, room } = planning.request;
  const most = Math.min(limits.contexts - planning.contexts, all > 1 ? limits.shared : 1);
  if (most < all && !isDirect) return undefined;
  for (let count = Math.min(most, all); count >= 1; count = isDirect ? Math.min(count - 1, room()) : 0) {
    planning.contexts += count;
    const opening = await take(count);
    if (opening) return { opening, count };
    planning.contexts -= count;
  }
  return undefined;
}

type Slicing = { source: Source; shard: number; opened: Opened };

/** Counts what was opened, or what is there now. @returns how many shards it holds */
async function planOpened(planning: Planning, slicing: Slicing): Promise<number> {
  const { access, request } = planning;
  const { source, shard, opened } = slicing;
  const slice = { target: source.target, shard, pit: opened.pit };
  const [counts, identities] = await bothOf(
    () => countSlice(access, { search: request.search, slice }, request.signal),
    async () => (opened.pit === undefined ? identitiesFor(planning, source.target) : undefined),
  );
  const isGroup = source.isDirect && source.all > 1;
  // Which of them have no shard of this number is not known: each says so itself.
  if (isGroup && opened.pit === undefined && counts.shards < source.all) {
    return eachIndex(source, (single) => planOpened(planning, { source: single, shard, opened }));
  }
  const tickets = source.indices.flatMap((index) => ticketOf(planning, { ...slicing, counts, identities, index }));
  const sharers = tickets.filter(({ rows }) => rows > 0).length;
  for (const planned of tickets) {
    const { ticket, rows } = planned;
    const pit = opened.parts?.get(ticket.index);
    if (rows === 0 && pit !== undefined) planning.unused.push(pit);
    const shared = { pit: opened.pit, sharers, contexts: opened.contexts };
    const held = opened.parts ? { pit } : shared;
    const open = rows > 0 && held.pit !== undefined ? held : {};
    const way = source.isDirect ? undefined : planning.ways?.get(ticket.index);
    const more = { ...open, ...(opened.live ? { live: true } : {}), ...(way === undefined ? {} : { way }) };
    planning.planned.push({ ...planned, ticket: { ...ticket, ...more } });
  }
  if (sharers === 0 && opened.pit !== undefined && !opened.parts) planning.unused.push(opened.pit);
  return counts.shards;
}

/** Where no snapshot tells which index it is on, OpenSearch is asked, once for each target. */
function identitiesFor(planning: Planning, target: string): Promise<Map<string, string>> {
  const { access, request, identities } = planning;
  const asked = identities.get(target) ?? identitiesOf(access, target, request.signal);
  identities.set(target, asked);
  return asked;
}

type Found = Slicing & { counts: Counts; identities: Map<string, string> | undefined; index: string };

function ticketOf({ request, access }: Planning, found: Found): PlannedTicket[] {
  const { source, shard, opened, counts, identities, index } = found;
  const pit = opened.parts ? opened.parts.get(index) : opened.pit;
  const located = pit === undefined ? undefined : locateInPit(pit, index);
  const { rows, highest, sum } = counts.byIndex.get(index) ?? { rows: 0, highest: -1, sum: 0 };
  // A shard without rows that may not exist is left out: indices behind one expression differ in their number of shards.
  if (rows === 0 && counts.shards < source.all && located?.shard !== shard) return [];
  const { exportId, search, reader } = request;
  const known = located?.uuid ?? identities?.get(index);
  const identity = known === undefined ? {} : { uuid: known };
  // By its own name where that is enough: it needs none of the others to be read.
  const target = source.isDirect ? index : source.target;
  const { user } = access;
  return [
    { rows, sum, writes: 0, ticket: { user, exportId, target, index, ...identity, shard, search, highest, reader } },
  ];
}
