import * as v from 'valibot';
import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import { MAX_RELEASED, SEARCH_PART_CHARS } from '../../../shared/limits.ts';
import {
  type ClientMessage,
  type ExportReport,
  FRAME_HEADER_BYTES,
  type Hello,
  heldSchema,
  locatedSchema,
  openedSchema,
  type Plan,
  planResultSchema,
  RECOUNTED_AT_ONCE,
  recountedSchema,
  releasedSchema,
  reopenedSchema,
  seamedSchema,
} from '../../../shared/protocol.ts';
import type { Search } from '../../../shared/search.ts';
import { type OnPlanning, type PlanOf, planMessage, type ReadOf } from './asked.ts';
import { messageOf } from './message-of.ts';
import { makePageStream, type PageStream } from './page-stream.ts';
import type { MakeSocket, SocketLike } from './socket-like.ts';
import { ticketBatches } from './ticket-batches.ts';

/** The proxy's socket: requests go out numbered, pages come back as streams that acknowledge what is read from them. */
export interface ProxySocket {
  readonly hello: Hello;
  readonly lost: boolean;
  plan(of: PlanOf): Promise<Plan>;
  /** Sends a search that tickets hold the digest of only. @returns the digest */
  hold(search: Search): Promise<string>;
  /** Opens some ahead of their turn, `hello.opens` at most. @returns in their order, null for one that was not opened */
  open(tickets: readonly string[]): Promise<(string | null)[]>;
  reopen(ticket: string): Promise<string>;
  release(tickets: readonly string[]): Promise<number>;
  /** Counts once more, up to the high-water marks. @returns rows, in the order of the tickets */
  recount(tickets: readonly string[]): Promise<number[]>;
  read(of: ReadOf): PageStream;
  /** Where a document lies that cannot be read. @returns sequence numbers, ascending */
  locate(of: { ticket: string; document: string }): Promise<number[]>;
  /** Where in a chunk pages are best ended: a hint. @returns sequence numbers, ascending; none where the proxy knows none */
  seams(of: { ticket: string; chunk: Chunk }): Promise<number[]>;
  /** Tells how the export ended, for the audit. */
  report(how: ExportReport): void;
  close(): void;
}

type Pending = {
  resolve(value: unknown): void;
  reject(error: SluiceError): void;
  onProgress: OnPlanning | undefined;
};

/** How long the proxy may take to say hello, ms. */
const HELLO_TIMEOUT_MS = 10_000;

/** Opens the socket and waits for the proxy's `hello`. @throws socket_lost, or what the proxy says instead of hello */
export function openProxySocket(url: string, makeSocket: MakeSocket): Promise<ProxySocket> {
  return new Promise((resolve, reject) => {
    const link = new Link(makeSocket(url), resolve, reject);
    link.expectWithin(HELLO_TIMEOUT_MS);
  });
}

class Link implements ProxySocket {
  #hello: Hello | undefined;
  #nextId = 1;
  #lost: SluiceError | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #calls = new Map<number, Pending>();
  readonly #pages = new Map<number, PageStream>();
  readonly #socket: SocketLike;
  readonly #opened: (connection: ProxySocket) => void;
  readonly #refused: (error: SluiceError) => void;

  constructor(socket: SocketLike, opened: (connection: ProxySocket) => void, refused: (error: SluiceError) => void) {
    this.#socket = socket;
    this.#opened = opened;
    this.#refused = refused;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => this.#receive(data));
    socket.addEventListener('close', ({ code }) =>
      this.#lose(new SluiceError('socket_lost', `The connection to the proxy closed (${code}).`)),
    );
  }

  get hello(): Hello {
    if (!this.#hello) throw new SluiceError('socket_lost', 'The proxy has not said hello.');
    return this.#hello;
  }

  get lost(): boolean {
    return this.#lost !== undefined;
  }

  async plan(of: PlanOf): Promise<Plan> {
    const { search } = of;
    // As below.
    if (of.order && !this.hello.takesOrder) throw new SluiceError('socket_lost', 'This proxy knows no order of rows.');
    const isLong = JSON.stringify(search).length > SEARCH_PART_CHARS;
    const asked = isLong ? { digest: await this.hold(search) } : { search };
    return v.parse(planResultSchema, await this.#call((id) => planMessage(id, of, asked), of.onProgress));
  }

  async hold(search: Search): Promise<string> {
    // One of another release, during a deployment: the next socket may come to another proxy.
    if (!this.hello.takesSearches) throw new SluiceError('socket_lost', 'This proxy takes no search of this length.');
    const text = JSON.stringify(search);
    const held = await this.#call((id) => {
      const parts: ClientMessage[] = [];
      for (let at = 0; at < text.length; at += SEARCH_PART_CHARS) {
        const end = at + SEARCH_PART_CHARS;
        parts.push({ type: 'search', id, part: text.slice(at, end), last: end >= text.length });
      }
      return parts;
    });
    return v.parse(heldSchema, held).digest;
  }

  async reopen(ticket: string): Promise<string> {
    return v.parse(reopenedSchema, await this.#call((id) => ({ type: 'reopen', id, ticket }))).ticket;
  }

  async open(tickets: readonly string[]): Promise<(string | null)[]> {
    const [batch = []] = ticketBatches(tickets, this.hello.opens ?? 0);
    const opened = await this.#call((id) => ({ type: 'open', id, tickets: batch }));
    return v.parse(openedSchema, opened).tickets;
  }

  async release(tickets: readonly string[]): Promise<number> {
    let released = 0;
    for (const batch of ticketBatches(tickets, MAX_RELEASED)) {
      const result = await this.#call((id) => ({ type: 'release', id, tickets: batch }));
      released += v.parse(releasedSchema, result).released;
    }
    return released;
  }

  async recount(tickets: readonly string[]): Promise<number[]> {
    const rows: number[] = [];
    for (const batch of ticketBatches(tickets, this.hello.recounts ?? RECOUNTED_AT_ONCE)) {
      const result = await this.#call((id) => ({ type: 'recount', id, tickets: batch }));
      rows.push(...v.parse(recountedSchema, result).rows);
    }
    return rows;
  }

  async locate(of: { ticket: string; document: string }): Promise<number[]> {
    return v.parse(locatedSchema, await this.#call((id) => ({ type: 'locate', id, ...of }))).seqNos;
  }

  async seams(of: { ticket: string; chunk: Chunk }): Promise<number[]> {
    if (!this.hello.tellsSeams) return [];
    return v.parse(seamedSchema, await this.#call((id) => ({ type: 'seams', id, ...of }))).seams;
  }

  read(of: ReadOf): PageStream {
    const id = this.#takeId();
    const page = makePageStream({
      ack: (bytes) => this.#send({ type: 'ack', id, bytes }),
      cancel: () => this.#pages.delete(id) && this.#send({ type: 'cancel', id }),
    });
    if (this.#lost) {
      page.fail(this.#lost);
    } else {
      this.#pages.set(id, page);
      this.#send({ type: 'read', id, ...of });
    }
    return page;
  }

  report(how: ExportReport): void {
    this.#send({ type: 'report', ...how });
  }

  close(): void {
    this.#lose(new SluiceError('socket_lost', 'The connection was closed.'));
  }

  /** The proxy pings; silence for longer than it promised means that the connection is dead, whatever TCP thinks. */
  expectWithin(ms: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lose(new SluiceError('socket_lost', 'The proxy fell silent.')), ms);
  }

  #takeId(): number {
    const id = this.#nextId;
    this.#nextId = id === 0xffff_ffff ? 1 : id + 1;
    return id;
  }

  /** One request, of one message or several. */
  #call(make: (id: number) => ClientMessage | ClientMessage[], onProgress?: OnPlanning): Promise<unknown> {
    if (this.#lost) return Promise.reject(this.#lost);
    const id = this.#takeId();
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject, onProgress });
      for (const message of [make(id)].flat()) this.#send(message);
    });
  }

  #send(message: ClientMessage): void {
    if (!this.#lost) this.#socket.send(JSON.stringify(message));
  }

  #receive(data: unknown): void {
    if (this.#lost) return;
    const hello = this.#hello;
    if (hello) this.expectWithin(hello.pingInterval + hello.pingTimeout);
    if (data instanceof ArrayBuffer) this.#frame(data);
    else this.#message(data);
  }

  #frame(data: ArrayBuffer): void {
    if (data.byteLength < FRAME_HEADER_BYTES) return;
    const id = new DataView(data).getUint32(0);
    this.#pages.get(id)?.frame(new Uint8Array(data, FRAME_HEADER_BYTES));
  }

  #message(data: unknown): void {
    const message = messageOf(data);
    if (!message)
      return this.#lose(
        new SluiceError('socket_lost', 'The proxy sent what this page does not understand. Reload it.'),
      );
    switch (message.type) {
      case 'hello':
        return this.#greet(message);
      case 'ping':
        return this.#send({ type: 'pong' });
      case 'result':
        this.#calls.get(message.id)?.resolve(message.result);
        this.#calls.delete(message.id);
        return;
      case 'planning':
        return this.#calls.get(message.id)?.onProgress?.(message.done, message.of);
      case 'page':
        return this.#pages.get(message.id)?.begin(message.encoding);
      case 'end':
        this.#pages.get(message.id)?.end(message);
        this.#pages.delete(message.id);
        return;
      case 'error':
        return this.#fail(message.id, SluiceError.fromBody(message.error));
      default:
        return message satisfies never;
    }
  }

  #greet(hello: Hello): void {
    this.#hello = hello;
    this.expectWithin(hello.pingInterval + hello.pingTimeout);
    this.#opened(this);
  }

  #fail(id: number | undefined, error: SluiceError): void {
    if (id === undefined) return this.#lose(error);
    this.#calls.get(id)?.reject(error);
    this.#calls.delete(id);
    this.#pages.get(id)?.fail(error);
    this.#pages.delete(id);
  }

  #lose(error: SluiceError): void {
    if (this.#lost) return;
    this.#lost = error;
    clearTimeout(this.#silence);
    this.#socket.close();
    for (const { reject } of this.#calls.values()) reject(error);
    for (const page of this.#pages.values()) page.fail(error);
    this.#calls.clear();
    this.#pages.clear();
    this.#refused(error);
  }
}
