import { EventEmitter } from 'node:events';
import http from 'node:http';
import { CARRIED, CARRIED_HEAD_BYTES } from '../../shared/carrier.ts';
import type { SignedIn } from './session.ts';

const JSON_BODY = { 'content-type': 'application/json' };

export type Answer = { status: number; code: string | undefined };

/** The second carrier's other side, as plain as can be, with the part of a `ws` socket that tests use. */
export class CarrierSocket extends EventEmitter {
  /** As a WebSocket's: open, then closed. */
  readyState = 0;
  id = '';
  /** What came, as it came. */
  answer: http.IncomingMessage | undefined;
  headers: http.IncomingHttpHeaders = {};
  readonly #who: SignedIn;
  readonly #headers: Record<string, string>;
  readonly #request: http.ClientRequest;
  #seq = 0;
  #code = 1006;
  #bytes = Buffer.alloc(0);
  /** POSTs go one after another. */
  #said: Promise<unknown> = Promise.resolve();

  constructor(who: SignedIn, headers: Record<string, string> = {}) {
    super();
    this.#who = who;
    this.#headers = { cookie: who.cookie, ...JSON_BODY, ...headers };
    this.#request = http.request(new URL('/api/carrier', who.url), { method: 'POST', headers: this.#headers });
    this.#request.on('response', (answer) => this.#begin(answer));
    this.#request.on('error', () => this.#end());
    this.#request.end('{}');
  }

  send(text: string): void {
    this.#said = this.#said.then(() => this.say([JSON.parse(text)]).catch(() => undefined));
  }

  /** One POST, with the next number or another. */
  async say(messages: unknown[], { seq = ++this.#seq, ...other }: Other = {}): Promise<Answer> {
    return post(this.#who, this.id, { seq, messages }, { ...this.#headers, ...other.headers });
  }

  close(): void {
    this.#code = 1000;
    void this.#said.then(() => this.#request.destroy());
  }

  terminate(): void {
    this.#request.destroy();
  }

  #begin(answer: http.IncomingMessage): void {
    this.answer = answer;
    this.headers = answer.headers;
    answer.on('close', () => this.#end()).on('error', () => {});
    if (answer.statusCode !== 200) {
      answer.resume();
      return void this.emit('unexpected-response', this.#request, answer);
    }
    this.readyState = 1;
    answer.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      while (this.#takeOne()) {}
    });
  }

  #takeOne(): boolean {
    if (this.#bytes.length < CARRIED_HEAD_BYTES) return false;
    const end = CARRIED_HEAD_BYTES + this.#bytes.readUInt32BE(1);
    if (this.#bytes.length < end) return false;
    const kind = this.#bytes[0];
    const carried = this.#bytes.subarray(CARRIED_HEAD_BYTES, end);
    this.#bytes = this.#bytes.subarray(end);
    if (kind === CARRIED.begin) {
      this.id = carried.toString();
      this.emit('open');
    } else if (kind === CARRIED.close) {
      this.#code = JSON.parse(carried.toString()).code;
    } else {
      this.emit('message', carried, kind === CARRIED.binary);
    }
    return true;
  }

  #end(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.emit('close', this.#code);
  }
}

type Other = { seq?: number; headers?: Record<string, string> };

/** @param body as it stands, where it is a text */
export async function post(
  { url, cookie }: SignedIn,
  id: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(new URL(`/api/carrier/${id}`, url), {
    method: 'POST',
    headers: { cookie, ...JSON_BODY, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, code: text === '' ? undefined : JSON.parse(text).error?.code };
}
