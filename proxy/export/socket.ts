import { type ErrorCode, SluiceError } from '../../shared/errors.ts';
import { FRAME_BYTES, MAX_CLIENT_FRAME_BYTES, WINDOW_BYTES } from '../../shared/limits.ts';
import type { ClientMessage, Hello, ProxyMessage } from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import { type Stay, signedOut } from '../auth/stay.ts';
import { noteFailure } from '../base/failures.ts';
import { Audit } from './audit.ts';
import { CLOSE } from './close.ts';
import { Credits } from './credits.ts';
import { FramePool, SentFrames } from './frames.ts';
import { makeHeartbeat } from './heartbeat.ts';
import { Holding } from './holding.ts';
import type { Line, SocketSession } from './line.ts';
import { receivedOf } from './messages.ts';
import type { Outlet } from './page.ts';
import { Parting, type SentPage } from './parting.ts';
import { read } from './read.ts';
import { makeReaders } from './readers.ts';
import { remembering } from './remembering.ts';
import { type ExportDeps, hold, type SocketParts } from './requests.ts';
import { type Asked, resultOf } from './results.ts';
import { Searches } from './searches.ts';

/** Requests under way on one socket: each page may hold WINDOW_BYTES in the proxy. */
const MAX_REQUESTS = 32;
/** Bytes that wait to be taken in by the client, past which it gets nothing new: a window for each of its requests is far less, as a rule. */
const MAX_BUFFERED = 8 * WINDOW_BYTES;
/** How often it is looked whether the runtime has sent what it was given, ms. */
const LOOK_MS = 10;
/** Frames and tickets that are not right, after which a socket closes: their answers pile up where nobody reads them. */
const MAX_FAULTS = 1000;
const FAULTS = new Set<ErrorCode>([
  'bad_frame',
  'page_size_invalid',
  'ticket_invalid',
  'ticket_expired',
  'bad_request',
]);

export type SocketDeps = ExportDeps & { hello: Hello };

type Client = { access: Access; stay: Stay; line: Line };
type Running = SentPage & { stop: AbortController };

/**
 * One client's socket. Nothing it is sent breaks it: what cannot be read is answered with an error, and the socket goes
 * on. Each request keeps the session alive, as a call of the page's does.
 */
export function makeSocketSession(deps: SocketDeps, client: Client): SocketSession {
  return new Session(deps, client);
}

class Session implements SocketSession {
  readonly #deps: SocketDeps & SocketParts;
  readonly #access: Access;
  readonly #stay: Stay;
  readonly #line: Line;
  readonly #running = new Map<number, Running>();
  readonly #parting = new Parting(MAX_REQUESTS);
  readonly #pool = new FramePool(FRAME_BYTES);
  readonly #outlet: Outlet;
  readonly #heartbeat: { heard(): void; stop(): void };
  #faults = 0;
  #takenInAt: number;
  #greeted = false;
  #draining = false;
  #closed = false;

  constructor(deps: SocketDeps, { access, stay, line }: Client) {
    const audit = new Audit(deps.logger, deps.clock);
    const readers = makeReaders(deps.keepAlive, deps.pits);
    const holding = new Holding({ ...deps, readers }, access);
    this.#deps = {
      ...deps,
      sealer: remembering(deps.sealer),
      readers,
      audit,
      holding,
      searches: new Searches(access.user, deps.searchRoom),
    };
    this.#access = access;
    this.#stay = stay;
    this.#line = line;
    this.#takenInAt = deps.clock.now();
    this.#outlet = {
      message: (message) => this.#say(message),
      frame: (bytes) => this.#send(bytes),
      held: () => this.#line.buffered(),
      hasSentAll: () => this.#line.hasSentAll(),
      settled: (bytes, signal) => this.#settled(bytes, signal),
    };
    this.#heartbeat = makeHeartbeat({
      clock: deps.clock,
      interval: deps.hello.pingInterval,
      timeout: deps.hello.pingTimeout,
      ping: () => this.#ping(),
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
    const received = receivedOf(data);
    if ('fault' in received) return this.#fail(received.id, received.fault);
    const { message } = received;
    try {
      this.#dispatch(message);
    } catch (error) {
      this.#fail('id' in message ? message.id : undefined, error);
    }
  }

  drain(): void {
    this.#draining = true;
    if (this.#running.size === 0) this.#part(CLOSE.goingAway, 'go on elsewhere');
  }

  expire(): void {
    if (!this.#closed) this.#fail(undefined, signedOut());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#heartbeat.stop();
    for (const { stop } of this.#running.values()) stop.abort();
    this.#pool.close();
    this.#deps.holding.leave();
    this.#deps.searches.close();
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
        this.#deps.holding.ended(message.exportId);
        return this.#deps.audit.reported(message);
      case 'ack':
        return this.#parting.acknowledge(message, this.#running.get(message.id));
      case 'cancel':
        return this.#running.get(message.id)?.stop.abort();
      case 'read':
        // Unanswered: the line closes in a moment, and the client asks again on its next one.
        if (this.#draining) return;
        return this.#run(message.id, ({ stop, credits, sent }) =>
          read(this.#deps, this.#access, {
            message,
            credits,
            sent,
            socket: this,
            outlet: this.#outlet,
            pool: this.#pool,
            signal: stop.signal,
          }),
        );
      case 'plan':
        if (this.#draining) throw new SluiceError('busy', 'This proxy is stopping. Try again.', { retryAfter: 1000 });
        return this.#result(message);
      case 'search': {
        const text = this.#deps.searches.add(message);
        if (text === undefined) return;
        return this.#answer(message.id, (signal) => hold(this.#deps, this.#access, { text, signal }));
      }
      default:
        return this.#result(message);
    }
  }

  #result(message: Asked): void {
    const heard = { onFault: () => this.#fault(), tell: (said: ProxyMessage) => this.#say(said) };
    this.#answer(message.id, (signal) =>
      resultOf(this.#deps, this.#access, { message, socket: this, signal, ...heard }),
    );
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
    if (this.#line.buffered() > MAX_BUFFERED) {
      throw new SluiceError('busy', 'Too much of what was sent is not taken in yet.', { retryAfter: 1000 });
    }
    const { clock, hello } = this.#deps;
    const credits = new Credits({ window: WINDOW_BYTES, timeout: hello.downloadTimeout, clock });
    const running = { stop: new AbortController(), credits, sent: new SentFrames(this.#pool) };
    this.#running.set(id, running);
    work(running)
      .catch((error: unknown) => {
        if (!running.stop.signal.aborted) this.#fail(id, error);
      })
      .finally(() => {
        this.#running.delete(id);
        this.#parting.add(id, running);
        if (this.#draining && this.#running.size === 0) this.#part(CLOSE.goingAway, 'go on elsewhere');
      });
  }

  #fail(id: number | undefined, thrown: unknown): void {
    const error = SluiceError.from(thrown);
    noteFailure(this.#deps, error, { request: id });
    this.#say({ type: 'error', ...(id === undefined ? {} : { id }), error: error.toBody() });
    // A session that is over does not come back; the next socket brings the next one.
    if (error.code === 'signed_out') return this.#part(CLOSE.signedOut, 'signed out');
    if (FAULTS.has(error.code) || this.#line.buffered() > WINDOW_BYTES) this.#fault();
  }

  /** An error that waits behind what the client does not take in counts as one: any number of them could. */
  #fault(): void {
    this.#faults += 1;
    if (this.#faults === MAX_FAULTS + 1) this.#part(CLOSE.tooManyFaults, 'too many faults');
  }

  #ping(): void {
    const { clock, hello } = this.#deps;
    // By time; or ended by another request where none may close this one's socket.
    if (this.#stay.isOver()) return this.expire();
    // An export between two pages needs them in a moment; one that waits does not.
    if (this.#running.size === 0) this.#pool.empty();
    if (this.#line.buffered() <= WINDOW_BYTES) this.#takenInAt = clock.now();
    if (clock.now() - this.#takenInAt > hello.downloadTimeout) return this.#part(CLOSE.noPong, 'takes nothing in');
    this.#say({ type: 'ping' });
  }

  /** No runtime tells when it has sent something, so it is looked at now and then. */
  async #settled(bytes: number, signal: AbortSignal): Promise<void> {
    while (this.#line.buffered() > bytes && !signal.aborted) {
      await new Promise<void>((resolve) => this.#deps.clock.after(LOOK_MS, resolve));
    }
  }

  #say(message: ProxyMessage): void {
    this.#send(JSON.stringify(message));
  }

  #send(data: string | Uint8Array<ArrayBuffer>): void {
    if (!this.#closed) this.#line.send(data);
  }
}
