import type * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { WINDOW_BYTES } from '../../shared/limits.ts';
import type { readSchema } from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import type { Credits } from './credits.ts';
import type { FramePool, SentFrames } from './frames.ts';
import { type Outlet, sendPage } from './page.ts';
import type { PageRequest } from './reader.ts';
import type { SocketParts } from './requests.ts';
import { assertWithin, openTicket, sealTicket, type Ticket } from './ticket.ts';

type Read = v.InferOutput<typeof readSchema>;

/** `socket`: whose turn at OpenSearch it is. */
export type ReadAsked = {
  message: Read;
  socket: object;
  credits: Credits;
  outlet: Outlet;
  pool: FramePool;
  sent: SentFrames;
  signal: AbortSignal;
};

/**
 * Answers `read`. It waits for its turn to hold a window, and holds it until what was sent is gone from this process.
 * @throws busy, timeout, ticket_*, bad_request, snapshot_lost, forbidden, index_*, opensearch_*, and the signal's reason
 */
export async function read(deps: SocketParts, access: Access, asked: ReadAsked): Promise<void> {
  const { audit, clock, metrics, turns, logger } = deps;
  const { message, outlet, signal } = asked;
  const begun = clock.now();
  metrics.move('reads_in_flight', 1);
  try {
    const ticket = await openTicket(deps, message.ticket, access);
    assertWithin(message.chunk, ticket);
    audit.used(ticket);
    await turns.windows.run(access.user, signal, async () => {
      const { bytes, next } = await passOn(deps, access, { ...asked, opened: ticket });
      outlet.message({ type: 'end', id: message.id, bytes, ...(next === undefined ? {} : { ticket: next }) });
      metrics.add('pages');
      metrics.add('page_bytes', bytes);
      audit.sent(ticket.exportId, bytes);
      metrics.pageTook(clock.now() - begun);
      const { exportId, index, shard } = ticket;
      logger.debug({ exportId, index, shard, size: message.size, bytes, ms: clock.now() - begun }, 'page');
      await outlet.settled(WINDOW_BYTES, signal);
    });
  } finally {
    metrics.move('reads_in_flight', -1);
  }
}

type Passed = {
  bytes: number /** The sealed ticket of the page that follows, with scrolls. */;
  next: string | undefined;
};

async function passOn(deps: SocketParts, access: Access, asked: ReadAsked & { opened: Ticket }): Promise<Passed> {
  const { holding, readers, turns, sealer } = deps;
  const { message, socket, credits, outlet, pool, sent: frames, signal, opened: ticket } = asked;
  const { id, chunk, size, without, encoding } = message;
  const reader = readers[ticket.reader];
  const opening = ticket.reader === 'scroll' && ticket.scrollId === undefined ? await holding.take(ticket) : undefined;
  let sent = false;
  let following: Promise<Ticket | undefined> | undefined;
  const onHead = (head: Uint8Array) => {
    following = reader.follow(ticket, head).then((next) => holding.follows(ticket, { next, opening }));
    following.catch(() => undefined);
  };
  try {
    holding.use(ticket);
    const request = { ticket, chunk, size, without, gzip: encoding === 'gzip', signal };
    const ask = () =>
      turns.pages.run(socket, signal, () => {
        sent = true;
        return reader.read(access, request);
      });
    const response = await weigh(deps, access, { request, socket }, ask);
    const bytes = await sendPage(response.body, { id, credits, outlet, pool, sent: frames, onHead, signal });
    const next = await following;
    const sealed = next && (await sealTicket(sealer, next));
    signal.throwIfAborted();
    return { bytes, next: sealed };
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'snapshot_lost') holding.lost(ticket);
    const next = await following?.catch(() => undefined);
    // A scroll whose ticket the client never had: nobody can come back for it.
    if (opening && next) void holding.close(holding.due([next]));
    else opening?.failed(sent ? error : undefined);
    throw error;
  }
}

/** Asks for a page that OpenSearch can make; a scroll that is open gives as many rows as it was opened for. */
function weigh(
  { weights, readers, turns }: SocketParts,
  access: Access,
  { request, socket }: { request: PageRequest; socket: object },
  ask: () => Promise<OpenSearchResponse>,
): Promise<OpenSearchResponse> {
  const { ticket, size, signal } = request;
  if (ticket.scrollId !== undefined) return ask();
  // With the values to sort by a row weighs more.
  const of = `${ticket.exportId} ${ticket.index} ${ticket.order ? JSON.stringify(ticket.order) : ''}`;
  // Without a snapshot: what rows weigh is the same in all of them.
  const first = { ...request, ticket: { ...ticket, live: true as const }, gzip: false };
  return weights.run(
    { of, rows: size, isLight: ticket.light === true, user: access.user, signal },
    (rows) => turns.pages.run(socket, signal, () => readers.pit.read(access, { ...first, size: rows })),
    ask,
  );
}
