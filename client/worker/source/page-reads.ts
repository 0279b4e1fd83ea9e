import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import type { DocumentName } from '../../../shared/json/row-unreadable.ts';
import { MAX_PAGE_ROWS } from '../../../shared/limits.ts';
import type { Rows } from '../scan/scanner.ts';
import type { Clock } from '../util/clock.ts';
import { countLeftOut, leaveOut } from './leave-out.ts';
import { Openings } from './openings.ts';
import type { Share } from './pace/budget.ts';
import { Latencies } from './pace/latencies.ts';
import type { Pace } from './pace/pace.ts';
import type { Packing } from './pace/packing.ts';
import { Dropped, Pages, type PagesDeps } from './pages.ts';
import { behind } from './position.ts';
import type { PageResult } from './read-page.ts';
import type { Job, Shard } from './shard.ts';
import type { ShardQueue } from './shard-queue.ts';
import type { Question, Settled } from './shard-reader.ts';

/** What failed: when it began, ms of the clock, its shard, and the ticket that it was sent with. */
export type FailedRead = { began: number; shard: Shard; ticket: string };

export type PageReadsDeps = PagesDeps & {
  queue: ShardQueue;
  pace: Pace;
  packing: Packing;
  clock: Clock;
  /** Puts rows into the file; `move` is called in the turn in which they are there. Settles when more may come. */
  write(rows: readonly Rows[], of: Shard, move: () => void): Promise<void>;
  /** A document is left out of the file. */
  leaveOut(document: DocumentName): void;
  /** Less is to be asked for at once after such a failure. */
  isSlowing(error: SluiceError): boolean;
  /** Decides what a failure comes to; the read is sent again as soon as it may be. */
  failed(error: SluiceError, read: FailedRead): Promise<void>;
  /** A page was written that moved the export on. */
  progressed(): void;
  /** A read has ended, well or not. */
  ended(): void;
};

/** Shards that are read and hold something open still, until they are closed in one request: of those opened one by one few, as room is short then. */
const CLOSED_AT_ONCE = { planned: 16, own: 2 };

/** So many times the rows of a page are no other page yet. */
const NEARLY = 1.25;

/** A read that was sent, and when, ms of the clock. */
type Sent = { job: Job; share: Share; began: number; question: Question };

/** The reads under way: sends as many as pace and budget allow, and puts each page into the file whole or not at all. */
export class PageReads {
  wireBytes = 0;
  /** Times from asking to written. */
  readonly latencies = new Latencies();
  inFlight = 0;
  readonly #deps: PageReadsDeps;
  readonly #pages: Pages;
  readonly #openings: Openings;
  /** Indices of unknown document size that a first page is under way of. */
  readonly #probed = new Set<string>();
  /** Shards that are read, and whose snapshots are open still. */
  readonly #finished: Shard[] = [];

  constructor(deps: PageReadsDeps) {
    this.#deps = deps;
    this.#pages = new Pages(deps);
    this.#openings = new Openings(deps);
  }

  /** Bytes that have come of the pages under way. */
  get inFlightBytes(): number {
    return this.#pages.bytes;
  }

  /** Sends what may be sent now, `most` side by side. */
  send(most = Number.POSITIVE_INFINITY): void {
    const { queue, pace, budget } = this.#deps;
    const mayRead = ({ index }: Shard) => pace.isMeasured(index) || !this.#probed.has(index);
    const pageRowsOf = ({ index }: Shard) => (pace.isMeasured(index) ? pace.rowsFor(index) : undefined);
    for (;;) {
      const { parallel } = pace;
      const idle = Math.min(most, parallel) - this.inFlight;
      const job = idle > 0 ? queue.take({ parallel, idle, mayRead, pageRowsOf }) : undefined;
      if (!job) return;
      const { index } = job.shard;
      const share = budget.take(pace.pageBytesFor(index));
      if (!share) return queue.giveBack(job);
      this.inFlight += 1;
      if (!pace.isMeasured(index)) this.#probed.add(index);
      else this.#askForSeams(job, pace.rowsFor(index));
      void this.#read(job, share);
    }
  }

  /** Drops the pages under way; their chunks are as they were. */
  cancel(): void {
    this.#pages.cancel();
  }

  /** Beside the pages, which do not wait for it. */
  #askForSeams({ shard, chunk }: Job, pageRows: number): void {
    if (!shard.mayHaveSeams(chunk, pageRows)) return;
    void shard.seams.learn({ ticket: shard.ticket, chunk, socket: this.#deps.socket() });
  }

  /** Never rejects: what went wrong is decided upon elsewhere. */
  async #read(job: Job, share: Share): Promise<void> {
    const { queue, clock, pace, isSlowing, failed, ended } = this.#deps;
    const { shard } = job;
    const began = clock.now();
    let question = this.#ask(job);
    try {
      if (shard.reader.snapshot.state === 'none') {
        await shard.reopen(question.ticket, await this.#deps.socket());
        question = this.#ask(job);
      }
      await this.#take({ job, share, began, question });
      share.free();
    } catch (thrown) {
      shard.reader.dropPlace();
      // What comes now may take its time: others have the room meanwhile.
      share.free();
      const error = SluiceError.from(thrown);
      const { size, ticket } = question;
      // Neither is a failure: it is asked again.
      const isAsked = thrown instanceof Dropped || pace.refused(shard.index, { size, code: error.code });
      if (!isAsked && isSlowing(error)) pace.troubled();
      if (!isAsked) await failed(error, { began, shard, ticket });
    }
    this.#probed.delete(shard.index);
    queue.giveBack(job);
    this.inFlight -= 1;
    if (shard.isFinished) this.#finish(shard);
    ended();
  }

  #ask({ shard }: Job): Question {
    const { pace } = this.#deps;
    const { index, reader } = shard;
    const [rows, isKnown] = [pace.rowsFor(index), pace.isMeasured(index)];
    return reader.ask(isKnown ? wholeIfNearly(rows, shard.rowsLeft) : rows, isKnown);
  }

  /** Takes a page in, and writes it. */
  async #take(sent: Sent): Promise<void> {
    const { packing, write, clock, progressed } = this.#deps;
    const { shard, chunk } = sent.job;
    const encoding = packing.next();
    const result = await this.#pages.take({ ...sent.question, shard, chunk, encoding, share: sent.share });
    this.wireBytes += result.wireBytes;
    if (result.unreadable) return this.#leaveOut(sent, result, result.unreadable);
    const settled = shard.reader.settle(result, { ...sent.question, chunk });
    this.#adapt(sent, result, settled);
    if (settled.refused) return this.#close(shard, settled.refused);
    await write(settled.rows, shard, () => {
      if (shard.isAll(sent.job)) shard.expectAnew(settled.counted);
      this.#move(sent.job, settled.rows, settled.left);
    });
    const isNext = settled.left === undefined && shard.left.length > 0;
    this.#close(shard, shard.reader.goOn(settled.place, isNext));
    const ms = clock.now() - sent.began;
    this.latencies.add(ms);
    packing.add({ encoding, bytes: result.bytes, ms });
    if (settled.left !== chunk) progressed();
  }

  /** Moves the shard's state, in the turn in which the rows are in the file. */
  #move(job: Job, rows: readonly Rows[], left: Chunk | undefined): void {
    const { shard } = job;
    for (const { count, seqNoSum } of rows) {
      shard.written += count;
      shard.seqNoSum += seqNoSum;
    }
    const { index } = shard;
    if (job.left) for (const id of countLeftOut(shard, job.left, left)) this.#deps.leaveOut({ index, id });
    job.left = left;
  }

  /** The page ended before a document that cannot be read: its rows are written, and the chunk is parted behind the document. */
  async #leaveOut({ job, question }: Sent, { done, tail }: PageResult, { id }: DocumentName): Promise<void> {
    const { socket, write, progressed } = this.#deps;
    const { shard, chunk } = job;
    const { ticket, carry } = question;
    const connection = await socket();
    const seqNos = await connection.locate({ ticket, document: id });
    const { upTo, behind: rest } = leaveOut(shard, behind(chunk, done), { id, seqNos });
    await write([done], shard, () => {
      this.#move(job, [done], upTo);
      if (rest) shard.left.unshift(rest);
    });
    this.#close(shard, shard.reader.part(done.count + tail.count - (carry?.count ?? 0)));
    progressed();
  }

  /** A snapshot is of no use once its shard is read: it makes room for others. What is left at the end is closed with all tickets. */
  #finish(shard: Shard): void {
    const { state } = shard.reader.snapshot;
    if (state === 'none') return;
    this.#finished.push(shard);
    const { snapshots, unopened } = this.#deps.queue;
    // What is open and unread is to last until as many others are open.
    const enough =
      unopened.length > 0 ? Math.max(CLOSED_AT_ONCE.own, Math.floor(snapshots / 2)) : CLOSED_AT_ONCE.planned;
    if (this.#finished.length >= Math.min(enough, CLOSED_AT_ONCE[state])) this.#closeFinished();
  }

  /** Where that cannot be done now their tickets are closed at the end, with all others. */
  #closeFinished(): void {
    const shards = this.#finished.splice(0);
    if (shards.length === 0) return;
    const tickets = new Map(shards.map((shard) => [shard, shard.reader.tickets]));
    const closing = this.#deps.socket().then(async (connection) => {
      await connection.release([...tickets.values()].flat());
      for (const { reader } of shards) reader.snapshot.state = 'none';
    });
    closing
      .catch(() => {
        for (const [{ reader }, kept] of tickets) reader.keep(kept);
      })
      .then(() => this.#openings.goOn());
  }

  /** Closes what the shard does not need any more; at the end, where it cannot be done now. */
  #close({ reader }: Shard, tickets: readonly string[]): void {
    if (tickets.length === 0) return;
    void this.#deps
      .socket()
      .then((connection) => connection.release(tickets))
      .catch(() => reader.keep(tickets));
  }

  #adapt({ job: { shard }, question: { size }, began }: Sent, result: PageResult, settled: Settled): void {
    const { pace, clock } = this.#deps;
    const { summary, bytes, done, tail } = result;
    if (summary) pace.succeeded(shard.index, { rows: summary.hits, bytes, ms: clock.now() - began });
    else pace.tooLarge(shard.index, { rows: done.count + tail.count, bytes });
    const rows = pace.rowsFor(shard.index);
    shard.reader.learn(size, rows);
    if (settled.onlyOneGroup && size >= rows && !pace.growPastGroup(shard.index)) {
      throw new SluiceError('group_too_large', 'More rows share one sequence number than a page can hold.');
    }
  }
}

/** Some rows more where they are all that is left of a shard: a full page has to be asked for what may be behind it. */
function wholeIfNearly(rows: number, left: number | undefined): number {
  const all = (left ?? Number.POSITIVE_INFINITY) + 1;
  return all > rows && all <= Math.min(NEARLY * rows, MAX_PAGE_ROWS) ? all : rows;
}
