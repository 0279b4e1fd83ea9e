import * as v from 'valibot';
import { type ErrorCode, SluiceError } from '../../shared/errors.ts';
import { FRAME_BYTES, MAX_CLIENT_FRAME_BYTES, WINDOW_BYTES } from '../../shared/limits.ts';
import {
  type ClientMessage,
  clientMessageSchema,
  type Hello,
  type ProxyMessage,
  readSchema,
} from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import type { Stay } from '../auth/stay.ts';
import { noteFailure } from '../failures.ts';
import type { Clock } from '../ports.ts';
import { Audit } from './audit.ts';
import { Credits } from './credits.ts';
import { FramePool } from './frames.ts';
import { makeHeartbeat } from './heartbeat.ts';
import { type Outlet, sendPage } from './page.ts';
import { type ExportDeps, makeReaders, plan, type Readers, recount, release, reopen } from './requests.ts';
import { assertWithin, openTicket, sealTicket } from './ticket.ts';

/** Requests under way on one socket: each page may hold WINDOW_BYTES in the proxy. */
const MAX_REQUESTS = 32;
/** Frame buffers kept for the next page: a window and the frame being filled, for a page or two. */
const FRAMES_KEPT = 10;
/** Close codes (RFC 6455, 7.4): going away, too large, and those of our own. */
export const CLOSE = { goingAway: 1001, tooLarge: 1009, signedOut: 4401, noPong: 4408, tooManyFaults: 4429 } as const;
/** Frames and tickets that are not right, after which a socket closes: their answers pile up where nobody reads them. */
const MAX_FAULTS = 1000;
const FAULTS = new Set<ErrorCode>([
  'bad_frame',
  'page_size_invalid',
  'ticket_invalid',
  'ticket_expired',
  'bad_request',
]);

export type SocketDeps = ExportDeps & { clock: Clock; hello: Hello };

/** The line to one client, as a runtime's WebSocket gives it. */
export interface Line {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code: number, reason: string): void;
}

export interface SocketSession {
  /** Says hello, once: also when the runtime tells of no opening and a message comes first. */
  open(): void;
  receive(data: unknown): void;
  /** What is under way may end; then the line closes, and the client goes on elsewhere. */
  drain(): void;
  /** Cancels all that is under way at OpenSearch. */
  close(): void;
}

type Client = { access: Access; stay: Stay; line: Line };
type Running = { stop: AbortController; credits: Credits };
type Read = v.InferOutput<typeof readSchema>;

/**
 * One client's socket. Nothing it is sent breaks it: what cannot be read is answered with an error, and the socket goes
 * on. Each request keeps the session alive, as a call of the page's does.
 */
export function makeSocketSession(deps: SocketDeps, client: Client): SocketSession {
  return new Session(deps, client);
}

class Session implements SocketSession {
  readonly #deps: SocketDeps & { readers: Readers; tally: Map<string, Set<string>>; audit: Audit };
  readonly #access: Access;
  readonly #stay: Stay;
  readonly #line: Line;
  readonly #running = new Map<number, Running>();
  readonly #pool = new FramePool(FRAME_BYTES, FRAMES_KEPT);
  readonly #outlet: Outlet;
  readonly #heartbeat: { heard(): void; stop(): void };
  #faults = 0;
  #greeted = false;
  #draining = false;
  #closed = false;

  constructor(deps: SocketDeps, { access, stay, line }: Client) {
    const audit = new Audit(deps.logger, deps.clock);
    this.#deps = { ...deps, readers: makeReaders(deps.keepAlive), tally: new Map(), audit };
    this.#access = access;
    this.#stay = stay;
    this.#line = line;
    this.#outlet = { message: (message) => this.#say(message), frame: (bytes) => this.#send(bytes) };
    this.#heartbeat = makeHeartbeat({
      clock: deps.clock,
      interval: deps.hello.pingInterval,
      timeout: deps.hello.pingTimeout,
      ping: () => this.#say({ type: 'ping' }),
      lost: () => this.#part(CLOSE.noPong, 'no pong'),
    });
    deps.metrics.move('sockets_open', 1);
  }

  open(): void {
    if (this.#greeted) return;
    this.#greeted = true;
    this.#say(this.#deps.hello);
  }

  receive(data: unknown): void {
    if (this.#closed) return;
    this.open();
    this.#heartbeat.heard();
    // Most runtimes close the socket before it comes to this; some take far larger frames.
    if (typeof data === 'string' && data.length > MAX_CLIENT_FRAME_BYTES)
      return this.#part(CLOSE.tooLarge, 'too large');
    try {
      this.#dispatch(parseMessage(data));
    } catch (error) {
      this.#fail(idOf(data), error);
    }
  }

  drain(): void {
    this.#draining = true;
    if (this.#running.size === 0) this.#part(CLOSE.goingAway, 'go on elsewhere');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#heartbeat.stop();
    for (const { stop } of this.#running.values()) stop.abort();
    this.#deps.audit.close();
    this.#deps.metrics.move('sockets_open', -1);
  }

  #part(code: number, reason: string): void {
    this.close();
    this.#line.close(code, reason);
  }

  #dispatch(message: ClientMessage): void {
    switch (message.type) {
      case 'pong':
        return;
      case 'report':
        return this.#deps.audit.reported(message);
      case 'ack':
        return this.#running.get(message.id)?.credits.acknowledge(message.bytes);
      case 'cancel':
        return this.#running.get(message.id)?.stop.abort();
      case 'read':
        // Unanswered: the line closes in a moment, and the client asks again on its next one.
        if (this.#draining) return;
        return this.#run(message.id, (running) => this.#read(message, running));
      case 'plan': {
        if (this.#draining) throw new SluiceError('busy', 'This proxy is stopping. Try again.', { retryAfter: 1000 });
        const { exportId, search, reader } = message;
        return this.#answer(message.id, (signal) =>
          plan(this.#deps, this.#access, { exportId, search, reader, signal }),
        );
      }
      case 'reopen':
        return this.#answer(message.id, (signal) =>
          reopen(this.#deps, this.#access, { ticket: message.ticket, signal }),
        );
      case 'recount':
        return this.#answer(message.id, (signal) =>
          recount(this.#deps, this.#access, { tickets: message.tickets, signal }),
        );
      case 'release':
        return this.#answer(message.id, (signal) =>
          release(this.#deps, this.#access, { tickets: message.tickets, signal }),
        );
      default:
        return message satisfies never;
    }
  }

  #answer(id: number, work: (signal: AbortSignal) => Promise<unknown>): void {
    this.#run(id, async ({ stop }) => {
      const result = await work(stop.signal);
      if (!stop.signal.aborted) this.#say({ type: 'result', id, result });
    });
  }

  #run(id: number, work: (running: Running) => Promise<void>): void {
    this.#stay.use();
    if (this.#running.has(id)) throw new SluiceError('bad_frame', `Request ${id} is under way already.`);
    if (this.#running.size >= MAX_REQUESTS) {
      throw new SluiceError('busy', 'Too many requests at once on this socket.', { retryAfter: 1000 });
    }
    const running = { stop: new AbortController(), credits: new Credits(WINDOW_BYTES) };
    this.#running.set(id, running);
    work(running)
      .catch((error: unknown) => {
        if (!running.stop.signal.aborted) this.#fail(id, error);
      })
      .finally(() => {
        this.#running.delete(id);
        if (this.#draining && this.#running.size === 0) this.#part(CLOSE.goingAway, 'go on elsewhere');
      });
  }

  async #read({ id, ticket: sealed, chunk, size, encoding }: Read, { stop, credits }: Running): Promise<void> {
    const { audit, clock, metrics, readers, sealer, turns } = this.#deps;
    const begun = clock.now();
    metrics.move('reads_in_flight', 1);
    try {
      const ticket = await openTicket(sealer, sealed, this.#access);
      assertWithin(chunk, ticket);
      audit.used(ticket);
      const reader = readers[ticket.reader];
      const request = { ticket, chunk, size, gzip: encoding === 'gzip', signal: stop.signal };
      const response = await turns.run(this, stop.signal, () => reader.read(this.#access, request));
      if (ticket.reader === 'scroll' && ticket.scrollId === undefined) metrics.add('snapshots_opened');
      const page = { id, credits, outlet: this.#outlet, pool: this.#pool, signal: stop.signal };
      const { bytes, head } = await sendPage(response.body, page);
      const next = await reader.follow(ticket, head);
      const following = next ? { ticket: await sealTicket(sealer, next) } : {};
      if (stop.signal.aborted) return;
      this.#say({ type: 'end', id, bytes, ...following });
      metrics.add('pages');
      metrics.add('page_bytes', bytes);
      audit.sent(ticket.exportId, bytes);
      metrics.pageTook(clock.now() - begun);
      const { exportId, index, shard } = ticket;
      this.#deps.logger.debug({ exportId, index, shard, size, bytes, ms: clock.now() - begun }, 'page');
    } finally {
      metrics.move('reads_in_flight', -1);
    }
  }

  #fail(id: number | undefined, thrown: unknown): void {
    const error = SluiceError.from(thrown);
    noteFailure(this.#deps, error, { request: id });
    this.#say({ type: 'error', ...(id === undefined ? {} : { id }), error: error.toBody() });
    // A session that is over does not come back; the next socket brings the next one.
    if (error.code === 'signed_out') return this.#part(CLOSE.signedOut, 'signed out');
    if (FAULTS.has(error.code) && ++this.#faults > MAX_FAULTS) this.#part(CLOSE.tooManyFaults, 'too many faults');
  }

  #say(message: ProxyMessage): void {
    this.#send(JSON.stringify(message));
  }

  #send(data: string | Uint8Array<ArrayBuffer>): void {
    if (!this.#closed) this.#line.send(data);
  }
}

/** @throws bad_frame, page_size_invalid */
function parseMessage(data: unknown): ClientMessage {
  if (typeof data !== 'string') throw new SluiceError('bad_frame', 'A client sends text frames only.');
  const json = parseJson(data);
  const message = v.safeParse(clientMessageSchema, json);
  if (message.success) return message.output;
  const issue = message.issues[0];
  if (issue.path?.[0]?.key === 'size') throw new SluiceError('page_size_invalid', `The page size: ${issue.message}`);
  throw new SluiceError('bad_frame', `The frame cannot be read: ${v.getDotPath(issue) ?? 'frame'}: ${issue.message}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SluiceError('bad_frame', 'The frame is not JSON.');
  }
}

function idOf(data: unknown): number | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const id = v.safeParse(v.object({ id: readSchema.entries.id }), JSON.parse(data));
    return id.success ? id.output.id : undefined;
  } catch {
    return undefined;
  }
}
