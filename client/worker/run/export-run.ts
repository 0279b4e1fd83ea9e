import { SluiceError } from '../../../shared/errors.ts';
import { WORKER_BUDGET_BYTES } from '../../../shared/limits.ts';
import type { ExportReport, Hello, Plan } from '../../../shared/protocol.ts';
import type { ExportRequest, Reader } from '../../../shared/request.ts';
import type { News, Resuming } from '../api.ts';
import type { EncoderState } from '../encode/encoder.ts';
import type { Progress, Verdict } from '../events.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import { type Budget, makeBudget } from '../source/pace/budget.ts';
import { makePace } from '../source/pace/pace.ts';
import { makePacking } from '../source/pace/packing.ts';
import { PageReads } from '../source/page-reads.ts';
import { ShardQueue } from '../source/shard-queue.ts';
import { Control } from './control.ts';
import { checkpointOf, progressOf, type Reading } from './reading.ts';
import { ReconnectingSocket } from './reconnecting-socket.ts';
import { recountShards } from './recount.ts';
import { Recovery } from './recovery.ts';
import { release } from './release.ts';
import { learnFormats, NOTHING_TOLD, RowDates } from './row-dates.ts';
import type { RunPorts } from './run-ports.ts';
import { makeVerdict } from './verdict.ts';

/** Reads side by side at most. */
const MAX_PARALLEL = 4;
const PROGRESS_EVERY_MS = 250;

/** One export, from the plan, or from where an earlier run of it got to, to the verdict. */
export class ExportRun {
  #request: ExportRequest;
  readonly #ports: RunPorts;
  readonly #control: Control;
  readonly #socket: ReconnectingSocket;
  readonly #ledger: Ledger;
  readonly #budget: Budget;
  readonly #recovery: Recovery;
  readonly #began: number;
  readonly #createdAt: number;
  #reading: Reading | undefined;
  #dates: RowDates;

  constructor(request: ExportRequest, ports: RunPorts) {
    const { clock, emit, random, keep, network, slot } = ports;
    // Said once, it holds for the rest of the file, whoever goes on with it.
    this.#request = keep?.from?.request.leaveOut ? { ...request, leaveOut: true } : request;
    this.#ports = ports;
    this.#control = new Control(emit);
    this.#dates = new RowDates(ports.format, NOTHING_TOLD);
    this.#socket = new ReconnectingSocket(ports.connect, keep?.from?.apart && request.search);
    this.#ledger = new Ledger({
      ...{ sink: ports.sink, clock, journal: keep?.journal, from: keep?.from, makeEncoder: ports.format.makeEncoder },
      checkpoint: (encoder) => this.#checkpoint(encoder),
      ...(ports.commitEvery ? { commitEvery: ports.commitEvery } : {}),
    });
    this.#budget = makeBudget(ports.budgetBytes ?? WORKER_BUDGET_BYTES, MAX_PARALLEL);
    const parts = { control: this.#control, socket: this.#socket, clock, network, emit, random, slot };
    this.#recovery = new Recovery({ ...parts, retriesBefore: keep?.from?.retries ?? 0 });
    this.#began = clock.now() - (keep?.from?.elapsedMs ?? 0);
    this.#createdAt = keep?.from?.createdAt ?? ports.wallClock();
  }

  /** No new page is asked for; those under way are written. */
  pause(): void {
    this.#control.pause();
  }

  resume({ leaveOut = false }: Resuming = {}): void {
    if (leaveOut) this.#request = { ...this.#request, leaveOut };
    const { mode } = this.#control;
    if (mode === 'interrupted' || mode === 'looking') this.#socket.drop();
    this.#recovery.startOver();
    this.#control.resume();
  }

  /** Something that may let an interrupted export go on. */
  hear(news: News): void {
    this.#recovery.hear(news);
  }

  cancel(): void {
    this.#control.stop(new SluiceError('download_cancelled', 'The export was cancelled.'));
    if (!this.#reading) this.#socket.drop();
  }

  /** Settles when the export has ended; how it ended, the events say. */
  async run(): Promise<void> {
    try {
      if (this.#request.order) throw new SluiceError('bad_request', 'This release writes rows as they are read only.');
      const reading = await this.#begin();
      await this.#readAll(reading);
      await this.#closeFile();
      await this.#ports.keep?.journal.letGo();
      const verdict = await this.#verdict(reading);
      await this.#release(verdict.complete ? 'complete' : 'incomplete');
      this.#ports.emit({ type: 'finished', verdict, progress: this.#progress(reading) });
    } catch (error) {
      await this.#fail(SluiceError.from(error));
    } finally {
      this.#socket.drop();
    }
  }

  async #begin(): Promise<Reading> {
    const { keep } = this.#ports;
    if (!keep?.from) {
      const { plan, hello } = await this.#recovery.untilDone((connection) => this.#plan(connection));
      await this.#learnDates();
      const reading = this.#prepare(ShardQueue.ofPlan(plan, hello.maxChunkSize), plan.reader, hello);
      await this.#ledger.commit();
      return reading;
    }
    const { from, spool } = keep;
    const hello = await this.#recovery.untilDone(async (connection) => connection.hello);
    await this.#learnDates();
    const reading = this.#prepare(ShardQueue.ofCheckpoint(from), from.reader, hello);
    this.#ports.emit({ type: 'progress', progress: this.#progress(reading) });
    await this.#ledger.replay({ spool, bytes: from.bytes, untilRunning: () => this.#control.untilRunning() });
    return reading;
  }

  async #plan(connection: ProxySocket): Promise<{ plan: Plan; hello: Hello }> {
    return { plan: await this.#socket.plan(connection, this.#request), hello: connection.hello };
  }

  /** After the plan, so that its indices are among those that are asked about. */
  async #learnDates(): Promise<void> {
    const { askDateFormats: ask, format, keep } = this.#ports;
    const ports = { ask, recovery: this.#recovery, from: keep?.from };
    this.#dates = new RowDates(format, await learnFormats(this.#request, ports));
  }

  #prepare(queue: ShardQueue, reader: Reader, hello: Hello): Reading {
    const { emit, clock } = this.#ports;
    const [socket, ledger, recovery] = [this.#socket, this.#ledger, this.#recovery];
    const pace = makePace({ firstRows: hello.batchSize, maxParallel: MAX_PARALLEL });
    const reads = new PageReads({
      ...{ queue, pace, clock, budget: this.#budget },
      scannerOf: (index) => this.#dates.scannerOf(index),
      packing: makePacking({ now: () => clock.now(), first: this.#ports.firstEncoding ?? 'gzip' }),
      socket: () => socket.get(),
      write: (rows, move) => ledger.write(rows, move),
      leaveOut: (document) => ledger.leaveOut(document),
      failed: (error, read) => recovery.handle(error, read),
      isSlowing: (error) => recovery.isSlowing(error),
      progressed: () => recovery.progressed(),
      leavesOut: () => this.#request.leaveOut === true,
      ended: () => this.#control.changed(),
    });
    const shards = queue.shards.map(({ index, shard, expected }) => ({ index, shard, rows: expected }));
    emit({ type: 'planned', reader, shards });
    this.#reading = { reader, queue, reads, pace, downloadTimeout: hello.downloadTimeout };
    return this.#reading;
  }

  async #readAll(reading: Reading): Promise<void> {
    const { queue, reads } = reading;
    // What came before, such as a large spool going into a new download, is no time without progress.
    this.#recovery.progressed();
    const end = new AbortController();
    this.#watch(reading, end.signal).catch((error) => this.#control.stop(SluiceError.from(error)));
    try {
      while (!queue.done || !this.#control.works) {
        await this.#recovery.untilAllowed();
        if (!this.#control.works) continue;
        const change = this.#control.nextChange();
        reads.send(this.#control.mode === 'looking' ? 1 : undefined);
        if (!queue.done) await change;
        if (this.#control.mode === 'interrupted') reads.cancel();
      }
      this.#recovery.progressed();
    } finally {
      end.abort();
      reads.cancel();
    }
  }

  /** Reports progress, saves it, and interrupts what has made none for too long. */
  async #watch(reading: Reading, over: AbortSignal): Promise<void> {
    const { clock, emit, network } = this.#ports;
    while (!over.aborted) {
      await clock.sleep(PROGRESS_EVERY_MS, over);
      if (over.aborted) return;
      await this.#ledger.commitIfDue();
      if (!this.#control.works) continue;
      if (this.#control.mode === 'running') {
        emit({ type: 'progress', progress: this.#progress(reading) });
        if (!network.isOnline()) this.#recovery.stillWaiting();
      }
      if (this.#recovery.stalledMs < reading.downloadTimeout) continue;
      this.#recovery.interrupt(new SluiceError('timeout', 'No row has arrived for too long.'));
    }
  }

  /** What a picked file does not take now it may take later: as long as the rows are kept, the export waits for that. */
  async #closeFile(): Promise<void> {
    for (;;) {
      try {
        return await this.#ledger.close(() => this.#control.untilRunning());
      } catch (cause) {
        const error = SluiceError.from(cause);
        const mayWait = error.code === 'disk_full' || error.code === 'file_unwritable';
        if (!mayWait || !this.#ports.keep?.journal.keeps) throw error;
        this.#recovery.untilResumed(error);
        await this.#control.untilRunning();
      }
    }
  }

  #progress(reading: Reading): Progress {
    return progressOf(reading, { ledger: this.#ledger, budget: this.#budget });
  }

  #checkpoint(encoder: EncoderState): Checkpoint {
    if (!this.#reading) throw new SluiceError('internal', 'There is nothing to keep before there is a plan.');
    return checkpointOf(this.#reading, {
      request: this.#request,
      ...(this.#socket.sendsSearch ? { apart: true } : {}),
      dates: this.#dates.formats,
      ledger: this.#ledger,
      encoder,
      retries: this.#recovery.retries,
      elapsedMs: this.#elapsedMs(),
      createdAt: this.#createdAt,
      savedAt: this.#ports.wallClock(),
    });
  }

  #elapsedMs(): number {
    return this.#ports.clock.now() - this.#began;
  }

  async #verdict(reading: Reading): Promise<Verdict> {
    const { shards } = reading.queue;
    const recount = await recountShards(shards, { socket: this.#socket, clock: this.#ports.clock });
    return makeVerdict({
      shards,
      recount,
      unplaced: this.#ledger.unplaced,
      undated: this.#dates.undated(this.#ledger.undated),
      leftOut: this.#ledger.leftOut,
      elapsedMs: this.#elapsedMs(),
      retries: this.#recovery.retries,
    });
  }

  async #fail(error: SluiceError): Promise<void> {
    const { emit, keep } = this.#ports;
    this.#control.stop(error);
    await this.#ledger.abort(error);
    await keep?.journal.letGo();
    const isCancelled = error.code === 'download_cancelled';
    await this.#release(isCancelled ? 'cancelled' : 'failed');
    if (isCancelled) emit({ type: 'cancelled' });
    else emit({ type: 'failed', error: error.toBody() });
  }

  #release(verdict: ExportReport['verdict']): Promise<void> {
    const report = { exportId: this.#request.id, verdict, rows: this.#ledger.rows };
    return release(this.#reading?.queue.tickets ?? [], report, { socket: this.#socket, clock: this.#ports.clock });
  }
}
