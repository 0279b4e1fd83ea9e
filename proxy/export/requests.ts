import { SluiceError } from '../../shared/errors.ts';
import type { Plan, PlannedShard, Recounted, Released, Reopened } from '../../shared/protocol.ts';
import type { Reader } from '../../shared/request.ts';
import type { Search } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import type { Sealer } from '../auth/seal.ts';
import type { Allowance } from '../edges/allowance.ts';
import type { AssertRoom } from '../edges/room.ts';
import type { Turns } from '../edges/turns.ts';
import type { Logger, Metrics } from '../ports.ts';
import { withNowFixed } from '../search/dates.ts';
import { assertSearchAllowed } from '../search/dsl.ts';
import type { Audit } from './audit.ts';
import { makePitReader, NoPointInTime } from './pit-reader.ts';
import { planShards } from './plan.ts';
import type { PageReader } from './reader.ts';
import { recountRows } from './recount.ts';
import { makeScrollReader } from './scroll-reader.ts';
import { openTicket, sealTicket, type Ticket } from './ticket.ts';

const PLAN_TRIES = 3;
/** Snapshots that a broken-off plan leaves are closed within this time, or end by their keep-alive. Milliseconds. */
const CLOSE_MS = 10_000;

export type ExportDeps = {
  sealer: Sealer;
  metrics: Metrics;
  logger: Logger;
  keepAlive: string;
  assertRoom: AssertRoom;
  /** How many plans each user may ask for. */
  plans: Allowance;
  /** Who may ask OpenSearch for a page next. */
  turns: Turns;
};
export type Readers = Record<Reader, PageReader>;

export function makeReaders(keepAlive: string): Readers {
  return { pit: makePitReader(keepAlive), scroll: makeScrollReader(keepAlive) };
}

type PlanAsked = { exportId: string; search: Search; reader?: Reader | undefined; signal: AbortSignal };

/** Answers `plan`: with scrolls where the cluster has no points in time. @throws as planShards, and busy, too_large */
export async function plan(deps: ExportDeps & { audit: Audit }, access: Access, asked: PlanAsked): Promise<Plan> {
  assertSearchAllowed(access, asked.search);
  const retryAfter = deps.plans.wait(access.user);
  if (retryAfter > 0)
    throw new SluiceError('rate_limited', 'Too many exports were begun. Wait a while.', { retryAfter });
  deps.plans.take(access.user);
  deps.assertRoom();
  try {
    return await planTried(deps, access, { ...asked, reader: asked.reader ?? 'pit' });
  } catch (error) {
    if (!(error instanceof NoPointInTime)) throw error;
    deps.logger.info({ exportId: asked.exportId }, 'no points in time on this cluster: reading with scrolls');
    return planTried(deps, access, { ...asked, reader: 'scroll' });
  }
}

/** Counts that do not fit may be a moment's, where much is written and deleted: planned anew, a few times. */
async function planTried(...asked: Parameters<typeof planWith>): Promise<Plan> {
  for (let tries = 1; ; tries++) {
    try {
      return await planWith(...asked);
    } catch (error) {
      const isUnexplained = error instanceof SluiceError && error.code === 'rows_unexplained';
      if (!isUnexplained || tries === PLAN_TRIES) throw error;
    }
  }
}

async function planWith(
  deps: ExportDeps & { audit: Audit },
  access: Access,
  asked: PlanAsked & { reader: Reader },
): Promise<Plan> {
  const { reader, exportId, search, signal } = asked;
  const opened: string[] = [];
  const onOpened = (pit: string) => {
    opened.push(pit);
    deps.metrics.add('snapshots_opened');
  };
  try {
    const fixed = await withNowFixed(access, search, { now: new Date(), signal });
    const request = { exportId, search: fixed, reader, keepAlive: deps.keepAlive, signal };
    const { tickets, unused } = await planShards(access, request, onOpened);
    const shards: PlannedShard[] = [];
    for (const { ticket, rows, writes } of tickets) {
      const { index, shard, highest, pit, live } = ticket;
      const opened = reader === 'scroll' || rows === 0 || pit !== undefined || live === true;
      shards.push({ ticket: await sealTicket(deps.sealer, ticket), index, shard, highest, rows, writes, opened });
    }
    signal.throwIfAborted();
    closeLater(deps, access, unused);
    deps.metrics.add('exports_planned');
    deps.logger.info({ exportId, reader, shards: shards.length, snapshots: opened.length }, 'export planned');
    const indices = [...new Set(shards.map(({ index }) => index))];
    const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
    deps.audit.planned({ user: access.user, exportId, search }, { indices, shards: shards.length, rows });
    return { reader, shards };
  } catch (error) {
    closeLater(deps, access, opened);
    throw error;
  }
}

/** Not bound to the socket: it may be gone, and the snapshots should be too. */
function closeLater(deps: ExportDeps, access: Access, pits: readonly string[]): void {
  if (pits.length === 0) return;
  const closing = makePitReader(deps.keepAlive).close(access, pits, AbortSignal.timeout(CLOSE_MS));
  closing.then(
    (closed) => deps.metrics.add('snapshots_released', closed),
    (error: unknown) => deps.logger.warn({ err: error, snapshots: pits.length }, 'snapshots left to their keep-alive'),
  );
}

/** Answers `reopen`. @throws ticket_expired, ticket_invalid, forbidden, index_not_found, opensearch_* */
export async function reopen(
  deps: ExportDeps & { readers: Readers; audit: Audit },
  access: Access,
  asked: { ticket: string; signal: AbortSignal },
): Promise<Reopened> {
  const ticket = await openTicket(deps.sealer, asked.ticket, access);
  deps.audit.used(ticket);
  const again = await deps.readers[ticket.reader].reopen(access, ticket, asked.signal);
  if (again.pit !== undefined && again.pit !== ticket.pit) deps.metrics.add('snapshots_opened');
  return { ticket: await sealTicket(deps.sealer, again) };
}

/** Answers `recount`. @throws ticket_expired, ticket_invalid, and as recountRows */
export async function recount(
  deps: ExportDeps & { audit: Audit },
  access: Access,
  asked: { tickets: readonly string[]; signal: AbortSignal },
): Promise<Recounted> {
  const tickets = await Promise.all(asked.tickets.map((text) => openTicket(deps.sealer, text, access)));
  for (const ticket of tickets) assertAllowed(access, ticket.search.index);
  return { rows: await recountRows(access, tickets, asked.signal) };
}

/**
 * Answers `release`. A point in time that several tickets share is closed once all of them were released on this socket:
 * `tally` counts. Tickets that are too old or forged hold nothing to release, and stop none of the others.
 * @throws opensearch_*
 */
export async function release(
  deps: ExportDeps & { readers: Readers; tally: Map<string, Set<string>> },
  access: Access,
  asked: { tickets: readonly string[]; signal: AbortSignal },
): Promise<Released> {
  let released = 0;
  const tickets = await openAll(deps.sealer, access, asked.tickets);
  for (const name of ['pit', 'scroll'] as const) {
    const reader = deps.readers[name];
    const ids = new Set(
      tickets.filter((ticket) => ticket.reader === name).flatMap((ticket) => due(reader, ticket, deps.tally)),
    );
    if (ids.size > 0) released += await reader.close(access, [...ids], asked.signal);
  }
  deps.metrics.add('snapshots_released', released);
  return { released };
}

async function openAll(sealer: Sealer, access: Access, texts: readonly string[]): Promise<Ticket[]> {
  const opened = await Promise.allSettled(texts.map((text) => openTicket(sealer, text, access)));
  return opened.flatMap((settled) => (settled.status === 'fulfilled' ? [settled.value] : []));
}

function due(reader: PageReader, ticket: Ticket, tally: Map<string, Set<string>>): string[] {
  const held = reader.held(ticket);
  if (!held) return [];
  if (held.sharers <= 1) return [held.id];
  const seen = tally.get(held.id) ?? new Set();
  tally.set(held.id, seen.add(ticket.index));
  if (seen.size < held.sharers) return [];
  tally.delete(held.id);
  return [held.id];
}
