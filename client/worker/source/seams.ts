import type { Chunk } from '../../../shared/chunk.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import { isWithin } from './position.ts';

/** Runs of fewer rows are left in one page: as pages of their own they would cost more, most of all on a long line. */
const LEAST_ROWS = 1000;

type Asked = { ticket: string; chunk: Chunk; socket: Promise<ProxySocket> };

/**
 * Where a shard's documents, in the order of their sequence numbers, leave one run at OpenSearch and go on in another. A page within one run is read in
 * one piece; with a seam in it each of its documents is unpacked by itself, which costs OpenSearch six times as much. So pages end at seams.
 * Only a hint: a chunk may be cut at any number, and whatever is said here each row is read once.
 */
export class Seams {
  /** The snapshot's: in another one documents lie elsewhere. */
  #ticket: string | undefined;
  #asked: Chunk[] = [];
  #at: number[] = [];

  areAsked(ticket: string, { after, upTo }: Chunk): boolean {
    return ticket === this.#ticket && this.#asked.some((one) => after >= one.after && upTo <= one.upTo);
  }

  /** Asks for those of a chunk. Never rejects: without them pages are cut as they come. */
  async learn({ ticket, chunk, socket }: Asked): Promise<void> {
    if (ticket !== this.#ticket) [this.#ticket, this.#asked, this.#at] = [ticket, [], []];
    this.#asked.push(chunk);
    const found = await socket.then((connection) => connection.seams({ ticket, chunk })).catch(() => []);
    if (ticket !== this.#ticket) return;
    this.#at = [...this.#at, ...found.filter((seam) => isWithin(chunk, seam))].sort((a, b) => a - b);
  }

  /** Where the next page of a chunk, of so many rows, is best ended; undefined where it may end anywhere. */
  within({ after, upTo }: Chunk, pageRows: number): number | undefined {
    const least = after + Math.min(LEAST_ROWS, pageRows / 2);
    // A page that is full ends within its last group: one more would be asked for.
    const end = Math.min(upTo, after + pageRows);
    // A short piece is worth it before a long run, and not among other short ones.
    return this.#at.find((seam, i) => seam > after && seam < end && (this.#at[i + 1] ?? end) >= least);
  }
}
