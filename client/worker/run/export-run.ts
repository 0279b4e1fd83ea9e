import { SluiceError } from '../../../shared/errors.ts';
import { WORKER_BUDGET_BYTES } from '../../../shared/limits.ts';
import type { Hello, Plan } from '../../../shared/protocol.ts';
import type { ExportRequest } from '../../../shared/request.ts';
import type { Sink } from '../../sink/sink.ts';
import type { ExportEvent, Progress } from '../events.ts';
import type { Format } from '../format/format.ts';
import { type Budget, makeBudget } from '../pace/budget.ts';
import { makePace, type Pace } from '../pace/pace.ts';
import type { Clock } from '../util/clock.ts';
import { Control } from './control.ts';
import { FileWriter } from './file-writer.ts';
import { type Connect, ConnectionLink } from './link.ts';
import { PageReads } from './page-reads.ts';
import { Retries } from './retries.ts';
import { ShardQueue } from './shards.ts';
import { Trouble } from './trouble.ts';
import { makeVerdict } from './verdict.ts';

/** Reads side by side at most. */
const MAX_PARALLEL = 4;
const PROGRESS_EVERY_MS = 250;
/** How long the end of an export waits for the proxy to close the snapshots, ms; they expire by themselves. */
const RELEASE_WAIT_MS = 3_000;

export type RunPorts = {
  connect: Connect;
  sink: Sink;
  format: Format;
  emit(event: ExportEvent): void;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  budgetBytes?: number;
};

/** What reading has to work with, once there is a plan. */
type Reading = { queue: ShardQueue; reads: PageReads; pace: Pace; downloadTimeout: number };

/** One export, from the plan to the verdict. */
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
  #reads: PageReads | undefined;

  constructor(request: ExportRequest, ports: RunPorts) {
    const { clock, emit, random } = ports;
    this.#request = request;
    this.#ports = ports;
    this.#control = new Control(emit);
    this.#link = new ConnectionLink(ports.connect);
    this.#file = new FileWriter(ports.format, ports.sink);
    this.#budget = makeBudget(ports.budgetBytes ?? WORKER_BUDGET_BYTES, MAX_PARALLEL);
    this.#retries = new Retries(random);
    this.#trouble = new Trouble({ retries: this.#retries, control: this.#control, link: this.#link, clock, emit });
    this.#began = clock.now();
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
    if (!this.#reads) this.#link.drop();
  }

  /** Settles when the export has ended; how it ended, the events say. */
  async run(): Promise<void> {
    let queue: ShardQueue | undefined;
    try {
      const { plan, hello } = await this.#plan();
      queue = new ShardQueue(plan, hello.maxChunkSize);
      const reading = this.#prepare(queue, plan, hello);
      await this.#readAll(reading);
      await this.#file.close();
      await this.#release(queue.tickets);
      this.#finish(reading);
    } catch (error) {
      await this.#fail(SluiceError.from(error), queue?.tickets ?? []);
    } finally {
      this.#link.drop();
    }
  }

  async #plan(): Promise<{ plan: Plan; hello: Hello }> {
    const { id: exportId, search, reader } = this.#request;
    for (;;) {
      await this.#control.untilRunning();
      await this.#waitOut();
      const began = this.#ports.clock.now();
      try {
        const connection = await this.#link.get();
        this.#retries.max = connection.hello.maxRetries;
        return { plan: await connection.plan({ exportId, search, reader }), hello: connection.hello };
      } catch (error) {
        await this.#trouble.met(SluiceError.from(error), { began });
      }
    }
  }

  #prepare(queue: ShardQueue, plan: Plan, hello: Hello): Reading {
    const { emit, clock, format } = this.#ports;
    const pace = makePace({ firstRows: hello.batchSize, maxParallel: MAX_PARALLEL });
    this.#trouble.pace = pace;
    this.#trouble.over();
    const reads = new PageReads({
      queue,
      reader: plan.reader,
      makeScanner: format.makeScanner,
      pace,
      budget: this.#budget,
      link: this.#link,
      file: this.#file,
      trouble: this.#trouble,
      clock,
      ended: () => this.#control.changed(),
    });
    this.#reads = reads;
    emit({
      type: 'planned',
      reader: plan.reader,
      shards: queue.shards.map(({ index, shard, expected: rows }) => ({ index, shard, rows })),
    });
    return { queue, reads, pace, downloadTimeout: hello.downloadTimeout };
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

  /** Waits until a retry is due, or something else happens. */
  async #waitOut(): Promise<void> {
    const wait = this.#trouble.notBefore - this.#ports.clock.now();
    if (wait <= 0) return;
    const awake = new AbortController();
    void this.#control.nextChange().then(() => awake.abort());
    await this.#ports.clock.sleep(wait, awake.signal);
  }

  /** Reports progress, and interrupts what has made none for too long. */
  async #watch(reading: Reading, over: AbortSignal): Promise<void> {
    const { clock, emit } = this.#ports;
    while (!over.aborted) {
      await clock.sleep(PROGRESS_EVERY_MS, over);
      if (over.aborted || this.#control.mode !== 'running') continue;
      emit({ type: 'progress', progress: this.#progress(reading) });
      if (clock.now() - this.#trouble.progressAt < reading.downloadTimeout) continue;
      this.#control.interrupt(new SluiceError('timeout', 'No row has arrived for too long.'));
    }
  }

  #progress({ queue, reads, pace }: Reading): Progress {
    return {
      rows: queue.written,
      bytes: this.#file.bytes,
      shardRows: queue.shards.map(({ written }) => written),
      wireBytes: reads.wireBytes,
      heldBytes: this.#budget.held,
      budgetBytes: this.#budget.limit,
      pageRows: pace.rows,
      readsInFlight: reads.inFlight,
      pageMs: reads.pageMs,
    };
  }

  #finish(reading: Reading): void {
    const verdict = makeVerdict({
      shards: reading.queue.shards,
      unplaced: this.#file.unplaced,
      elapsedMs: this.#ports.clock.now() - this.#began,
      retries: this.#retries.total,
    });
    this.#ports.emit({ type: 'finished', verdict, progress: this.#progress(reading) });
  }

  async #fail(error: SluiceError, tickets: readonly string[]): Promise<void> {
    this.#control.stop(error);
    await this.#file.abort(error);
    await this.#release(tickets);
    const { emit } = this.#ports;
    if (error.code === 'download_cancelled') emit({ type: 'cancelled' });
    else emit({ type: 'failed', error: error.toBody() });
  }

  /** Closes the snapshots, as far as the proxy can be reached; never rejects. */
  async #release(tickets: readonly string[]): Promise<void> {
    if (tickets.length === 0) return;
    const released = this.#link.get().then((connection) => connection.release(tickets));
    await Promise.race([released.catch(() => {}), this.#ports.clock.sleep(RELEASE_WAIT_MS)]);
  }
}
