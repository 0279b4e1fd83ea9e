import type { Credits } from './credits.ts';
import type { SentFrames } from './frames.ts';

/** What was sent of a page, and what of it the client has. */
export type SentPage = { credits: Credits; sent: SentFrames };

/** Pages that are sent to their end, by number, until their last frames are free: the latest ones. */
export class Parting {
  readonly #pages = new Map<number, SentPage>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(id: number, page: SentPage): void {
    if (page.sent.left === 0) return;
    this.#pages.set(id, page);
    const [oldest] = this.#pages.keys();
    if (oldest !== undefined && this.#pages.size > this.#most) this.#pages.delete(oldest);
  }

  /** @param running the page, while it is still sent */
  acknowledge({ id, bytes }: { id: number; bytes: number }, running: SentPage | undefined): void {
    const page = running ?? this.#pages.get(id);
    if (!page) return;
    page.credits.acknowledge(bytes);
    page.sent.free(page.credits.acknowledged);
    if (page.sent.left === 0) this.#pages.delete(id);
  }
}
