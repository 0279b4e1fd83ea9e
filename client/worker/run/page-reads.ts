import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import type { Encoding } from '../../../shared/protocol.ts';
import type { Reader } from '../../../shared/request.ts';
import type { Budget, Share } from '../pace/budget.ts';
import { Latencies } from '../pace/latencies.ts';
import type { Pace } from '../pace/pace.ts';
import type { Packing } from '../pace/packing.ts';
import { type PageResult, readPage } from '../read/read-page.ts';
import type { MakeScanner } from '../rows/scanner.ts';
import type { PageStream } from '../socket/page-stream.ts';
import type { Clock } from '../util/clock.ts';
import type { FileWriter } from './file-writer.ts';
import type { ConnectionLink } from './link.ts';
import { type Settled, settlePage } from './settle-page.ts';
import { abandonPlace, isFinished, type Job, type Shard, type ShardQueue, ticketsOf } from './shards.ts';
import type { Trouble } from './trouble.ts';

export type PageReadsOptions = {
  queue: ShardQueue;
  reader: Reader;
  /** For the rows of an index. */
  scannerOf(index: string): MakeScanner;
  pace: Pace;
  packing: Packing;
  budget: Budget;
  link: ConnectionLink;
  file: FileWriter;
  trouble: Trouble;
  clock: Clock;
  /** A read has ended, well or not. */
  ended(): void;
};

type Asked = { shard: Shard; chunk: Chunk; size: number; encoding: Encoding; share: Share; ticket: string };

/** The reads under way: sends as many as pace and budget allow, and puts each page into the file whole or not at all. */
export class PageReads {
  wireBytes = 0;
  /** Times from asking to written. */
  readonly latencies = new Latencies();
  inFlight = 0;
  readonly #is: PageReadsOptions;
  readonly #pages = new Set<PageStream>();
  /** A shard whose last page was cut short with nothing to show for it: the next one may hold what it must. */
  readonly #uncut = new Set<Shard>();
  /** Indices of unknown document size that a first page is under way of. */
  readonly #probed = new Set<string>();

  constructor(options: PageReadsOptions) {
    this.#is = options;
  }

  /** Bytes that have come of the pages under way. */
  get inFlightBytes(): number {
    return [...this.#pages].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Sends what may be sent now, `most` side by side. */
  send(most = Number.POSITIVE_INFINITY): void {
    const { queue, pace, budget } = this.#is;
    while (this.inFlight < Math.min(most, pace.parallel)) {
      const job = queue.take(pace.parallel, ({ index }) => pace.isMeasured(index) || !this.#probed.has(index));
      if (!job) return;
      const { index } = job.shard;
      const share = budget.take(pace.pageBytesFor(index));
      if (!share) return queue.giveBack(job);
      this.inFlight += 1;
      if (!pace.isMeasured(index)) this.#probed.add(index);
      void this.#read(job, share);
    }
  }

  /** Drops the pages under way; their chunks are as they were. */
  cancel(): void {
    for (const page of this.#pages) page.cancel();
  }

  /** Never rejects: what went wrong is `trouble`'s to decide. */
  async #read(job: Job, share: Share): Promise<void> {
    const { queue, clock, pace, trouble, ended } = this.#is;
    const { shard } = job;
    const began = clock.now();
    const size = pace.rowsFor(shard.index);
    let ticket = shard.next ?? shard.ticket;
    try {
      if (shard.snapshot === 'none') ticket = await this.#open(shard);
      await this.#readInto(job, { share, ticket, began, size });
      share.free();
    } catch (thrown) {
      const error = SluiceError.from(thrown);
      abandonPlace(shard);
      // What comes now may take its time: others have the room meanwhile.
      share.free();
      // That is no trouble: it is asked again.
      const asksSmaller = pace.refused(shard.index, { size, code: error.code });
      if (!asksSmaller) await trouble.met(error, { began, shard, ticket });
    }
    this.#probed.delete(shard.index);
    queue.giveBack(job);
    if (isFinished(shard)) this.#close(shard);
    this.inFlight -= 1;
    ended();
  }

  async #readInto(job: Job, of: { share: Share; ticket: string; began: number; size: number }): Promise<void> {
    const { reader, pace, packing, file, trouble, clock } = this.#is;
    const { shard, chunk } = job;
    const { size } = of;
    const opening = reader === 'scroll' && shard.next === undefined;
    const probing = opening && !pace.isMeasured(shard.index);
    const encoding = packing.next();
    const result = await this.#page({ shard, chunk, encoding, ...of });
    const settled = settlePage(result, { reader, chunk, size });
    this.#adapt(shard, { result, settled, ms: clock.now() - of.began });
    if (probing && result.summary && isMore(result.summary, size)) return this.#leaveScroll(shard, settled.next);
    await file.write(settled.rows, () => {
      // A scroll's snapshot is as old as its first page: what that page counts is what the shard owes.
      if (opening && shard.written === 0 && result.summary?.total !== undefined) shard.expected = result.summary.total;
      for (const { count } of settled.rows) shard.written += count;
      job.left = settled.left;
    });
    if (!settled.next) abandonPlace(shard);
    shard.next = settled.next;
    shard.carry = settled.carry;
    this.wireBytes += result.wireBytes;
    const ms = clock.now() - of.began;
    this.latencies.add(ms);
    packing.came({ encoding, bytes: result.bytes, ms });
    if (settled.left !== chunk) trouble.over();
  }

  async #page(of: Asked): Promise<PageResult> {
    const { link, budget, scannerOf } = this.#is;
    const { shard, ticket, chunk, size, encoding, share } = of;
    const connection = await link.get();
    const page = connection.read({ ticket, chunk, size, encoding });
    this.#pages.add(page);
    const part = this.#uncut.has(shard) ? Number.POSITIVE_INFINITY : budget.part;
    try {
      return await readPage({ page, makeScanner: scannerOf(shard.index), carry: shard.carry, share, part });
    } finally {
      this.#pages.delete(page);
    }
  }

  async #open(shard: Shard): Promise<string> {
    const connection = await this.#is.link.get();
    shard.ticket = await connection.reopen(shard.ticket);
    shard.snapshot = 'own';
    return shard.ticket;
  }

  /** A snapshot of the shard's own is of no use once the shard is read: it makes room for the next. */
  #close(shard: Shard): void {
    if (shard.snapshot !== 'own') return;
    void this.#is.link
      .get()
      .then(
        (connection) => connection.release(ticketsOf(shard)),
        () => {},
      )
      .catch(() => {});
  }

  /**
   * All pages of a scroll have as many rows as its first: one that was opened to learn their size is left, and its rows are
   * read again by the next, whose snapshot is the shard's.
   */
  #leaveScroll(shard: Shard, place: string | undefined): void {
    if (place === undefined) return;
    void this.#is.link
      .get()
      .then((connection) => connection.release([place]))
      .catch(() => shard.abandoned.push(place));
  }

  #adapt(shard: Shard, { result, settled, ms }: { result: PageResult; settled: Settled; ms: number }): void {
    const { pace } = this.#is;
    const { summary, bytes } = result;
    if (summary) pace.succeeded(shard.index, { rows: summary.hits, bytes, ms });
    else pace.tooLarge(shard.index, { rows: result.done.count + result.tail.count, bytes });
    this.#uncut.delete(shard);
    if (!settled.onlyOneGroup) return;
    if (!summary) this.#uncut.add(shard);
    else if (!pace.growPastGroup(shard.index)) {
      throw new SluiceError('group_too_large', 'More rows share one sequence number than a page can hold.');
    }
  }
}

/** Whether a first page of `size` rows is not all there is. */
function isMore({ hits, total }: { hits: number; total?: number | undefined }, size: number): boolean {
  return hits > 0 && (total ?? Number.POSITIVE_INFINITY) > size;
}
