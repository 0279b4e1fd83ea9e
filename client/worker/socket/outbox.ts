import * as v from 'valibot';
import { MAX_SAID } from '../../../shared/carrier.ts';
import { SluiceError } from '../../../shared/errors.ts';
import { errorAnswerSchema } from '../../../shared/http.ts';
import { MAX_CLIENT_FRAME_BYTES } from '../../../shared/limits.ts';

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

export const POST = { method: 'POST', headers: { 'content-type': 'application/json' } } as const;

/** How long one POST may take, ms, and how often the same is sent: the proxy hears it once. */
const POST_MS = 10_000;
const TRIES = 3;
const AGAIN_MS = 300;
/** Room for the number and what stands around the messages, in bytes. */
const AROUND = 64;
/** What a browser lets go out although nobody waits for it any more. */
const KEPT_ALIVE_BYTES = 32 * 1024;

type Options = { url: URL; fetch: Fetch; failed(error: SluiceError): void };

/** What the client says, in the order that it said it: one POST at a time, and the next with all that came meanwhile. */
export class Outbox {
  readonly #options: Options;
  #url: URL | undefined;
  #waiting: string[] = [];
  #seq = 0;
  #sending: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Says a first word, that needs no answer. @returns whether the proxy heard it */
  async begin(id: string): Promise<boolean> {
    this.#url = new URL(`${this.#options.url.pathname}/${id}`, this.#options.url);
    this.#waiting.unshift('{"type":"pong"}');
    await this.#sendAll();
    return this.#url !== undefined;
  }

  /** @param text a message, as JSON */
  add(text: string): void {
    this.#waiting.push(text);
    void this.#sendAll();
  }

  /** Settles when all that was said before has gone out, or cannot. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sendAll();
  }

  #sendAll(): Promise<void> {
    this.#sending ??= this.#sendEach();
    return this.#sending;
  }

  async #sendEach(): Promise<void> {
    // What is said in one turn goes in one POST.
    await Promise.resolve();
    while (this.#url && this.#waiting.length > 0) {
      this.#seq += 1;
      const body = `{"seq":${this.#seq},"messages":[${this.#batch().join(',')}]}`;
      const error = await this.#post(this.#url, body);
      if (!error) continue;
      this.#url = undefined;
      this.#options.failed(error);
    }
    // In the turn in which nothing was left to send, or what is said next would wait for what comes after it.
    this.#sending = undefined;
  }

  #batch(): string[] {
    let room = MAX_CLIENT_FRAME_BYTES - AROUND;
    let count = 0;
    for (const text of this.#waiting.slice(0, MAX_SAID)) {
      room -= bytesOf(text) + 1;
      if (room < 0 && count > 0) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #post(url: URL, body: string): Promise<SluiceError | undefined> {
    for (let tries = 1; ; tries++) {
      try {
        const keepalive = this.#isClosed && body.length < KEPT_ALIVE_BYTES;
        const response = await this.#options.fetch(url, {
          ...POST,
          ...(keepalive ? { keepalive } : {}),
          body,
          signal: AbortSignal.timeout(POST_MS),
        });
        // Whatever else says that all is well is not the proxy.
        if (response.status === 204) return undefined;
        const error = await errorOf(response);
        if (error.code !== 'socket_lost' || tries === TRIES) return error;
      } catch (cause) {
        if (tries === TRIES)
          return new SluiceError('socket_lost', 'What was said does not reach the proxy.', { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * tries));
    }
  }
}

/** What an answer that is none says; one that is not of the proxy's says nothing. */
export async function errorOf(response: Response): Promise<SluiceError> {
  const answer = v.safeParse(errorAnswerSchema, await response.json().catch(() => undefined));
  if (answer.success) return SluiceError.fromBody(answer.output.error);
  return new SluiceError('socket_lost', `The proxy was asked, and something else answered (${response.status}).`);
}

/** Of UTF-8. */
function bytesOf(text: string): number {
  return text.length < 1024 ? 3 * text.length : new TextEncoder().encode(text).length;
}
