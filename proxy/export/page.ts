import { SluiceError } from '../../shared/errors.ts';
import { WINDOW_BYTES } from '../../shared/limits.ts';
import type { Encoding, ProxyMessage } from '../../shared/protocol.ts';
import { eachPiece, isGzip } from '../opensearch/bytes.ts';
import type { Body } from '../opensearch/port.ts';
import type { Credits } from './credits.ts';
import { type Frame, FrameFiller, type FramePool, payloadOf, type SentFrames } from './frames.ts';
import { HEAD_BYTES } from './scroll-id.ts';

/** Where messages and frames go. */
export interface Outlet {
  message(message: ProxyMessage): void;
  frame(bytes: Frame): void;
  /** Bytes that the runtime holds of what went out before. */
  held(): number;
  /** Whether the runtime holds nothing of it: the memory of the frames that went out is free. */
  hasSentAll(): boolean;
  /** Settles once no more than `bytes` are held, or the signal is aborted. */
  settled(bytes: number, signal: AbortSignal): Promise<void>;
}

/** What the runtime may hold for one client: more only a client makes of it that acknowledges what it does not take in. */
const MAX_HELD = 4 * WINDOW_BYTES;

/** `onHead` is given the page's first bytes, before anything of it is sent. */
type Page = {
  id: number;
  credits: Credits;
  outlet: Outlet;
  pool: FramePool;
  sent: SentFrames;
  onHead(head: Uint8Array): void;
  signal: AbortSignal;
};

/**
 * Passes one page through as it comes: `page`, then frames as the credits allow. OpenSearch's next bytes are read only
 * when there is room for them.
 * @returns payload bytes in all @throws timeout, the signal's reason, opensearch_failed for a body without bytes, and what the body throws
 */
export async function sendPage(body: Body, page: Page): Promise<number> {
  const { id, pool, credits, signal } = page;
  const sender = new PageSender(page);
  const filler = new FrameFiller({ id, pool });
  await eachPiece(body, (piece) => {
    filler.fill(piece, (frame) => sender.add(frame));
    return sender.send();
  });
  filler.end((frame) => sender.add(frame));
  await sender.send();
  signal.throwIfAborted();
  if (credits.sent === 0) throw new SluiceError('opensearch_failed', 'OpenSearch gave an empty answer.');
  return credits.sent;
}

/** Sends frames at once where there is room, which costs no promise; else in their order as room comes. */
class PageSender {
  readonly #page: Page;
  /** Not sent yet: one as a rule, a few where bytes were read before it was known that there is no room. */
  readonly #waiting: Frame[] = [];
  #sending: Promise<void> | undefined;
  #begun = false;
  /** To be told with the first frame. */
  #encoding: Encoding | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  add(frame: Frame): void {
    if (!this.#begun) {
      this.#begun = true;
      const payload = payloadOf(frame);
      this.#encoding = isGzip(payload) ? 'gzip' : 'identity';
      // A copy: the frame's buffer will be another frame's.
      this.#page.onHead(payload.slice(0, HEAD_BYTES));
    }
    this.#waiting.push(frame);
  }

  /** Undefined where all is sent. @throws timeout, the signal's reason */
  send(): Promise<void> | undefined {
    const { credits, outlet } = this.#page;
    while (!this.#sending) {
      const frame = this.#waiting[0];
      if (!frame) return undefined;
      if (outlet.held() <= MAX_HELD && credits.takeNow(payloadOf(frame).length)) this.#sendFirst();
      else this.#sending = this.#sendAll();
    }
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    const { credits, outlet, signal } = this.#page;
    for (let frame = this.#waiting[0]; frame; frame = this.#waiting[0]) {
      await credits.take(payloadOf(frame).length, signal);
      await outlet.settled(MAX_HELD, signal);
      signal.throwIfAborted();
      this.#sendFirst();
    }
    this.#sending = undefined;
  }

  #sendFirst(): void {
    const { id, credits, outlet, sent } = this.#page;
    const frame = this.#waiting.shift();
    if (!frame) return;
    if (this.#encoding) outlet.message({ type: 'page', id, encoding: this.#encoding });
    this.#encoding = undefined;
    outlet.frame(frame);
    sent.add(frame, credits.sent);
    if (outlet.hasSentAll()) sent.free(credits.sent);
  }
}
