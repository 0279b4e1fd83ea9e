import { type ErrorCode, SluiceError } from '../../../shared/errors.ts';
import type { News } from '../api.ts';
import type { ExportEvent } from '../events.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import type { Shard } from '../source/shard.ts';
import type { Clock } from '../util/clock.ts';
import type { Network } from '../util/network.ts';
import type { Control } from './control.ts';
import { Looks } from './looks.ts';
import type { ReconnectingSocket } from './reconnecting-socket.ts';
import { Retries } from './retries.ts';

/** How often an export without a network looks whether that is true, ms. */
const OFFLINE_TRY_MS = 5_000;

export type RecoveryDeps = {
  control: Control;
  socket: ReconnectingSocket;
  clock: Clock;
  network: Network;
  emit(event: ExportEvent): void;
  /** In [0, 1). */
  random(): number;
  /** Settles when an export that was interrupted may take a slot among those that run. */
  slot(): Promise<void>;
  /** Failures of an earlier run of the export. */
  retriesBefore: number;
};

/** What failed: when it began, ms of the clock, and for a read its shard and the ticket that it was sent with. */
type Where = { began: number; shard?: Shard; ticket?: string };

/**
 * The one place that decides about failures: ask again after a while, open a lost snapshot anew, interrupt the export until it looks
 * again, or end it. And when something may be tried: whoever works asks here first.
 */
export class Recovery {
  readonly #deps: RecoveryDeps;
  readonly #retries: Retries;
  readonly #looks: Looks;
  /** Nothing is sent before this time, ms of the clock. */
  #notBefore = 0;
  /** When a page was written last, ms of the clock. */
  #progressAt: number;

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
    this.#retries = new Retries(deps.random, deps.retriesBefore);
    this.#looks = new Looks(deps);
    this.#progressAt = deps.clock.now();
  }

  /** Failures so far, those of earlier runs too. */
  get retries(): number {
    return this.#retries.total;
  }

  /** How long no page was written, ms. */
  get stalledMs(): number {
    return this.#deps.clock.now() - this.#progressAt;
  }

  /** Tries until it is done, as often and as long as may be. @throws what the export was stopped with */
  async untilDone<T>(attempt: (connection: ProxySocket) => Promise<T>): Promise<T> {
    const { clock, control } = this.#deps;
    for (;;) {
      await this.untilAllowed();
      const began = clock.now();
      try {
        const result = await attempt(await this.#socket());
        if (control.mode === 'looking') this.startOver();
        return result;
      } catch (error) {
        await this.handle(SluiceError.from(error), { began });
      }
    }
  }

  /**
   * Waits while paused, or interrupted until it looks again, and then until a retry is due. Whoever goes on must ask whether it still
   * `works`: it may be interrupted again while the promise settles. @throws what the export was stopped with
   */
  async untilAllowed(): Promise<void> {
    await this.untilWorking();
    // A look comes when it is due, whatever was to be waited for before.
    if (this.#deps.control.mode === 'running') await this.#untilDue();
  }

  /** Waits while paused, or interrupted until it looks again; a retry is not waited for. Else as `untilAllowed`. */
  async untilWorking(): Promise<void> {
    const { control } = this.#deps;
    while (!control.works && !control.stopped) {
      if (control.mode === 'paused') await control.nextChange();
      else if (await this.#looks.untilLook()) this.stillWaiting();
    }
    if (control.stopped) throw control.stopped;
  }

  /** Rows came into the file, or nearer to it. */
  progressed(): void {
    this.#retries.progressed();
    this.#looks.reset();
    this.stillWaiting();
    this.#deps.control.goOn();
  }

  /** Time that passes without a network is nobody's fault. */
  stillWaiting(): void {
    this.#progressAt = this.#deps.clock.now();
  }

  /** A person said to go on, or a look went well: what failed before does not count. */
  startOver(): void {
    this.progressed();
    this.#notBefore = 0;
  }

  /** Something that may let an interrupted export go on. */
  hear(news: News): void {
    this.#looks.hear(news);
  }

  /** Decides, and acts on it. Never rejects. */
  async handle(error: SluiceError, where: Where): Promise<void> {
    const { control, socket } = this.#deps;
    if (control.stopped || control.mode === 'interrupted') return;
    if (error.code === 'signed_out') return this.#looks.untilSignedIn(error);
    if (error.code === 'ticket_expired' || error.code === 'snapshot_lost') return this.#reopen(error, where);
    if (error.code === 'row_unreadable') return this.untilResumed(error);
    if (!error.retryable) return control.stop(error);
    if (isOfSocket(error)) socket.drop();
    this.#retry(error, where.began);
  }

  /** Whether it is OpenSearch that has too much to do, so that less should be asked for at once. */
  isSlowing(error: SluiceError): boolean {
    const { control } = this.#deps;
    if (control.stopped || control.mode === 'interrupted') return false;
    return error.retryable && !isOfSocket(error) && !HANDLED_APART.has(error.code);
  }

  /** The export waits until it looks again. What waits holds no socket: the next one may find another way. */
  interrupt(error: SluiceError): void {
    this.#looks.interrupt(error);
    this.#deps.socket.drop();
  }

  /** The export waits until a person says how it goes on. */
  untilResumed(error: SluiceError): void {
    this.#looks.untilResumed(error);
    this.#deps.socket.drop();
  }

  /** Nobody who cancels waits for a socket that does not open. @throws as the socket, and what the export was stopped with */
  #socket(): Promise<ProxySocket> {
    const { control, socket } = this.#deps;
    return control.unlessStopped(socket.get());
  }

  /** Waits until a retry is due, or the network is back, or something else happens. */
  async #untilDue(): Promise<void> {
    const { clock, control, network } = this.#deps;
    const isOnline = network.isOnline();
    // A browser that is wrong about its network must not wait for ever: now and then it tries all the same.
    const wait = isOnline ? this.#notBefore - clock.now() : OFFLINE_TRY_MS;
    if (wait <= 0) return;
    const awake = new AbortController();
    const wake = () => awake.abort();
    void control.nextChange().then(wake);
    if (!isOnline) void network.whenOnline(awake.signal).then(wake);
    await clock.sleep(wait, awake.signal);
    wake();
    if (!isOnline) this.stillWaiting();
  }

  #retry(error: SluiceError, began: number): void {
    const { control, clock, emit, network, socket } = this.#deps;
    if (control.mode === 'looking') return this.interrupt(error);
    const now = clock.now();
    // Without a network nothing can succeed: it waits, and that does not count.
    if (!network.isOnline()) return;
    const decision = this.#retries.failed(error, { began, now, most: socket.maxRetries });
    if (decision.kind === 'give-up') return this.interrupt(error);
    if (decision.kind === 'same') return;
    emit({ type: 'retrying', error: error.toBody(), waitMs: decision.waitMs, attempt: decision.attempt });
    this.#notBefore = Math.max(this.#notBefore, now + decision.waitMs);
  }

  async #reopen(error: SluiceError, { began, shard, ticket }: Where): Promise<void> {
    // A scroll's place was lost, or another read of the shard has opened the snapshot anew by now.
    if (!shard || ticket === undefined || !shard.isOpenBy(ticket)) return this.#lost(error, began, shard);
    try {
      const connection = await this.#deps.socket.get();
      if (await shard.reopen(ticket, connection)) this.#lost(error, began, shard);
    } catch (failure) {
      const reason = SluiceError.from(failure);
      if (reason.code === 'snapshot_lost' || reason.code === 'ticket_expired') this.#deps.control.stop(reason);
      else await this.handle(reason, { began });
    }
  }

  /**
   * A snapshot that could be opened anew is told of, but is no failure in a row: a restart loses those of all shards, and each
   * is handled when its turn comes. One that is lost again before a row came of it is.
   */
  #lost(error: SluiceError, began: number, shard: Shard | undefined): void {
    if (!shard?.noteLost()) return this.#retry(error, began);
    this.#retries.countRecovered();
    this.#deps.emit({ type: 'retrying', error: error.toBody(), waitMs: 0, attempt: 0 });
  }
}

/** What has another way out than asking again after a while. */
const HANDLED_APART: ReadonlySet<ErrorCode> = new Set([
  'signed_out',
  'ticket_expired',
  'snapshot_lost',
  'row_unreadable',
]);

/** The way to the proxy failed, and not what is behind it. */
function isOfSocket({ code }: SluiceError): boolean {
  return code === 'socket_lost' || code === 'socket_blocked' || code === 'carrier_lost';
}
