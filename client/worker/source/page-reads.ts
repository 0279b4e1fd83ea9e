import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import type { Encoding } from '../../../shared/protocol.ts';
import type { Reader } from '../../../shared/request.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ConnectionLink } from '../run/link.ts';
import type { Trouble } from '../run/trouble.ts';
import type { MakeScanner, Rows } from '../scan/scanner.ts';
import type { PageStream } from '../socket/page-stream.ts';
import type { Clock } from '../util/clock.ts';
import { cameWhole, countLeftOut, endedAfter, idsToLeaveOut, leaveOut, rowsToAsk, takePlaces } from './leave-out.ts';
import type { Budget, Share } from './pace/budget.ts';
import { Latencies } from './pace/latencies.ts';
import type { Pace } from './pace/pace.ts';
import type { Packing } from './pace/packing.ts';
import { type PageResult, readPage } from './read-page.ts';
import { type Settled, settlePage } from './settle-page.ts';
import {
  abandonPlace,
  behind,
  expectAnew,
  isFinished,
  isWhole,
  type Job,
  type Shard,
  type ShardQueue,
  ticketsOf,
} from './shards.ts';

export type PageReadsOptions = {
  queue: ShardQueue;
  reader: Reader;
  /** For the rows of an index. */
  scannerOf(index: string): MakeScanner;
  pace: Pace;
  packing: Packing;
  budget: Budget;
  link: ConnectionLink;
  ledger: Ledger;
  trouble: Trouble;
  clock: Clock;
  /** Whether documents that cannot be read are left out, or stop the export. */
  leavesOut(): boolean;
  /** A read has ended, well or not. */
  ended(): void;
};

/** A page that ended before the document of that id. */
type Ended = { ticket: string; result: PageResult; id: string };
type Came = { result: PageResult; settled: Settled; size: number; ms: number };
/** A page that nobody waits for any more. */
class Dropped extends Error {}

type Asked = { shard: Shard; chunk: Chunk; size: number; encoding: Encoding; share: Share; ticket: string };

/** The reads under way: sends as many as pace and budget allow, and puts each page into the file whole or not at all. */
export class PageReads {
  wireBytes = 0;
  /** Times from asking to written. */
  readonly latencies = new Latencies();
  inFlight = 0;
  readonly #is: PageReadsOptions;
  readonly #pages = new Set<PageStream>();
  readonly #dropped = new WeakSet<PageStream>();
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
    for (const page of this.#pages) {
      this.#dropped.add(page);
      page.cancel();
    }
  }

  /** Never rejects: what went wrong is `trouble`'s to decide. */
  async #read(job: Job, share: Share): Promise<void> {
    const { queue, clock, pace, trouble, ended } = this.#is;
    const { shard } = job;
    const began = clock.now();
    const rows = pace.rowsFor(shard.index);
    // All pages of a scroll are as long as its first.
    const size = this.#is.reader === 'scroll' ? rows : rowsToAsk(shard, rows);
    let ticket = shard.next ?? shard.ticket;
    try {
      if (shard.snapshot === 'none') ticket = await this.#open(shard);
      await this.#readInto(job, { share, ticket, began, size });
      share.free();
    } catch (thrown) {
      abandonPlace(shard);
      // What comes now may take its time: others have the room meanwhile.
      share.free();
      const error = SluiceError.from(thrown);
      // Neither is trouble: it is asked again.
      const isAsked = thrown instanceof Dropped || pace.refused(shard.index, { size, code: error.code });
      if (!isAsked) await trouble.met(error, { began, shard, ticket });
    }
    this.#probed.delete(shard.index);
    queue.giveBack(job);
    if (isFinished(shard)) this.#close(shard);
    this.inFlight -= 1;
    ended();
  }

  async #readInto(job: Job, of: { share: Share; ticket: string; began: number; size: number }): Promise<void> {
    const { reader, pace, packing, ledger, trouble, clock } = this.#is;
    const { shard, chunk } = job;
    const { size } = of;
    const opening = reader === 'scroll' && shard.next === undefined;
    const probing = opening && !pace.isMeasured(shard.index);
    const encoding = packing.next();
    const result = await this.#page({ shard, chunk, encoding, ...of });
    this.wireBytes += result.wireBytes;
    if (result.unreadable) return this.#leaveOut(job, { ...of, result, id: result.unreadable.id });
    const settled = settlePage(result, { reader, chunk, size });
    this.#adapt(shard, { result, settled, size, ms: clock.now() - of.began });
    if (probing && result.summary && isMore(result.summary, size)) return this.#leaveScroll(shard, settled.next);
    await ledger.write(settled.rows, () => {
      // A scroll's snapshot is as old as its first page: what that page counts is what the shard owes.
      if (opening && isWhole(job)) expectAnew(shard, result.summary?.total);
      this.#apply(job, settled.rows, settled.left);
    });
    if (!settled.next) abandonPlace(shard);
    shard.next = settled.next;
    shard.carry = settled.carry;
    // The chunk that follows has a scroll of its own.
    if (!settled.left && shard.left.length > 0) this.#release(shard, takePlaces(shard));
    const ms = clock.now() - of.began;
    this.latencies.add(ms);
    packing.came({ encoding, bytes: result.bytes, ms });
    if (settled.left !== chunk) trouble.over();
  }

  /** Moves the shard's state, in the turn in which the rows are in the file. */
  #apply(job: Job, rows: readonly Rows[], left: Chunk | undefined): void {
    const { shard } = job;
    for (const { count, seqNoSum } of rows) {
      shard.written += count;
      shard.seqNoSum += seqNoSum;
    }
    const { index } = shard;
    if (job.left) for (const id of countLeftOut(shard, job.left, left)) this.#is.ledger.leaveOut({ index, id });
    job.left = left;
  }

  /** The page ended before a document that cannot be read: its rows are written, and the chunk is parted behind the document. */
  async #leaveOut(job: Job, { ticket, result: { done, tail }, id }: Ended): Promise<void> {
    const { link, ledger, trouble } = this.#is;
    const { shard, chunk } = job;
    const connection = await link.get();
    const seqNos = await connection.locate({ ticket, document: id });
    const { upTo, behind: rest } = leaveOut(shard, behind(chunk, done), { id, seqNos });
    const carried = shard.carry?.count ?? 0;
    await ledger.write([done], () => {
      this.#apply(job, [done], upTo);
      if (rest) shard.left.unshift(rest);
    });
    endedAfter(shard, done.count + tail.count - carried);
    this.#release(shard, takePlaces(shard));
    trouble.over();
  }

  async #page(of: Asked): Promise<PageResult> {
    const { link, budget, scannerOf } = this.#is;
    const { shard, ticket, chunk, size, encoding, share } = of;
    const connection = await link.get();
    const without = idsToLeaveOut(shard, chunk);
    const page = connection.read({ ticket, chunk, size, encoding, ...(without.length > 0 ? { without } : {}) });
    this.#pages.add(page);
    const part = this.#uncut.has(shard) ? Number.POSITIVE_INFINITY : budget.part;
    try {
      const { carry } = shard;
      const isLeftOut = this.#is.leavesOut();
      return await readPage({ page, makeScanner: scannerOf(shard.index), carry, share, part, leaveOut: isLeftOut });
    } catch (error) {
      // The export may go on by now: that it was told to wait is nothing to end it for.
      throw this.#dropped.has(page) ? new Dropped() : error;
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
    if (shard.snapshot === 'own') this.#release(shard, ticketsOf(shard));
  }

  /**
   * All pages of a scroll have as many rows as its first: one that was opened to learn their size is left, and its rows are
   * read again by the next, whose snapshot is the shard's.
   */
  #leaveScroll(shard: Shard, place: string | undefined): void {
    if (place !== undefined) this.#release(shard, [place]);
  }

  /** Closes what the shard does not need any more; at the end, where it cannot be done now. */
  #release(shard: Shard, tickets: readonly string[]): void {
    if (tickets.length === 0) return;
    void this.#is.link
      .get()
      .then((connection) => connection.release(tickets))
      .catch(() => shard.abandoned.push(...tickets));
  }

  #adapt(shard: Shard, { result, settled, size, ms }: Came): void {
    const { pace } = this.#is;
    const { summary, bytes } = result;
    if (summary) pace.succeeded(shard.index, { rows: summary.hits, bytes, ms });
    else pace.tooLarge(shard.index, { rows: result.done.count + result.tail.count, bytes });
    this.#uncut.delete(shard);
    const rows = pace.rowsFor(shard.index);
    cameWhole(shard, size, rows);
    if (!settled.onlyOneGroup) return;
    if (!summary) this.#uncut.add(shard);
    else if (size < rows) return;
    else if (!pace.growPastGroup(shard.index)) {
      throw new SluiceError('group_too_large', 'More rows share one sequence number than a page can hold.');
    }
  }
}

/** Whether a first page of `size` rows is not all there is. */
function isMore({ hits, total }: { hits: number; total?: number | undefined }, size: number): boolean {
  return hits > 0 && (total ?? Number.POSITIVE_INFINITY) > size;
}
