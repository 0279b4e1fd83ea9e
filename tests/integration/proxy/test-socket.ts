import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { type RawData, WebSocket } from 'ws';
import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import type { Order } from '../../../shared/order.ts';
import {
  FRAME_HEADER_BYTES,
  openedSchema,
  type Plan,
  type ProxyMessage,
  planResultSchema,
  proxyMessageSchema,
  releasedSchema,
  reopenedSchema,
} from '../../../shared/protocol.ts';
import type { Reader } from '../../../shared/request.ts';
import type { Search } from '../../../shared/search.ts';
import { CarrierSocket } from '../../support/carrier-socket.ts';
import { onceFree } from '../../support/once-free.ts';
import type { SignedIn } from '../../support/proxy.ts';

export type PageHit = { _index: string; _id: string; _source: unknown; sort: [number] };
export type Page = { hits: PageHit[]; text: string; bytes: number; frames: number[]; ticket: string | undefined };
export type ReadOptions = { ticket: string; chunk: Chunk; size: number };

type Waiting = { message: (message: ProxyMessage) => void; frame: (payload: Buffer) => void };

/** The protocol's other side, as plain as can be: everything it takes in is checked against the shared schemas. */
export class TestSocket {
  readonly socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly loose: ProxyMessage[] = [];
  #nextId = 1;
  #wake: (() => void) | undefined;
  /** Whether pings are answered. */
  answering = true;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data, binary) => (binary ? this.#frame(data) : this.#message(String(data))));
  }

  /** @param carrier what the messages come by; suites that hold for both run with `CARRIER=requests` as well */
  static async open(
    who: SignedIn,
    headers: Record<string, string> = {},
    carrier = process.env.CARRIER ?? 'socket',
  ): Promise<TestSocket> {
    const { socketUrl, cookie } = who;
    const isSocket = carrier === 'socket';
    const socket = isSocket
      ? new WebSocket(socketUrl, { headers: { cookie, ...headers } })
      : (new CarrierSocket(who, headers) as unknown as WebSocket);
    const test = new TestSocket(socket);
    await once(socket, 'open');
    const hello = await test.next();
    if (hello.type !== 'hello') throw new Error(`The first message was ${hello.type}`);
    return test;
  }

  /** The next message that belongs to no request. */
  async next(): Promise<ProxyMessage> {
    for (;;) {
      const message = this.loose.shift();
      if (message) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  newId(): number {
    return this.#nextId++;
  }

  /** Sends a request and waits for its `result`. @throws SluiceError as the proxy sent it */
  async request(message: Record<string, unknown>, id = this.newId()): Promise<unknown> {
    const answer = await new Promise<ProxyMessage>((resolve) => {
      this.#waiting.set(id, { message: resolve, frame: () => {} });
      this.send({ id, ...message });
    });
    this.#waiting.delete(id);
    if (answer.type === 'result') return answer.result;
    if (answer.type === 'error') throw SluiceError.fromBody(answer.error);
    throw new Error(`Unexpected ${answer.type}`);
  }

  async plan(search: Partial<Search> & { index: string }, reader?: Reader, order?: Order): Promise<Plan> {
    const asked = { ...(reader ? { reader } : {}), ...(order ? { order } : {}) };
    const message = { type: 'plan', exportId: randomUUID(), search, ...asked };
    return v.parse(planResultSchema, await onceFree(() => this.request(message)));
  }

  async open(tickets: readonly string[]): Promise<(string | null)[]> {
    return v.parse(openedSchema, await this.request({ type: 'open', tickets })).tickets;
  }

  async reopen(ticket: string): Promise<string> {
    return v.parse(reopenedSchema, await this.request({ type: 'reopen', ticket })).ticket;
  }

  async release(tickets: string[]): Promise<number> {
    return v.parse(releasedSchema, await this.request({ type: 'release', tickets })).released;
  }

  /** Begins a read and leaves it to the caller what is acknowledged. `done` settles at its end. */
  read(options: ReadOptions, onFrame: (payload: Buffer, id: number) => void): { id: number; done: Promise<Page> } {
    const id = this.newId();
    const parts: Buffer[] = [];
    const done = new Promise<Page>((resolve, reject) => {
      let encoding = 'none';
      const message = (m: ProxyMessage) => {
        if (m.type === 'page') encoding = m.encoding;
        else if (m.type === 'error') reject(SluiceError.fromBody(m.error));
        else if (m.type === 'end') resolve(pageOf(parts, encoding, m));
        else reject(new Error(`Unexpected ${m.type}`));
      };
      const frame = (payload: Buffer) => {
        parts.push(payload);
        onFrame(payload, id);
      };
      this.#waiting.set(id, { message, frame });
    }).finally(() => this.#waiting.delete(id));
    this.send({ type: 'read', id, ...options });
    return { id, done };
  }

  /** A whole page, each frame acknowledged as it comes. */
  page(options: ReadOptions): Promise<Page> {
    return this.read(options, (payload, id) => this.send({ type: 'ack', id, bytes: payload.length })).done;
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close();
    await once(this.socket, 'close');
  }

  #message(text: string): void {
    const message = v.parse(proxyMessageSchema, JSON.parse(text));
    if (message.type === 'ping' && this.answering) return this.send({ type: 'pong' });
    const waiting = 'id' in message && message.id !== undefined ? this.#waiting.get(message.id) : undefined;
    if (waiting) return waiting.message(message);
    this.loose.push(message);
    this.#wake?.();
  }

  #frame(data: RawData): void {
    const frame = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    const waiting = this.#waiting.get(frame.readUInt32BE(0));
    if (!waiting) throw new Error(`A frame for no request: ${frame.readUInt32BE(0)}`);
    waiting.frame(frame.subarray(FRAME_HEADER_BYTES));
  }
}

function pageOf(parts: Buffer[], encoding: string, end: { bytes: number; ticket?: string | undefined }): Page {
  const raw = Buffer.concat(parts);
  const text = (encoding === 'gzip' ? gunzipSync(raw) : raw).toString();
  const { hits } = JSON.parse(text) as { hits: { hits: PageHit[] } };
  return { hits: hits.hits, text, bytes: end.bytes, frames: parts.map((part) => part.length), ticket: end.ticket };
}
