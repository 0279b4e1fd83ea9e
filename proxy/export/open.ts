import { SluiceError } from '../../shared/errors.ts';
import type { Opened } from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import { locateInPit } from './pit-id.ts';
import type { SocketParts } from './requests.ts';
import { groupsOf } from './sources.ts';
import { openTicket, sealTicket, type Ticket } from './ticket.ts';

type Place = { ticket: Ticket; at: number };

/**
 * Answers `open`: snapshots of shards that the plan had no room for, of many indices in one request as the plan does. Only of
 * indices that their tickets reach by their own names, as far as there is room, and where each is the index of the plan. The others get none:
 * what is the matter with them `reopen` says, when their turn comes.
 * @throws ticket_expired, ticket_invalid, forbidden, bad_request, and the signal's reason
 */
export async function open(
  deps: SocketParts,
  access: Access,
  { tickets: texts, signal }: { tickets: readonly string[]; signal: AbortSignal },
): Promise<Opened> {
  const { sealer, turns, audit, holding } = deps;
  const tickets = await turns.tickets.run(access.user, signal, () =>
    Promise.all(texts.map((text) => openTicket(deps, text, access))),
  );
  const [first] = tickets;
  if (tickets.some(({ exportId }) => exportId !== first?.exportId)) {
    throw new SluiceError('bad_request', 'Tickets of one export are opened at a time.');
  }
  if (first) audit.used(first);
  const opened = tickets.map((): string | null => null);
  const again: Ticket[] = [];
  const places = tickets.flatMap((ticket, at) => (isClosed(ticket) ? [{ ticket, at }] : []));
  for (const shard of new Set(places.map(({ ticket }) => ticket.shard))) {
    const slice = new Map(places.filter(({ ticket }) => ticket.shard === shard).map((one) => [one.ticket.index, one]));
    for (const names of groupsOf([...slice.keys()])) {
      const group = names.flatMap((name) => slice.get(name) ?? []);
      for (const { ticket, at } of await openGroup(deps, access, { group, signal })) {
        again.push(ticket);
        opened[at] = await sealTicket(sealer, ticket);
      }
    }
  }
  if (signal.aborted) await holding.close(holding.due(again));
  return { tickets: opened };
}

/** A point in time that is not open, on the index itself. */
function isClosed({ reader, pit, live, target, index }: Ticket): boolean {
  return reader === 'pit' && pit === undefined && !live && target === index;
}

/** Opens as many of them as there is room for. @returns those that are open now */
async function openGroup(
  { holding, keepAlive, pits, logger }: SocketParts,
  access: Access,
  { group, signal }: { group: readonly Place[]; signal: AbortSignal },
): Promise<Place[]> {
  const [first] = group;
  if (!first) return [];
  const { exportId, shard } = first.ticket;
  let count = group.length;
  let room = await holding.takeForPlan(exportId, count);
  while (!room && count > 1) {
    count = Math.min(count - 1, holding.roomForPlan);
    room = count > 0 ? await holding.takeForPlan(exportId, count) : undefined;
  }
  if (!room) return [];
  const part = group.slice(0, count);
  const target = part.map(({ ticket }) => ticket.index).join(',');
  try {
    const isParted = part.length > 1;
    const snapshot = await pits.open(access, { target, shard, keepAlive, isParted }, room);
    if (!snapshot) return [];
    const { pit, parts } = snapshot;
    const own = isParted ? parts : new Map([[first.ticket.index, pit]]);
    const good = part.flatMap(({ ticket, at }) => {
      const mine = own?.get(ticket.index);
      const isSame =
        mine !== undefined && ticket.uuid !== undefined && locateInPit(mine, ticket.index)?.uuid === ticket.uuid;
      return isSame && !signal.aborted ? [{ ticket: { ...ticket, pit: mine, contexts: 1 }, at }] : [];
    });
    const kept = new Set(good.map(({ ticket }) => ticket.pit));
    const unused = [...(own?.values() ?? [pit])].filter((id) => !kept.has(id));
    if (unused.length > 0) await holding.close(unused.map((id) => ({ reader: 'pit', id })));
    return good;
  } catch (error) {
    // Each says by itself what is the matter.
    logger.debug({ err: error, exportId, shards: part.length }, 'snapshots not opened together');
    return [];
  }
}
