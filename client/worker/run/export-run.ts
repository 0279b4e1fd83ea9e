import { SluiceError } from '../../../shared/errors.ts';
import { WORKER_BUDGET_BYTES } from '../../../shared/limits.ts';
import type { ExportReport, Hello, Plan } from '../../../shared/protocol.ts';
import type { ExportRequest, Reader } from '../../../shared/request.ts';
import type { News, Resuming } from '../api.ts';
import type { Progress, Verdict } from '../events.ts';
import type { Checkpoint } from '../ledger/checkpoint.ts';
import type { FileState, RowLedger } from '../ledger/row-ledger.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import { type Budget, makeBudget } from '../source/pace/budget.ts';
import { makePace } from '../source/pace/pace.ts';
import { makePacking } from '../source/pace/packing.ts';
import { PageReads } from '../source/page-reads.ts';
import { ShardQueue } from '../source/shard-queue.ts';
import { Control } from './control.ts';
import { finishFile } from './finish-file.ts';
import { makeLedger, readBudgetOf } from './make-ledger.ts';
import { checkpointOf, progressOf, type Reading } from './reading.ts';
import { ReconnectingSocket } from './reconnecting-socket.ts';
import { recountShards } from './recount.ts';
import { Recovery } from './recovery.ts';
import { release } from './release.ts';
import { learnFormats, NOTHING_TOLD, RowDates } from './row-dates.ts';
import type { RunPorts } from './run-ports.ts';
import { makeVerdict } from './verdict.ts';
import { watch } from './watch.ts';

/** Reads side by side at most. */
const MAX_PARALLEL = 4;

/** One export, from the plan, or from where an earlier run of it got to, to the verdict. */
export class ExportRun {
  #request: ExportRequest;
  readonly #ports: RunPorts;
  readonly #control: Control;
  readonly #socket: ReconnectingSocket;
  readonly #ledger: RowLedger;
  readonly #budgetBytes: number;
  /** What reads may hold. */
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
    this.#budgetBytes = ports.budgetBytes ?? WORKER_BUDGET_BYTES;
    this.#ledger = makeLedger(this.#request, ports, {
      budgetBytes: this.#budgetBytes,
      checkpoint: (file) => this.#checkpoint(file),
      indices: () => this.#reading?.queue.shards.map(({ index }) => index) ?? [],
      untilRoom: (cause) => this.#untilRoom(cause),
    });
    this.#budget = makeBudget(readBudgetOf(this.#request, this.#budgetBytes), MAX_PARALLEL);
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
      const reading = await this.#begin();
      await this.#work(reading);
      await this.#ports.keep?.journal.letGo();
      const verdict = await this.#verdict(reading);
      await this.#release(verdict.complete ? 'complete' : 'incomplete');
      const { bytes } = this.#ports.sink.report ?? {};
      const progress = { ...this.#progress(reading), ...(bytes === undefined ? {} : { bytes }) };
      this.#ports.emit({ type: 'finished', verdict, progress });
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
    const { from } = keep;
    const hello = await this.#recovery.untilDone(async (connection) => connection.hello);
    await this.#learnDates();
    const reading = this.#prepare(ShardQueue.ofCheckpoint(from), from.reader, hello);
    this.#ports.emit({ type: 'progress', progress: this.#progress(reading) });
    await this.#ledger.replay(() => this.#control.untilRunning());
    return reading;
  }

  async #plan(connection: ProxySocket): Promise<{ plan: Plan; hello: Hello }> {
    const tell = (done: number, of: number) => this.#ports.emit({ type: 'planning', done, of });
    return { plan: await this.#socket.plan(connection, this.#request, tell), hello: connection.hello };
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
    const light = new Set(queue.shards.flatMap(({ index, isLight }) => (isLight ? [index] : [])));
    const pace = makePace({ firstRows: hello.batchSize, maxParallel: MAX_PARALLEL, light });
    const reads = new PageReads({
      ...{ queue, pace, clock, budget: this.#budget },
      scannerOf: (index) => this.#dates.scannerOf(index),
      packing: makePacking({ now: () => clock.now(), first: this.#ports.firstEncoding ?? 'gzip' }),
      socket: () => socket.get(),
      write: (rows, of, move) => ledger.write(rows, of, move),
      leaveOut: (document) => ledger.tally.leaveOut(document),
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

  /** Reads all rows into the file, and ends it. */
  async #work(reading: Reading): Promise<void> {
    const { clock, network, emit } = this.#ports;
    const [control, recovery, ledger] = [this.#control, this.#recovery, this.#ledger];
    // What came before, such as a large spool going into a new download, is no time without progress.
    recovery.progressed();
    const end = new AbortController();
    const tell = () => emit({ type: 'progress', progress: this.#progress(reading) });
    const { downloadTimeout } = reading;
    const watching = { clock, network, control, recovery, ledger, downloadTimeout, tell };
    watch(watching, end.signal).catch((error) => control.stop(SluiceError.from(error)));
    try {
      await this.#readAll(reading);
      await finishFile(ledger, { control, recovery, clock });
    } finally {
      end.abort();
      reading.reads.cancel();
    }
  }

  async #readAll({ queue, reads }: Reading): Promise<void> {
    while (!queue.done || !this.#control.works) {
      await this.#recovery.untilAllowed();
      if (!this.#control.works) continue;
      const change = this.#control.nextChange();
      reads.send(this.#control.mode === 'looking' ? 1 : undefined);
      if (!queue.done) await change;
      if (this.#control.mode === 'interrupted') reads.cancel();
    }
    this.#recovery.progressed();
  }

  async #untilRoom(cause: unknown): Promise<void> {
    const what = 'There is no more room in this browser for rows that are put in order. Make room, then resume.';
    // What waits for something else already asks again once it works.
    if (this.#control.works) this.#recovery.untilResumed(new SluiceError('disk_full', what, { cause }));
    await this.#control.untilRunning();
  }

  #progress(reading: Reading): Progress {
    return progressOf(reading, { ledger: this.#ledger, budget: this.#budget, budgetBytes: this.#budgetBytes });
  }

  #checkpoint(file: FileState): Checkpoint {
    if (!this.#reading) throw new SluiceError('internal', 'There is nothing to keep before there is a plan.');
    return checkpointOf(this.#reading, {
      request: this.#request,
      ...(this.#socket.sendsSearch ? { apart: true } : {}),
      dates: this.#dates.formats,
      file,
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
    const { tally, merged, report } = this.#ledger;
    const { parts, sha256 } = this.#ports.sink.report ?? {};
    const recount = await recountShards(shards, { socket: this.#socket, clock: this.#ports.clock });
    return makeVerdict({
      shards,
      recount,
      unplaced: tally.unplaced,
      undated: this.#dates.undated(tally.undated),
      leftOut: tally.leftOut,
      inFile: merged ?? tally.rows,
      report: {
        ...report,
        ...(sha256 === undefined ? {} : { sha256 }),
        ...(parts && this.#request.manifest ? { parts } : {}),
      },
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

  async #release(verdict: ExportReport['verdict']): Promise<void> {
    if (!this.#reading) return;
    const report = { exportId: this.#request.id, verdict, rows: this.#ledger.tally.rows };
    await release(this.#reading.queue.tickets, report, { socket: this.#socket, clock: this.#ports.clock });
  }
}
