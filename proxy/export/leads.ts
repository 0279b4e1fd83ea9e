import { SluiceError } from '../../shared/errors.ts';
import { isSameSum } from '../../shared/same-sum.ts';
import type { Access } from '../auth/accounts.ts';
import { concreteIndices } from '../search/field-caps.ts';
import { recountRows } from './recount.ts';
import type { Ticket } from './ticket.ts';
import { waysOf } from './way.ts';

/**
 * Whether the name that a ticket's snapshot is opened on still leads to its index, and to the same rows of it: an alias may
 * have been moved or removed, or its filter or routing changed. It may come back, so asking again may help.
 * @throws index_moved, forbidden, opensearch_*
 */
export async function assertLeads(access: Access, ticket: Ticket, signal: AbortSignal): Promise<void> {
  const { target, index } = ticket;
  if (target === index) return;
  const indices = await concreteIndices(access, target, signal).catch((error: unknown) => {
    if (error instanceof SluiceError && error.code === 'index_not_found') return [] as string[];
    throw error;
  });
  if (!indices.includes(index)) throw leadsElsewhere(target, index);
  const ways = ticket.way === undefined ? undefined : await waysOf(access, target, signal);
  if (ways ? ways.get(index) !== ticket.way : await showsOthers(access, ticket, signal)) throw otherWay(target, index);
}

/**
 * Where nobody tells the filter, the rows do: under the mark none can come that was not counted, but for writes that were
 * under way then. Fewer may be rows that were changed or deleted; the verdict counts those.
 */
async function showsOthers(access: Access, ticket: Ticket, signal: AbortSignal): Promise<boolean> {
  const { counted } = ticket;
  const [now] = counted ? await recountRows(access, [ticket], signal) : [];
  if (!counted || !now) return false;
  if (now.rows === counted.rows && counted.writes === 0) return !isSameSum(now.sum, counted.sum);
  return now.rows > counted.rows + counted.writes;
}

function leadsElsewhere(target: string, index: string): SluiceError {
  return new SluiceError(
    'index_moved',
    `“${target}” no longer leads to the index “${index}”, whose rows are not all in the file yet. Have it lead there again.`,
  );
}

export function otherWay(target: string, index: string): SluiceError {
  return new SluiceError(
    'index_moved',
    `“${target}” leads to other rows of the index “${index}” than when the export began: the alias’s filter or routing was ` +
      'changed. Have it as it was, or start the export anew.',
  );
}
