import { SluiceError } from '../../shared/errors.ts';
import type { Released } from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import type { SocketParts } from './requests.ts';
import { openPlace, type TicketPlace } from './ticket.ts';

/** Tickets that are opened before others get their turn: each takes a tenth of a millisecond. */
const AT_ONCE = 20;

/**
 * Answers `release`. A point in time that several tickets share is closed once all of them were released on this socket.
 * Tickets that are too old or forged hold nothing to release, and stop none of the others: `onFault` is told of each.
 * @throws opensearch_*
 */
export async function release(
  deps: SocketParts,
  access: Access,
  asked: { tickets: readonly string[]; signal: AbortSignal; onFault(): void },
): Promise<Released> {
  const { holding, turns } = deps;
  const tickets = await turns.tickets.run(access.user, asked.signal, () => openAll(deps, access, asked));
  return { released: await holding.release(holding.due(tickets), asked.signal) };
}

async function openAll(
  { sealer, clock }: SocketParts,
  access: Access,
  { tickets, signal, onFault }: { tickets: readonly string[]; signal: AbortSignal; onFault(): void },
): Promise<TicketPlace[]> {
  const opened: TicketPlace[] = [];
  for (let at = 0; at < tickets.length; at += AT_ONCE) {
    const group = tickets.slice(at, at + AT_ONCE).map((text) => openPlace(sealer, text, access));
    for (const settled of await Promise.allSettled(group)) {
      if (settled.status === 'fulfilled') opened.push(settled.value);
      else if (isFault(settled.reason)) onFault();
    }
    await new Promise<void>((resolve) => clock.after(0, resolve));
    signal.throwIfAborted();
  }
  return opened;
}

/** A ticket that was good, of an index that its user may not read any more, is none. */
function isFault(reason: unknown): boolean {
  return !(reason instanceof SluiceError) || reason.code !== 'forbidden';
}
