import * as v from 'valibot';
import { CARRIED, CARRIED_TYPE, closingSchema } from '../../../shared/carrier.ts';
import { SluiceError } from '../../../shared/errors.ts';
import { CarriedFrames } from './carried-frames.ts';
import { errorOf, type Fetch, Outbox, POST } from './outbox.ts';
import type { SocketLike } from './socket-like.ts';

/** What a browser says of a socket that nobody has closed properly (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;

export type CarrierOptions = {
  fetch: Fetch;
  /** Settles when it may begin, with what is called at its end. @throws what it is refused with */
  slot?(): Promise<() => void>;
};

type Listeners = { message: ((event: { data: unknown }) => void)[]; close: ((event: { code: number }) => void)[] };

/**
 * The proxy's second carrier, which looks like a socket: what it says comes over one answer that does not end, what is said to it
 * goes by POSTs. A fault of the way is told as the proxy would: an `error` without a number, and the close.
 * @param url of the call that opens one
 */
export function openCarrier(url: URL, options: CarrierOptions): SocketLike {
  return new CarrierSocket(url, options);
}

class CarrierSocket implements SocketLike {
  binaryType: BinaryType = 'arraybuffer';
  readonly #listeners: Listeners = { message: [], close: [] };
  readonly #cut = new AbortController();
  readonly #outbox: Outbox;
  #isOver = false;
  /** What came before it was known that the proxy hears, too: the other way may be blocked, or lead to another proxy. */
  #held: (() => void)[] | undefined = [];

  constructor(url: URL, { fetch, slot = async () => () => {} }: CarrierOptions) {
    this.#outbox = new Outbox({ url, fetch, failed: (error) => this.#fail(error) });
    const read = async () => {
      const giveBack = await slot();
      await this.#read(url, fetch).finally(giveBack);
    };
    void read().then(
      () => this.#end(ABNORMAL),
      (error: unknown) => (error instanceof SluiceError ? this.#fail(error) : this.#end(ABNORMAL)),
    );
  }

  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
  addEventListener<K extends keyof Listeners>(type: K, listener: Listeners[K][number]): void {
    (this.#listeners[type] as Listeners[K][number][]).push(listener);
  }

  send(text: string): void {
    if (!this.#isOver) this.#outbox.add(text);
  }

  /** What was said before still goes out, as a socket's would. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    void this.#outbox.close().finally(() => this.#cut.abort());
  }

  async #read(url: URL, fetch: Fetch): Promise<void> {
    const response = await fetch(url, { ...POST, body: '{}', signal: this.#cut.signal });
    const isOne = response.headers.get('content-type') === CARRIED_TYPE;
    if (!response.ok || !isOne || !response.body) throw await errorOf(response);
    const reader = response.body.getReader();
    const frames = new CarriedFrames();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      frames.add(value, ({ kind, carried }) => this.#take(kind, carried));
    }
  }

  #take(kind: number, carried: Uint8Array<ArrayBuffer>): void {
    switch (kind) {
      case CARRIED.begin:
        return void this.#outbox.begin(textOf(carried)).then((isHeard) => isHeard && this.#release());
      case CARRIED.text:
        return this.#told(() => this.#say(textOf(carried)));
      case CARRIED.binary:
        return this.#told(() => this.#say(carried.buffer));
      case CARRIED.close: {
        const { code } = v.parse(closingSchema, JSON.parse(textOf(carried)));
        // A refusal in place of hello is told without a word having gone the other way.
        this.#release();
        return this.#end(code);
      }
    }
  }

  #told(tell: () => void): void {
    if (this.#held) this.#held.push(tell);
    else tell();
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const tell of held) tell();
  }

  #say(data: unknown): void {
    if (this.#isOver) return;
    for (const listener of this.#listeners.message) listener({ data });
  }

  #fail(error: SluiceError): void {
    this.#say(JSON.stringify({ type: 'error', error: error.toBody() }));
    this.#end(ABNORMAL);
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cut.abort();
    for (const listener of this.#listeners.close) listener({ code });
  }
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
