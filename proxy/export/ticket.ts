import * as v from 'valibot';
import type { Chunk } from '../../shared/chunk.ts';
import { SluiceError } from '../../shared/errors.ts';
import { foundNestedSchema } from '../../shared/nested.ts';
import { orderSchema } from '../../shared/order.ts';
import { digestSchema } from '../../shared/protocol.ts';
import { READERS } from '../../shared/request.ts';
import { searchSchema } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import type { Sealer } from '../auth/seal.ts';
import type { Asked } from '../query/clause.ts';
import { fixSchema } from '../search/dates.ts';
import type { Searches } from './searches.ts';

/**
 * How long a ticket can be used: a laptop that sleeps from Friday to Monday goes on with its export, and somebody whose
 * access was taken away keeps nothing (each use asks OpenSearch with the session of now).
 */
const TICKET_MS = 7 * 24 * 60 * 60 * 1000;
/** What the socket's messages take (`ticketSchema` in shared/protocol.ts). */
const TICKET_CHARS = 64 * 1024;

const contentSchema = v.object({
  user: v.string(),
  exportId: v.string(),
  /** What the snapshot is opened on: the index, or the user's expression, where an alias's filter may apply. */
  target: v.string(),
  index: v.string(),
  /** The index's own identity, where it is known: an index made anew under the name is another one. */
  uuid: v.optional(v.string()),
  shard: v.number(),
  pit: v.optional(v.string()),
  /** How many tickets share the point in time, and how many contexts it is for OpenSearch; one, if it is not said. */
  sharers: v.optional(v.number()),
  contexts: v.optional(v.number()),
  scrollId: v.optional(v.string()),
  /** The target has more shards than a snapshot may hold contexts: pages are read as the shard is now, up to `highest`. */
  live: v.optional(v.boolean()),
  /** All rows of the index may be asked for at once (`light.ts`). */
  light: v.exactOptional(v.literal(true)),
  /** Longer than a person may type it, where `now` was put as a time. */
  search: v.optional(
    v.strictObject({
      ...searchSchema.entries,
      q: v.optional(v.string(), ''),
      dql: v.optional(v.string()),
      dsl: v.optional(v.string()),
      placed: v.optional(foundNestedSchema),
      dates: v.optional(v.array(v.string())),
    }),
  ),
  /** In place of the search, where that is long: which one it is, and what fixes it. */
  apart: v.optional(v.object({ digest: digestSchema, fix: fixSchema })),
  highest: v.number(),
  /** Where the target is not the index: how it led there at the plan (`way.ts`), where that could be asked, and what was counted. */
  way: v.optional(v.string()),
  counted: v.optional(v.object({ rows: v.number(), sum: v.number(), writes: v.number() })),
  reader: v.picklist(READERS),
  /** What its rows are to be sorted by, once they are read. */
  order: v.exactOptional(orderSchema),
});

type Content = v.InferOutput<typeof contentSchema>;
/** What a ticket says, but for the search that it may hold the digest of only. */
export type TicketPlace = Omit<Content, 'search'>;
/** What a ticket says: where one shard's rows of one export are read. */
export type Ticket = TicketPlace & { search: Asked };

/** @throws too_large */
export async function sealTicket(sealer: Sealer, ticket: Ticket): Promise<string> {
  const { search, ...place } = ticket;
  const sealed = await sealer.seal(ticket.apart ? place : { ...place, search }, TICKET_MS);
  if (sealed.length <= TICKET_CHARS) return sealed;
  throw new SluiceError('too_large', 'The search is too long to export. Shorten it.');
}

/** `searches`: those that were sent on the socket. */
export type Opening = { sealer: Sealer; searches: Pick<Searches, 'meant'> };

/** @throws ticket_expired, ticket_invalid (also where its search was not sent on this socket), forbidden */
export async function openTicket({ sealer, searches }: Opening, text: string, access: Access): Promise<Ticket> {
  const content = await openPlace(sealer, text, access);
  const search = content.apart ? searches.meant(content.apart) : content.search;
  if (search) return { ...content, search };
  throw new SluiceError('ticket_invalid', 'This ticket holds no search. Start the export anew.');
}

/** As `openTicket`, where the search does not matter. @throws ticket_expired, ticket_invalid, forbidden */
export async function openPlace(sealer: Sealer, text: string, access: Access): Promise<Content> {
  const content = v.safeParse(contentSchema, await sealer.open(text));
  if (!content.success || content.output.user !== access.user) {
    throw new SluiceError('ticket_invalid', 'This ticket was made for somebody else. Start the export anew.');
  }
  assertAllowed(access, content.output.target);
  return content.output;
}

/** @throws bad_request when the chunk is not within the ticket's shard */
export function assertWithin(chunk: Chunk, ticket: Ticket): void {
  if (chunk.after < chunk.upTo && chunk.upTo <= ticket.highest) return;
  throw new SluiceError(
    'bad_request',
    `The chunk (${chunk.after}, ${chunk.upTo}] is not within (-1, ${ticket.highest}].`,
  );
}
