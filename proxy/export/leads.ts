import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { concreteIndices } from '../search/field-caps.ts';
import type { Ticket } from './ticket.ts';

/**
 * Whether the name that a ticket's snapshot is opened on still leads to its index: an alias may have been moved or removed.
 * It may come back, so asking again may help.
 * @throws index_moved, forbidden, opensearch_*
 */
export async function assertLeads(access: Access, { target, index }: Ticket, signal: AbortSignal): Promise<void> {
  if (target === index) return;
  const indices = await concreteIndices(access, target, signal).catch((error: unknown) => {
    if (error instanceof SluiceError && error.code === 'index_not_found') return [] as string[];
    throw error;
  });
  if (indices.includes(index)) return;
  throw new SluiceError(
    'index_moved',
    `“${target}” no longer leads to the index “${index}”, whose rows are not all in the file yet. Have it lead there again.`,
  );
}
