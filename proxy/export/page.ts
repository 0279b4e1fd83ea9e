import { SluiceError } from '../../shared/errors.ts';
import { WINDOW_BYTES } from '../../shared/limits.ts';
import { FRAME_HEADER_BYTES, type ProxyMessage } from '../../shared/protocol.ts';
import { isGzip } from '../opensearch/bytes.ts';
import type { Credits } from './credits.ts';
import { type FramePool, framesOf } from './frames.ts';
import { HEAD_BYTES } from './scroll-id.ts';

/** Where messages and frames go. */
export interface Outlet {
  message(message: ProxyMessage): void;
  frame(bytes: Uint8Array<ArrayBuffer>): void;
  /** Settles once no more than `bytes` of what went out before are held by the runtime, or the signal is aborted. */
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
  onHead(head: Uint8Array): void;
  signal: AbortSignal;
};

/**
 * Passes one page through as it comes: `page`, then frames as the credits allow. OpenSearch's next bytes are read only
 * when there is room for them.
 * @returns payload bytes in all @throws timeout, the signal's reason, opensearch_failed for a body without bytes, and what the body throws
 */
export async function sendPage(body: AsyncIterable<Uint8Array>, page: Page): Promise<number> {
  const { id, credits, outlet, pool, signal } = page;
  const underWay: { frame: Uint8Array<ArrayBuffer>; upTo: number }[] = [];
  let begun = false;
  for await (const frame of framesOf(body, { id, pool })) {
    const payload = frame.subarray(FRAME_HEADER_BYTES);
    // A copy: the frame's buffer will be another frame's.
    if (!begun) page.onHead(payload.slice(0, HEAD_BYTES));
    await credits.take(payload.length, signal);
    await outlet.settled(MAX_HELD, signal);
    signal.throwIfAborted();
    if (!begun) outlet.message({ type: 'page', id, encoding: isGzip(payload) ? 'gzip' : 'identity' });
    begun = true;
    outlet.frame(frame);
    underWay.push({ frame, upTo: credits.sent });
    while (underWay[0] && underWay[0].upTo <= credits.acknowledged) pool.give(underWay.shift()?.frame ?? frame);
  }
  signal.throwIfAborted();
  if (!begun) throw new SluiceError('opensearch_failed', 'OpenSearch gave an empty answer.');
  return credits.sent;
}
