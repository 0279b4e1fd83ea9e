import { MAX_CLIENT_FRAME_BYTES } from '../../../shared/limits.ts';

/** Tickets in groups that fit a frame and a request, of `most` each: one that names many indices is long. */
export function ticketBatches(tickets: readonly string[], most: number): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const ticket of tickets) {
    if (ticket.length > room || (groups.at(-1)?.length ?? 0) >= most) {
      groups.push([]);
      room = MAX_CLIENT_FRAME_BYTES / 2;
    }
    groups.at(-1)?.push(ticket);
    room -= ticket.length;
  }
  return groups;
}
