import type { ProxySocket } from '../socket/proxy-socket.ts';
import type { ShardQueue } from './shard-queue.ts';

/** Snapshots that are open and not read yet: few, as others want some too, and enough for those who read meanwhile. */
const AHEAD = { least: 24, most: 48 };

type OpeningsDeps = {
  queue: ShardQueue;
  /** @throws socket_lost, signed_out */
  socket(): Promise<ProxySocket>;
  /** Reads that waited for one may be sent. */
  ended(): void;
};

/**
 * Opens the snapshots that the plan had no room for: some in one request, before it is their turn. One that is not opened so
 * is opened by itself.
 */
export class Openings {
  readonly #deps: OpeningsDeps;
  #isUnderWay = false;

  constructor(deps: OpeningsDeps) {
    this.#deps = deps;
  }

  /** There is room for more, as some were closed. Never rejects. */
  async goOn(): Promise<void> {
    const { queue, socket, ended } = this.#deps;
    const open = queue.snapshots;
    if (this.#isUnderWay || open > AHEAD.least) return;
    const shards = queue.unopened.slice(0, AHEAD.most - open);
    if (shards.length < 2) return;
    this.#isUnderWay = true;
    for (const { reader } of shards) reader.snapshot.isAwaited = true;
    try {
      const connection = await socket();
      if (connection.hello.opens === undefined) return;
      const opened = await connection.open(shards.map(({ ticket }) => ticket));
      for (const [i, { reader }] of shards.entries()) {
        const ticket = opened[i];
        if (ticket) reader.snapshot.came(ticket);
      }
    } catch {
      // When its turn comes each is opened by itself, and says what is the matter.
    } finally {
      for (const { reader } of shards) reader.snapshot.isAwaited = false;
      this.#isUnderWay = false;
      ended();
    }
  }
}
