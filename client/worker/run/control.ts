import type { SluiceError } from '../../../shared/errors.ts';
import type { ExportEvent } from '../events.ts';
import { type Deferred, makeDeferred } from '../util/deferred.ts';

export type Mode = 'running' | 'paused' | 'interrupted';

/** What a person, or trouble, wants of the export: to wait, to go on, to stop. The loop sleeps until something changes. */
export class Control {
  mode: Mode = 'running';
  #stop: SluiceError | undefined;
  #change: Deferred<void> = makeDeferred();
  readonly #emit: (event: ExportEvent) => void;

  constructor(emit: (event: ExportEvent) => void) {
    this.#emit = emit;
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

  /** Trouble that a person may get over: the export waits for `resume` or `cancel`. */
  interrupt(error: SluiceError): void {
    if (this.mode === 'running') this.#to('interrupted', { type: 'interrupted', error: error.toBody() });
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

  /** Waits while paused or interrupted. @throws what the export was stopped with */
  async untilRunning(): Promise<void> {
    while (this.mode !== 'running' && !this.#stop) await this.nextChange();
    if (this.#stop) throw this.#stop;
  }

  #to(mode: Mode, event: ExportEvent): void {
    if (this.#stop) return;
    this.mode = mode;
    this.#emit(event);
    this.changed();
  }
}
