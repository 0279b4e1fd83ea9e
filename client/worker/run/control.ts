import type { SluiceError } from '../../../shared/errors.ts';
import type { ExportEvent } from '../events.ts';
import { type Deferred, makeDeferred } from '../util/deferred.ts';

/** `looking`: interrupted, and trying once whether it can go on. */
export type Mode = 'running' | 'paused' | 'interrupted' | 'looking';

/** What a person, or trouble, wants of the export: to wait, to go on, to stop. The loop sleeps until something changes. */
export class Control {
  mode: Mode = 'running';
  #stop: SluiceError | undefined;
  #change: Deferred<void> = makeDeferred();
  readonly #emit: (event: ExportEvent) => void;

  constructor(emit: (event: ExportEvent) => void) {
    this.#emit = emit;
  }

  /** Something may be asked for now. */
  get works(): boolean {
    return !this.#stop && (this.mode === 'running' || this.mode === 'looking');
  }

  /** Why the export must end; undefined as long as it need not. */
  get stopped(): SluiceError | undefined {
    return this.#stop;
  }

  pause(): void {
    if (this.mode === 'running') this.#to('paused', { type: 'paused' });
  }

  resume(): void {
    if (this.mode !== 'running') this.#to('running', { type: 'resumed' });
  }

  /** Trouble: the export waits for `resume`, `look` or `cancel`; with `lookMs`, ms, it looks by itself after that. */
  interrupt(error: SluiceError, lookMs?: number): void {
    if (!this.works) return;
    const looks = lookMs === undefined ? {} : { lookMs };
    this.#to('interrupted', { type: 'interrupted', error: error.toBody(), ...looks });
  }

  /** An interrupted export tries once. */
  look(): void {
    if (this.mode === 'interrupted') this.#to('looking');
  }

  /** What an export that looked has tried went well. */
  goOn(): void {
    if (this.mode === 'looking') this.resume();
  }

  stop(error: SluiceError): void {
    this.#stop ??= error;
    this.changed();
  }

  /** Something happened that the loop should look at. */
  changed(): void {
    const { resolve } = this.#change;
    this.#change = makeDeferred();
    resolve();
  }

  nextChange(): Promise<void> {
    return this.#change.promise;
  }

  /** What comes of `work`, unless the export is stopped before. @throws as the work, and what the export was stopped with */
  async unlessStopped<T>(work: Promise<T>): Promise<T> {
    const done = work.then((result) => ({ result }));
    done.catch(() => {});
    for (;;) {
      const first = await Promise.race([done, this.nextChange()]);
      if (this.#stop) throw this.#stop;
      if (first) return first.result;
    }
  }

  /** Waits while paused or interrupted. @throws what the export was stopped with */
  async untilRunning(): Promise<void> {
    while (!this.works && !this.#stop) await this.nextChange();
    if (this.#stop) throw this.#stop;
  }

  #to(mode: Mode, event?: ExportEvent): void {
    if (this.#stop) return;
    this.mode = mode;
    if (event) this.#emit(event);
    this.changed();
  }
}
