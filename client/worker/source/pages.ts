import type { Chunk } from '../../../shared/chunk.ts';
import type { Encoding } from '../../../shared/protocol.ts';
import type { MakeScanner } from '../scan/scanner.ts';
import type { PageStream } from '../socket/page-stream.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import { idsToLeaveOut } from './leave-out.ts';
import type { Budget, Share } from './pace/budget.ts';
import { type PageResult, readPage } from './read-page.ts';
import type { Shard } from './shard.ts';
import type { Question } from './shard-reader.ts';

/** A page that nobody waits for any more. */
export class Dropped extends Error {}

export type PagesDeps = {
  /** The proxy's socket. @throws socket_lost, signed_out */
  socket(): Promise<ProxySocket>;
  /** For the rows of an index. */
  scannerOf(index: string): MakeScanner;
  budget: Budget;
  /** Whether documents that cannot be read are left out, or stop the export. */
  leavesOut(): boolean;
};

export type PageOf = Question & { shard: Shard; chunk: Chunk; encoding: Encoding; share: Share };

/** The pages on their way. */
export class Pages {
  readonly #deps: PagesDeps;
  readonly #open = new Set<PageStream>();
  readonly #dropped = new WeakSet<PageStream>();

  constructor(deps: PagesDeps) {
    this.#deps = deps;
  }

  /** Bytes that have come of them. */
  get bytes(): number {
    return [...this.#open].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Asks for a page and takes it in. @throws Dropped, group_too_large, and as `readPage` */
  async take({ shard, ticket, chunk, size, encoding, carry, share }: PageOf): Promise<PageResult> {
    const { socket, budget, scannerOf, leavesOut } = this.#deps;
    const connection = await socket();
    const without = idsToLeaveOut(shard, chunk);
    const page = connection.read({ ticket, chunk, size, encoding, ...(without.length > 0 ? { without } : {}) });
    this.#open.add(page);
    try {
      const makeScanner = scannerOf(shard.index);
      return await readPage({ page, makeScanner, carry, share, part: budget.part, leaveOut: leavesOut() });
    } catch (error) {
      // The export may go on by now: that it was told to wait is nothing to end it for.
      throw this.#dropped.has(page) ? new Dropped() : error;
    } finally {
      this.#open.delete(page);
    }
  }

  /** Drops all. */
  cancel(): void {
    for (const page of this.#open) {
      this.#dropped.add(page);
      page.cancel();
    }
  }
}
