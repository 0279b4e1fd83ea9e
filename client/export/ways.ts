import type { Way } from '../worker/socket/find-way.ts';
import { findWay } from './worker-bridge.ts';

/** What exports of this page come by, as it was found out last. */
export class Ways {
  readonly #socketUrl: string;
  #isBlocked = false;

  constructor(socketUrl: string) {
    this.#socketUrl = socketUrl;
  }

  /** What a worker has to know of it. */
  known(): { socketUrl: string; isBlocked: boolean } {
    return { socketUrl: this.#socketUrl, isBlocked: this.#isBlocked };
  }

  /** As `Exports.findWay`. */
  async find(signal: AbortSignal): Promise<Way> {
    const way = await findWay(this.#socketUrl, signal).catch((): Way => ({}));
    if (way.carrying) this.#isBlocked = way.carrying === 'requests';
    return way;
  }
}
