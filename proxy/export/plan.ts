import type { Reader } from '../../shared/request.ts';
import type { Access } from '../auth/accounts.ts';
import { eachOf } from '../base/pool.ts';
import type { Asked } from '../query/clause.ts';
import { reachOf } from '../search/reach.ts';
import type { Opening } from './contexts.ts';
import { type Counts, countSlice, countWhole, type Slice } from './counts.ts';
import { type Span, spansOf, unexplained, unexplainedRows } from './explain.ts';
import { identitiesOf } from './index-identity.ts';
import { otherWay } from './leads.ts';
import { locateInPit } from './pit-id.ts';
import { openPit } from './pit-reader.ts';
import { AT_ONCE, assertEachReadable, type Source, sourcesOf } from './sources.ts';
import type { Ticket } from './ticket.ts';
import { isSameWay, type Ways, waysOf } from './way.ts';

export type PlanRequest = {
  exportId: string;
  search: Asked;
  reader: Reader;
  keepAlive: string;
  /** Room for so many contexts; undefined where there is none. */
  take(contexts: number): Promise<Opening | undefined>;
  signal: AbortSignal;
  limits?: Limits;
};
/** Is told of each snapshot as it is opened, so that a plan that fails leaves none behind. */
export type OnOpened = (pit: string) => void;

/** Open contexts that one plan may take, and those that one shared snapshot may hold. */
export type Limits = { contexts: number; shared: number };

/**
 * OpenSearch allows 300 points in time a node, for all its users. A shared snapshot's id grows with its shards, about
 * 110 bytes each, and stands in each of its tickets.
 */
const LIMITS: Limits = { contexts: 200, shared: 100 };
/** `index.number_of_shards` cannot be larger. */
const MAX_SHARDS = 1024;

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
};
/** `sum`: of the rows' sequence numbers. `writes`: how many its index gave out, at least, while it was planned. */
type PlannedTicket = { ticket: Ticket; rows: number; sum: number; writes: number };
/** `unused`: snapshots that hold no row of the result, to be closed. */
export type Planned = { tickets: PlannedTicket[]; unused: string[] };

/**
 * All shards of a search's result with the count and the high-water mark of each, taken in the shard's own snapshot. With
 * the scroll reader, and where there is no room for more contexts, no snapshot is open yet: a ticket without `pit` gets its own
 * by `reopen`, or by its first page.
 * @throws NoPointInTime, index_not_found, index_moved, query_invalid, forbidden, rows_unexplained, opensearch_*
 */
export async function planShards(access: Access, request: PlanRequest, onOpened: OnOpened): Promise<Planned> {
  const { search, signal } = request;
  const target = await reachOf(access, search.index, signal);
  const before = await countWhole(access, { search, target }, signal);
  await assertEachReadable(access, search.index, signal);
  const sources = await sourcesOf(access, search.index, signal);
  const through = sources.find((source) => !isDirect(source));
  const ways = through && (await waysOf(access, through.target, signal));
  const own = { contexts: 0, identities: new Map(), ways, planned: [], unused: [] };
  const planning: Planning = { access, request, onOpened, ...own };
  for (const source of sources) await sweep(planning, source);
  const after = await countWhole(access, { search, target }, signal);
  if (through && ways) await assertSameWays(planning, through, ways);
  const tickets = planning.planned.sort((a, b) => compare(a.ticket, b.ticket));
  return { tickets: explained(tickets, spansOf(before, after)), unused: planning.unused };
}

/** Never the plan alone: what it found must be what two counts of the whole say. @throws rows_unexplained */
function explained(tickets: readonly PlannedTicket[], spans: ReadonlyMap<string, Span>): PlannedTicket[] {
  const planned = new Map<string, number>();
  for (const { ticket, rows } of tickets) planned.set(ticket.index, (planned.get(ticket.index) ?? 0) + rows);
  const index = unexplained(planned, spans);
  if (index !== undefined) throw unexplainedRows(index);
  return tickets.map(({ ticket, rows, sum }) => {
    const writes = spans.get(ticket.index)?.writes ?? 0;
    const counted = ticket.target === ticket.index ? {} : { counted: { rows, sum, writes } };
    return { ticket: { ...ticket, ...counted }, rows, sum, writes };
  });
}

/** The index by its own name: nothing is between. */
function isDirect({ target, indices }: Source): boolean {
  return indices.length === 1 && indices[0] === target;
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
  const { access, request } = planning;
  const opened = await openSlice(planning, source, shard);
  if (!opened) return 0;
  const slice = { target: source.target, shard, pit: opened.pit };
  const counts = await countSlice(access, { search: request.search, slice }, request.signal);
  const identities = opened.pit === undefined ? await identitiesFor(planning, source.target) : undefined;
  const tickets = source.indices.flatMap((index) =>
    ticketOf({ request, source, slice, counts, index, user: access.user, uuid: identities?.get(index) }),
  );
  const sharers = tickets.filter(({ rows }) => rows > 0).length;
  for (const { ticket, rows, sum } of tickets) {
    const open = rows > 0 && opened.pit !== undefined ? { pit: opened.pit, sharers, contexts: opened.contexts } : {};
    const way = planning.ways?.get(ticket.index);
    const more = {
      ...open,
      ...(opened.live ? { live: true } : {}),
      ...(isDirect(source) || way === undefined ? {} : { way }),
    };
    planning.planned.push({ rows, sum, writes: 0, ticket: { ...ticket, ...more } });
  }
  if (sharers === 0 && opened.pit !== undefined) planning.unused.push(opened.pit);
  return counts.shards;
}

/** Where no snapshot tells which index it is on, OpenSearch is asked, once for each target. */
function identitiesFor(planning: Planning, target: string): Promise<Map<string, string>> {
  const { access, request, identities } = planning;
  const asked = identities.get(target) ?? identitiesOf(access, target, request.signal);
  identities.set(target, asked);
  return asked;
}

type Opened = { pit?: string; contexts?: number; live?: boolean };

async function openSlice(planning: Planning, source: Source, shard: number): Promise<Opened | undefined> {
  const { access, request, onOpened } = planning;
  if (request.reader === 'scroll') return {};
  const opening = await roomFor(planning, source);
  // To open it later, once for each ticket, would take even more: what is shared is read without a snapshot then.
  if (!opening) return source.all > 1 ? { live: true } : {};
  const opened = await openPit(access, { target: source.target, shard, keepAlive: request.keepAlive }, opening);
  if (!opened) return undefined;
  onOpened(opened.pit);
  request.signal.throwIfAborted();
  return { pit: opened.pit, contexts: opened.contexts };
}

async function roomFor(planning: Planning, { all }: Source): Promise<Opening | undefined> {
  const { limits = LIMITS, take } = planning.request;
  if (planning.contexts + all > limits.contexts || (all > 1 && all > limits.shared)) return undefined;
  planning.contexts += all;
  const opening = await take(all);
  if (!opening) planning.contexts -= all;
  return opening;
}

type Found = {
  request: PlanRequest;
  source: Source;
  slice: Slice;
  counts: Counts;
  index: string;
  user: string;
  uuid: string | undefined;
};

function ticketOf({ request, source, slice, counts, index, user, uuid }: Found): PlannedTicket[] {
  const { pit, shard, target } = slice;
  const located = pit === undefined ? undefined : locateInPit(pit, index);
  const { rows, highest, sum } = counts.byIndex.get(index) ?? { rows: 0, highest: -1, sum: 0 };
  // A shard without rows that may not exist is left out: indices behind one expression differ in their number of shards.
  if (rows === 0 && counts.shards < source.all && located?.shard !== shard) return [];
  const { exportId, search, reader } = request;
  const known = located?.uuid ?? uuid;
  const identity = known === undefined ? {} : { uuid: known };
  return [
    { rows, sum, writes: 0, ticket: { user, exportId, target, index, ...identity, shard, search, highest, reader } },
  ];
}
