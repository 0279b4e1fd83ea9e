import { SluiceError } from '../../../shared/errors.ts';
import type { ExportEvent } from '../events.ts';
import type { Pace } from '../source/pace/pace.ts';
import type { Shard } from '../source/shard.ts';
import type { Clock } from '../util/clock.ts';
import type { Network } from '../util/network.ts';
import type { Control } from './control.ts';
import type { ConnectionLink } from './link.ts';
import type { Looks } from './looks.ts';
import type { Retries } from './retries.ts';

export type TroubleOptions = {
  retries: Retries;
  looks: Looks;
  control: Control;
  link: ConnectionLink;
  clock: Clock;
  emit(event: ExportEvent): void;
  network: Network;
};

/** What failed: when it began, ms of the clock, and for a read its shard and the ticket that it was sent with. */
type Where = { began: number; shard?: Shard; ticket?: string };

/**
 * What to do about a failure: ask again after a while, open a lost snapshot anew, slow down, interrupt the export, or end it.
 */
export class Trouble {
  /** Set as soon as pages are read: trouble with OpenSearch slows it down. */
  pace: Pace | undefined;
  /** Nothing is sent before this time, ms of the clock. */
  notBefore = 0;
  /** When a page was last written, ms of the clock. */
  progressAt: number;
  readonly #deps: TroubleOptions;

  constructor(options: TroubleOptions) {
    this.#deps = options;
    this.progressAt = options.clock.now();
  }

  /** A page was written. */
  progressed(): void {
    const { clock, control, looks, retries } = this.#deps;
    retries.progressed();
    looks.reset();
    this.progressAt = clock.now();
    control.goOn();
  }

  /** Time that passes without a network is nobody's fault. */
  stillWaiting(): void {
    this.progressAt = this.#deps.clock.now();
  }

  /** A person said to go on, or a look went well. */
  forgive(): void {
    this.progressed();
    this.notBefore = 0;
  }

  /** Decides, and acts on it. Never rejects. */
  async handle(error: SluiceError, where: Where): Promise<void> {
    const { control, link, looks } = this.#deps;
    if (control.stopped || control.mode === 'interrupted') return;
    if (error.code === 'signed_out') return looks.untilSignedIn(error);
    if (error.code === 'ticket_expired' || error.code === 'snapshot_lost') return this.#snapshotLost(error, where);
    if (error.code === 'row_unreadable') return this.#untilResumed(error);
    if (!error.retryable) return control.stop(error);
    if (error.code === 'socket_lost' || error.code === 'socket_blocked') link.drop();
    else this.pace?.troubled();
    this.#retry(error, where.began);
  }

  /** The export waits until it looks again. What waits holds no connection: the next one may find another way. */
  interrupt(error: SluiceError): void {
    this.#deps.looks.interrupt(error);
    this.#deps.link.drop();
  }

  /** A person decides whether it goes on without the document. */
  #untilResumed(error: SluiceError): void {
    this.#deps.looks.untilResumed(error);
    this.#deps.link.drop();
  }

  #retry(error: SluiceError, began: number): void {
    const { retries, control, clock, emit, network } = this.#deps;
    if (control.mode === 'looking') return this.interrupt(error);
    const now = clock.now();
    // Without a network nothing can succeed: it waits, and that does not count.
    if (!network.isOnline()) return;
    const decision = retries.failed(error, began, now);
    if (decision.kind === 'give-up') return this.interrupt(error);
    if (decision.kind === 'same') return;
    emit({ type: 'retrying', error: error.toBody(), waitMs: decision.waitMs, attempt: decision.attempt });
    this.notBefore = Math.max(this.notBefore, now + decision.waitMs);
  }

  async #snapshotLost(error: SluiceError, { began, shard, ticket }: Where): Promise<void> {
    // A scroll's place was lost, or another read of the shard has opened the snapshot anew by now.
    if (!shard || ticket === undefined || !shard.isOpenBy(ticket)) return this.#lost(error, began, shard);
    try {
      const connection = await this.#deps.link.get();
      if (await shard.reopen(ticket, connection)) this.#lost(error, began, shard);
    } catch (failure) {
      const reason = SluiceError.from(failure);
      if (reason.code === 'snapshot_lost' || reason.code === 'ticket_expired') this.#deps.control.stop(reason);
      else await this.handle(reason, { began });
    }
  }

  /**
   * A snapshot that could be opened anew is told of, but is no failure in a row: a restart loses those of all shards, and each
   * is met when its turn comes. One that is lost again before a row came of it is.
   */
  #lost(error: SluiceError, began: number, shard: Shard | undefined): void {
    if (!shard?.noteLost()) return this.#retry(error, began);
    this.#deps.retries.borne();
    this.#deps.emit({ type: 'retrying', error: error.toBody(), waitMs: 0, attempt: 0 });
  }
}
