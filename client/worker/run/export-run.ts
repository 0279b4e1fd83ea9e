import { SluiceError } from '../../../shared/errors.ts';
import { WORKER_BUDGET_BYTES } from '../../../shared/limits.ts';
import type { Encoding, ExportReport, Hello, Plan } from '../../../shared/protocol.ts';
import type { ExportRequest, Reader } from '../../../shared/request.ts';
import type { Sink } from '../../sink/sink.ts';
import type { ExportEvent, Progress, Verdict } from '../events.ts';
import type { Format } from '../format/format.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Journal } from '../journal/journal.ts';
import type { Spool } from '../journal/spool.ts';
import { type Budget, makeBudget } from '../pace/budget.ts';
import { makePace } from '../pace/pace.ts';
import { makePacking } from '../pace/packing.ts';
import type { Connection } from '../socket/connection.ts';
import type { Clock } from '../util/clock.ts';
import type { Network } from '../util/network.ts';
import { Control } from './control.ts';
import { FileWriter } from './file-writer.ts';
import { type Connect, ConnectionLink } from './link.ts';
import { PageReads } from './page-reads.ts';
import { progressOf, type Reading } from './reading.ts';
import { Retries } from './retries.ts';
import { ShardQueue } from './shards.ts';
import { Trouble } from './trouble.ts';
import { makeVerdict } from './verdict.ts';

/** Reads side by side at most. */
const MAX_PARALLEL = 4;
const PROGRESS_EVERY_MS = 250;
/** How often an export without a network looks whether that is true, ms. */
const OFFLINE_TRY_MS = 5_000;
/** How long the end of an export waits for the proxy to close the snapshots, ms; they expire by themselves. */
const RELEASE_WAIT_MS = 3_000;

export type RunPorts = {
  connect: Connect;
  sink: Sink;
  format: Format;
  emit(event: ExportEvent): void;
  clock: Clock;
  network: Network;
  /** ms since 1970. */
  wallClock(): number;
  /** In [0, 1). */
  random(): number;
  /** Where the browser can keep the export; `from` is where an earlier run of it got to. */
  keep?: Keep;
  budgetBytes?: number;
  /** How pages are asked for at first; gzip'd, where nothing is known of the line. */
  firstEncoding?: Encoding;
};

export type Keep = { journal: Journal; spool: Spool; from: Checkpoint | undefined };

/** One export, from the plan, or from where an earlier run of it got to, to the verdict. */
export class ExportRun {
  readonly #request: ExportRequest;
  readonly #ports: RunPorts;
  readonly #control: Control;
  readonly #link: ConnectionLink;
  readonly #file: FileWriter;
  readonly #budget: Budget;
  readonly #retries: Retries;
  readonly #trouble: Trouble;
  readonly #began: number;
  readonly #createdAt: number;
  #reading: Reading | undefined;

  constructor(request: ExportRequest, ports: RunPorts) {
    const { clock, emit, random, keep, network } = ports;
    this.#request = request;
    this.#ports = ports;
    this.#control = new Control(emit);
    this.#link = new ConnectionLink(ports.connect);
    this.#file = new FileWriter({ ...ports, journal: keep?.journal, checkpoint: () => this.#checkpoint() });
    this.#budget = makeBudget(ports.budgetBytes ?? WORKER_BUDGET_BYTES, MAX_PARALLEL);
    this.#retries = new Retries(random, keep?.from?.retries ?? 0);
    this.#trouble = new Trouble({
      retries: this.#retries,
      control: this.#control,
      link: this.#link,
      clock,
      emit,
      network,
    });
    this.#began = clock.now() - (keep?.from?.elapsedMs ?? 0);
    this.#createdAt = keep?.from?.createdAt ?? ports.wallClock();
  }

  /** No new page is asked for; those under way are written. */
  pause(): void {
    this.#control.pause();
  }

  resume(): void {
    if (this.#control.mode === 'interrupted') this.#link.drop();
    this.#trouble.forgive();
    this.#control.resume();
  }

  cancel(): void {
    this.#control.stop(new SluiceError('download_cancelled', 'The export was cancelled.'));
    if (!this.#reading) this.#link.drop();
  }

  /** Settles when the export has ended; how it ended, the events say. */
  async run(): Promise<void> {
    try {
      const reading = await this.#begin();
      this.#reading = reading;
      await this.#readAll(reading);
      await this.#closeFile();
      await this.#ports.keep?.journal.end();
      const verdict = this.#verdict(reading);
      await this.#release(verdict.complete ? 'complete' : 'incomplete');
      this.#ports.emit({ type: 'finished', verdict, progress: this.#progress(reading) });
    } catch (error) {
      await this.#fail(SluiceError.from(error));
    } finally {
      this.#link.drop();
    }
  }

  async #begin(): Promise<Reading> {
    const from = this.#ports.keep?.from;
    if (!from) {
      const { plan, hello } = await this.#untilDone((connection) => this.#plan(connection));
      const reading = this.#prepare(ShardQueue.ofPlan(plan, hello.maxChunkSize), plan.reader, hello);
      this.#reading = reading;
      await this.#ports.keep?.journal.save(() => this.#checkpoint());
      return reading;
    }
    const hello = await this.#untilDone(async (connection) => connection.hello);
    const reading = this.#prepare(ShardQueue.ofCheckpoint(from), from.reader, hello);
    this.#ports.emit({ type: 'progress', progress: this.#progress(reading) });
    if (this.#ports.keep) await this.#file.replay(this.#ports.keep.spool, from);
    return reading;
  }

  async #plan(connection: Connection): Promise<{ plan: Plan; hello: Hello }> {
    const { id: exportId, search, reader } = this.#request;
    return { plan: await connection.plan({ exportId, search, reader }), hello: connection.hello };
  }

  /** Tries until it is done, as often and as long as trouble lets it. */
  async #untilDone<T>(attempt: (connection: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      await this.#control.untilRunning();
      await this.#waitOut();
      const began = this.#ports.clock.now();
      try {
        const connection = await this.#link.get();
        this.#retries.max = connection.hello.maxRetries;
        return await attempt(connection);
      } catch (error) {
        await this.#trouble.met(SluiceError.from(error), { began });
      }
    }
  }

  #prepare(queue: ShardQueue, reader: Reader, hello: Hello): Reading {
    const { emit, clock, format } = this.#ports;
    const pace = makePace({ firstRows: hello.batchSize, maxParallel: MAX_PARALLEL });
    this.#trouble.pace = pace;
    this.#trouble.over();
    const reads = new PageReads({
      queue,
      reader,
      makeScanner: format.makeScanner,
      pace,
      packing: makePacking({ now: () => clock.now(), first: this.#ports.firstEncoding ?? 'gzip' }),
      budget: this.#budget,
      link: this.#link,
      file: this.#file,
      trouble: this.#trouble,
      clock,
      ended: () => this.#control.changed(),
    });
    const shards = queue.shards.map(({ index, shard, expected }) => ({ index, shard, rows: expected }));
    emit({ type: 'planned', reader, shards });
    return { reader, queue, reads, pace, downloadTimeout: hello.downloadTimeout };
  }

  async #readAll(reading: Reading): Promise<void> {
    const { queue, reads } = reading;
    const over = new AbortController();
    void this.#watch(reading, over.signal);
    try {
      while (!queue.done) {
        await this.#control.untilRunning();
        await this.#waitOut();
        const change = this.#control.nextChange();
        if (this.#control.mode === 'running') reads.send();
        if (!queue.done) await change;
        if (this.#control.mode === 'interrupted') reads.cancel();
      }
      await this.#control.untilRunning();
    } finally {
      over.abort();
      reads.cancel();
    }
  }

  /** Waits until a retry is due, or the network is back, or something else happens. */
  async #waitOut(): Promise<void> {
    const { network, clock } = this.#ports;
    const isOnline = network.isOnline();
    // A browser that is wrong about its network must not wait for ever: now and then it tries all the same.
    const wait = isOnline ? this.#trouble.notBefore - clock.now() : OFFLINE_TRY_MS;
    if (wait <= 0) return;
    const awake = new AbortController();
    void this.#control.nextChange().then(() => awake.abort());
    if (!isOnline) void network.whenOnline().then(() => awake.abort());
    await clock.sleep(wait, awake.signal);
    if (!isOnline) this.#trouble.stillWaiting();
  }

  /** Reports progress, saves it, and interrupts what has made none for too long. */
  async #watch(reading: Reading, over: AbortSignal): Promise<void> {
    const { clock, emit, keep, network } = this.#ports;
    while (!over.aborted) {
      await clock.sleep(PROGRESS_EVERY_MS, over);
      if (over.aborted) return;
      await keep?.journal.saveIfDue(() => this.#checkpoint());
      if (this.#control.mode !== 'running') continue;
      emit({ type: 'progress', progress: this.#progress(reading) });
      if (!network.isOnline()) this.#trouble.stillWaiting();
      if (clock.now() - this.#trouble.progressAt < reading.downloadTimeout) continue;
      this.#control.interrupt(new SluiceError('timeout', 'No row has arrived for too long.'));
    }
  }

  /** What a picked file does not take now it may take later: as long as the rows are kept, the export waits for that. */
  async #closeFile(): Promise<void> {
    for (;;) {
      try {
        return await this.#file.close(() => this.#control.untilRunning());
      } catch (cause) {
        const error = SluiceError.from(cause);
        const mayWait = error.code === 'disk_full' || error.code === 'file_unwritable';
        if (!mayWait || !this.#ports.keep?.journal.keeps) throw error;
        this.#control.interrupt(error);
        await this.#control.untilRunning();
      }
    }
  }

  #progress(reading: Reading): Progress {
    return progressOf(reading, { file: this.#file, budget: this.#budget });
  }

  #checkpoint(): Checkpoint {
    if (!this.#reading) throw new SluiceError('internal', 'There is nothing to keep before there is a plan.');
    const { reader, queue } = this.#reading;
    return {
      id: this.#request.id,
      request: this.#request,
      reader,
      shards: queue.checkpoint(),
      rows: this.#file.rows,
      bytes: this.#file.bytes,
      unplaced: new Map(this.#file.unplaced),
      retries: this.#retries.total,
      elapsedMs: this.#elapsedMs(),
      createdAt: this.#createdAt,
      savedAt: this.#ports.wallClock(),
    };
  }

  #elapsedMs(): number {
    return this.#ports.clock.now() - this.#began;
  }

  #verdict(reading: Reading): Verdict {
    return makeVerdict({
      shards: reading.queue.shards,
      unplaced: this.#file.unplaced,
      elapsedMs: this.#elapsedMs(),
      retries: this.#retries.total,
    });
  }

  async #fail(error: SluiceError): Promise<void> {
    const { emit, keep } = this.#ports;
    this.#control.stop(error);
    await this.#file.abort(error);
    await keep?.journal.end();
    const isCancelled = error.code === 'download_cancelled';
    await this.#release(isCancelled ? 'cancelled' : 'failed');
    if (isCancelled) emit({ type: 'cancelled' });
    else emit({ type: 'failed', error: error.toBody() });
  }

  /** Closes the snapshots and tells how it ended, as far as the proxy can be reached; never rejects. */
  async #release(verdict: ExportReport['verdict']): Promise<void> {
    const tickets = this.#reading?.queue.tickets ?? [];
    if (tickets.length === 0) return;
    const released = this.#link.get().then((connection) => {
      connection.report({ exportId: this.#request.id, verdict, rows: this.#file.rows });
      return connection.release(tickets);
    });
    await Promise.race([released.catch(() => {}), this.#ports.clock.sleep(RELEASE_WAIT_MS)]);
  }
}
