import * as v from 'valibot';
import type { Chunk } from '../../shared/chunk.ts';
import { SluiceError } from '../../shared/errors.ts';
import { READERS } from '../../shared/request.ts';
import { searchSchema } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import type { Sealer } from '../auth/seal.ts';

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
  /** Longer than a person may type it, where `now` was put as a time. */
  search: v.object({ ...searchSchema.entries, q: v.optional(v.string(), ''), dsl: v.optional(v.string()) }),
  highest: v.number(),
  /** Where the target is not the index: how it led there at the plan (`way.ts`), where that could be asked, and what was counted. */
  way: v.optional(v.string()),
  counted: v.optional(v.object({ rows: v.number(), sum: v.number(), writes: v.number() })),
  reader: v.picklist(READERS),
});

/** What a ticket says: where one shard's rows of one export are read. */
export type Ticket = v.InferOutput<typeof contentSchema>;

/** @throws too_large */
export async function sealTicket(sealer: Sealer, ticket: Ticket): Promise<string> {
  const sealed = await sealer.seal({ ...ticket }, TICKET_MS);
  if (sealed.length <= TICKET_CHARS) return sealed;
  throw new SluiceError('too_large', 'The search is too long to export. Shorten it.');
}

/** @throws ticket_expired, ticket_invalid, forbidden */
export async function openTicket(sealer: Sealer, text: string, access: Access): Promise<Ticket> {
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
