import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { CARRIED_TYPE, MAX_SAID, saidSchema } from '../../shared/carrier.ts';
import { SluiceError } from '../../shared/errors.ts';
import { randomSecret } from '../auth/seal.ts';
import type { ReadSession } from '../auth/session.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { connect } from './connection.ts';
import type { SocketSession } from './line.ts';
import type { SocketDeps } from './socket.ts';
import { StreamLine } from './stream-line.ts';

type Options = {
  readSession: ReadSession;
  connecting: Omit<ConnectionOptions, 'line'>;
  depsOf(c: Context): SocketDeps;
};

/** `sid`: the session it was opened in. `heard`: the last POST's number. */
type Carrier = { sid: string; session: SocketSession; heard: number };

/** Nothing between the proxy and the page may keep it, change it, or wait for its end. */
const HEADERS = {
  'content-type': CARRIED_TYPE,
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** What a client says without asking for anything: no use of its session. */
const NO_USE = new Set<unknown>(['pong', 'ack', 'cancel', 'report']);

/**
 * `/api/carrier`: the socket's session for where WebSockets are blocked on the way. A carrier lives as long as its answer, in this
 * process alone; it cannot be taken over, and what is said to it must come in the session that opened it.
 */
export class Carriers {
  readonly #options: Options;
  readonly #carriers = new Map<string, Carrier>();

  constructor(options: Options) {
    this.#options = options;
  }

  routes(): Hono {
    return new Hono().post('/', (c) => this.#begin(c)).post('/:id', (c) => this.#hear(c));
  }

  /** The answer that carries what the proxy says. @throws signed_out, busy, rate_limited */
  async #begin(c: Context): Promise<Response> {
    const { readSession, connecting, depsOf } = this.#options;
    const { open } = connecting;
    if (open.draining) throw new SluiceError('busy', 'This proxy is stopping. Try again.', { retryAfter: 1000 });
    const who = await readSession(c);
    open.assertNotFlooded(who.access.user);
    const deps = depsOf(c);
    const id = randomSecret();
    const gone = () => {
      this.#carriers.delete(id);
      connection.end();
    };
    const line = new StreamLine({ id, clock: deps.clock, gone });
    const connection: Connection = connect(deps, who, { ...connecting, line });
    this.#carriers.set(id, { sid: who.began.sid, session: connection.session, heard: 0 });
    const { signal } = c.req.raw;
    if (signal.aborted) line.leave();
    else signal.addEventListener('abort', () => line.leave(), { once: true });
    connection.session.open();
    return c.body(line.body, 200, HEADERS);
  }

  /** What the client says. @throws signed_out, carrier_lost, bad_request */
  async #hear(c: Context): Promise<Response> {
    const { readSession } = this.#options;
    const { began } = await readSession(c, { asUse: false });
    const id = c.req.param('id') ?? '';
    this.#of(id, began.sid);
    const said = v.safeParse(saidSchema, await c.req.json().catch(() => undefined));
    if (!said.success) throw new SluiceError('bad_request', `Send a number and 1 to ${MAX_SAID} messages.`);
    const { seq, messages } = said.output;
    const texts = textsOf(messages);
    if (messages.some(isUse)) await readSession(c);
    // Nothing is waited for from here on: whatever else came meanwhile, its number tells.
    const carrier = this.#of(id, began.sid);
    if (seq > carrier.heard + 1) throw new SluiceError('bad_request', 'What was said before this has not come.');
    if (seq === carrier.heard + 1) {
      carrier.heard = seq;
      for (const text of texts) carrier.session.receive(text);
    }
    return c.body(null, 204);
  }

  /** One of another session is none: nobody learns that there is one. @throws carrier_lost */
  #of(id: string, sid: string): Carrier {
    const carrier = this.#carriers.get(id);
    if (carrier?.sid === sid) return carrier;
    throw new SluiceError('carrier_lost', 'This proxy has no such connection, or not any more. Open another one.');
  }
}

/** As a socket would hear them. @throws bad_request for what no text can be made of again */
function textsOf(messages: readonly unknown[]): string[] {
  try {
    return messages.map((message) => JSON.stringify(message));
  } catch (cause) {
    throw new SluiceError('bad_request', 'A message is nested too deeply.', { cause });
  }
}

function isUse(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && !NO_USE.has(message.type);
}
