import { SluiceError } from '../../shared/errors.ts';
import { MAX_PLAN_CHARS, MAX_TICKET_SEARCH_CHARS } from '../../shared/limits.ts';
import type { Order } from '../../shared/order.ts';
import type { Held, Plan, PlannedShard, Recounted, Reopened } from '../../shared/protocol.ts';
import type { Reader } from '../../shared/request.ts';
import type { Search } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import type { Sealer } from '../auth/seal.ts';
import type { Clock, Logger, Metrics } from '../base/ports.ts';
import type { Allowance } from '../edges/allowance.ts';
import type { AssertRoom } from '../edges/room.ts';
import type { Turns } from '../edges/turns.ts';
import { assertSearchAllowed } from '../search/allowed.ts';
import { fixed, fixNow } from '../search/dates.ts';
import { namingRefused } from '../search/refused.ts';
import type { Audit } from './audit.ts';
import { assertSortable } from './by-order.ts';
import type { Contexts } from './contexts.ts';
import type { Holding } from './holding.ts';
import type { PageWeights } from './page-weights.ts';
import { NoPointInTime } from './pit-calls.ts';
import type { PointsInTime } from './pits.ts';
import { type Planned, planShards } from './plan.ts';
import type { PlanProgress } from './plan-progress.ts';
import type { Readers } from './readers.ts';
import { recountRows } from './recount.ts';
import type { Searches, SearchRoom } from './searches.ts';
import { openTicket, sealTicket, type Ticket } from './ticket.ts';

const PLAN_TRIES = 3;

/** What all sockets of a process share. */
export type ExportDeps = {
  sealer: Sealer;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
  keepAlive: string;
  searchRoom: SearchRoom;
  /** Whether a client may ask for scrolls where there are points in time. */
  scrollOnRequest: boolean;
  assertRoom: AssertRoom;
  /** How many plans each user may ask for. */
  plans: Allowance;
  contexts: Contexts;
  pits: PointsInTime;
  turns: ExportTurns;
  weights: PageWeights;
};

/** Whose turn it is: sockets wait for OpenSearch, users for what takes memory or time of this process. */
export type ExportTurns = {
  /** Pages that OpenSearch works on. */
  pages: Turns;
  /** Pages on their way to a client: each may hold a window of memory. */
  windows: Turns;
  plans: Turns;
  /** Lists of tickets that are opened. */
  tickets: Turns;
};

/** And what each socket has of its own. */
export type SocketParts = ExportDeps & { readers: Readers; audit: Audit; holding: Holding; searches: Searches };

type PlanAsked = {
  exportId: string;
  /** The search, or the digest of one that was sent before: one of the two. */
  search: Search | undefined;
  digest: string | undefined;
  reader?: Reader | undefined;
  order?: Order | undefined;
  progress: PlanProgress;
  signal: AbortSignal;
};
type Planning = {
  exportId: string;
  search: Search;
  reader: Reader;
  order?: Order | undefined;
  progress: PlanProgress;
  signal: AbortSignal;
};

/** Answers `plan`: with scrolls where the cluster has no points in time. @throws as planShards, and busy, rate_limited, too_large */
export async function plan(deps: SocketParts, access: Access, asked: PlanAsked): Promise<Plan> {
  const search = searchOf(deps, asked);
  assertSearchAllowed(access, search);
  const retryAfter = deps.plans.wait(access.user);
  if (retryAfter > 0)
    throw new SluiceError('rate_limited', 'Too many exports were begun. Wait a while.', { retryAfter });
  deps.plans.take(access.user);
  deps.assertRoom();
  const wanted = deps.scrollOnRequest ? (asked.reader ?? 'pit') : 'pit';
  const reader = deps.pits.areNone ? 'scroll' : wanted;
  return deps.turns.plans.run(access.user, asked.signal, async () => {
    try {
      return await planTried(deps, access, { ...asked, search, reader });
    } catch (error) {
      if (!(error instanceof NoPointInTime)) throw error;
      deps.logger.info({ exportId: asked.exportId }, 'no points in time on this cluster: reading with scrolls');
      return planTried(deps, access, { ...asked, search, reader: 'scroll' });
    }
  });
}

/** @throws bad_request */
function searchOf({ searches }: SocketParts, { search, digest }: PlanAsked): Search {
  if (search && digest === undefined) return search;
  if (!search && digest !== undefined) return searches.get(digest);
  throw new SluiceError('bad_request', 'A plan takes a search, or the digest of one.');
}

/** Counts that do not fit may be a moment's, where much is written and deleted, and so may an alias be: planned anew, a few times. */
async function planTried(...asked: Parameters<typeof planWith>): Promise<Plan> {
  for (let tries = 1; ; tries++) {
    try {
      return await planWith(...asked);
    } catch (error) {
      const passes = error instanceof SluiceError && ['rows_unexplained', 'index_moved'].includes(error.code);
      if (!passes || tries === PLAN_TRIES) throw error;
    }
  }
}

async function planWith(deps: SocketParts, access: Access, asked: Planning): Promise<Plan> {
  const { reader, exportId, search, order, progress, signal } = asked;
  const { holding, keepAlive, pits } = deps;
  const opened: string[] = [];
  const onOpened = (pits: readonly string[]) => void opened.push(...pits);
  const close = (pits: readonly string[]) => void holding.close(pits.map((id) => ({ reader: 'pit', id })));
  try {
    const fix = await fixNow(access, search, { now: new Date(), signal });
    const meant = fixed(search, fix);
    const isLong = JSON.stringify(meant).length > MAX_TICKET_SEARCH_CHARS;
    const apart = isLong ? { digest: await deps.searches.keep(search), fix } : undefined;
    const take = (contexts: number) => holding.takeForPlan(exportId, contexts);
    const room = () => holding.roomForPlan;
    const request = { exportId, search: meant, reader, keepAlive, pits, take, room, progress, signal };
    const planned = await namingRefused(access, { expression: meant.index, signal }, () =>
      planShards(access, request, onOpened),
    );
    // Of what was planned: an index that came in before has its say, as its values would be cast to the order's type without a word.
    if (order) await assertSortable(access, { index: meant.index, order }, signal);
    const shards = await sealAll(deps.sealer, planned, { reader, apart, order });
    signal.throwIfAborted();
    close(planned.unused);
    deps.metrics.add('exports_planned');
    deps.logger.info({ exportId, reader, shards: shards.length, snapshots: opened.length }, 'export planned');
    const indices = [...new Set(shards.map(({ index }) => index))];
    const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
    deps.audit.planned({ user: access.user, exportId, search }, { indices, shards: shards.length, rows });
    return { reader, shards, ...(apart ? { apart: true } : {}) };
  } catch (error) {
    close(opened);
    throw error;
  }
}

/** @throws too_large */
async function sealAll(
  sealer: Sealer,
  { tickets }: Planned,
  { reader, apart, order }: { reader: Reader; apart: Ticket['apart']; order: Order | undefined },
): Promise<PlannedShard[]> {
  const shards: PlannedShard[] = [];
  let chars = 0;
  for (const { ticket, rows, sum, writes } of tickets) {
    const { index, uuid, shard, highest, pit, live, light } = ticket;
    const sealed = await sealTicket(sealer, { ...ticket, ...(apart ? { apart } : {}), ...(order ? { order } : {}) });
    chars += sealed.length;
    if (chars > MAX_PLAN_CHARS)
      throw new SluiceError(
        'too_large',
        'The search is too long for so many shards. Shorten it, or name fewer indices.',
      );
    const opened = reader === 'scroll' || rows === 0 || pit !== undefined || live === true;
    const known = uuid === undefined ? {} : { uuid };
    const weight = light ? { light } : {};
    shards.push({ ticket: sealed, index, ...known, shard, highest, rows, sum, writes, opened, ...weight });
  }
  return shards;
}

/** Answers the last part of a `search`. @throws bad_request, busy, and the signal's reason */
export async function hold(
  { assertRoom, searches, turns }: SocketParts,
  access: Access,
  { text, signal }: { text: string; signal: AbortSignal },
): Promise<Held> {
  assertRoom();
  return turns.tickets.run(access.user, signal, async () => ({ digest: await searches.take(text) }));
}

/** Answers `reopen`. @throws busy, ticket_expired, ticket_invalid, forbidden, index_*, opensearch_* */
export async function reopen(
  deps: SocketParts,
  access: Access,
  asked: { ticket: string; signal: AbortSignal },
): Promise<Reopened> {
  const { holding, readers, sealer, audit } = deps;
  const ticket = await openTicket(deps, asked.ticket, access);
  audit.used(ticket);
  // It may be open still, when it was the way to it that broke.
  await holding.close(holding.due([ticket]));
  asked.signal.throwIfAborted();
  const again = await readers[ticket.reader].reopen(access, ticket, { holding, signal: asked.signal });
  const sealed = await sealTicket(sealer, again);
  if (asked.signal.aborted) void holding.close(holding.due([again]));
  return { ticket: sealed };
}

/** Answers `recount`. @throws ticket_expired, ticket_invalid, and as recountRows */
export async function recount(
  deps: SocketParts,
  access: Access,
  { tickets: texts, signal }: { tickets: readonly string[]; signal: AbortSignal },
): Promise<Recounted> {
  const { turns } = deps;
  const tickets = await turns.tickets.run(access.user, signal, () =>
    Promise.all(texts.map((text) => openTicket(deps, text, access))),
  );
  for (const ticket of tickets) assertAllowed(access, ticket.search.index);
  const counted = await turns.plans.run(access.user, signal, () => recountRows(access, tickets, signal));
  return { rows: counted.map(({ rows }) => rows) };
}
