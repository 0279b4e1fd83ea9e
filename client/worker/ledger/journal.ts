import { SluiceError } from '../../../shared/errors.ts';
import type { PickedHandle } from '../../sink/target.ts';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';
import type { Spool } from './spool.ts';

export type JournalOptions = {
  id: string;
  spool: Spool;
  /** The file that the spool will be copied to. When the room ends, the spool waits for that until `letGo`. */
  picked?: PickedHandle | undefined;
  checkpoints: CheckpointStore;
  /** Removes the spool's file. */
  removeSpool(): Promise<void>;
  /**
   * What the spool holds is nowhere else, and is never given up: where there is no room, `append` and `save` throw, and may be
   * tried again. Only checkpoints end, where a newer release has taken them: the last one stands.
   */
  isOnlyCopy?: boolean;
  /** The browser gives no more room: the export goes on, but could not be resumed. */
  lost(error: SluiceError): void;
};

/** Keeps spool and checkpoint in step: bytes first, flushed, then the checkpoint that counts them. */
export class Journal {
  readonly #options: JournalOptions;
  #saving: Promise<void> = Promise.resolve();
  #open = true;
  #spoolIsOpen = true;
  #takesCheckpoints = true;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** False once the browser has refused to keep more. */
  get keeps(): boolean {
    return this.#open;
  }

  /** Bytes in the spool. */
  get length(): number {
    return this.#options.spool.length;
  }

  /** Up to `max` bytes of the spool from `from` on. */
  read(from: number, max: number): Uint8Array<ArrayBuffer> {
    return this.#options.spool.read(from, max);
  }

  /** @throws QuotaExceededError where it is the only copy */
  append(bytes: Uint8Array): void {
    if (!this.#open) return;
    try {
      this.#options.spool.append(bytes);
    } catch (cause) {
      if (this.#options.isOnlyCopy) throw cause;
      this.#giveUp(cause);
    }
  }

  /** Bytes of the spool behind `length` are dropped: they were written after the last checkpoint. */
  cutBack(length: number): void {
    if (this.#open) this.#options.spool.cutBack(length);
  }

  /**
   * Flushes and saves, one after another. `take` gives the state as it is then, and may append: what it gives must agree with what
   * was appended. @throws what `take` throws, and where it is the only copy QuotaExceededError: then what was saved before stands
   */
  save(take: () => Checkpoint): Promise<void> {
    const saved = this.#saving.then(() => this.#saveNow(take));
    this.#saving = saved.catch(() => {});
    return saved;
  }

  /**
   * The export need not be kept any longer: it has ended, or its bytes lie elsewhere now. The checkpoint goes, and then the
   * spool that it counts on; never rejects.
   */
  async letGo(): Promise<void> {
    this.close();
    await this.#saving;
    try {
      await this.#options.checkpoints.remove(this.#options.id);
      await this.#options.removeSpool();
    } catch {
      // A file that is whole has not failed for it. What is left is swept at a later visit.
    }
  }

  /** Lets go of the file; what is saved stays. */
  close(): void {
    this.#open = false;
    if (this.#spoolIsOpen) this.#options.spool.close();
    this.#spoolIsOpen = false;
  }

  async #saveNow(take: () => Checkpoint): Promise<void> {
    if (!this.#open || !this.#takesCheckpoints) return;
    const { picked, isOnlyCopy, lost } = this.#options;
    const checkpoint: Checkpoint = { ...take(), ...(picked && { picked }) };
    // What it appended may have been too much.
    if (!this.#open) return;
    try {
      this.#options.spool.flush();
      await this.#options.checkpoints.put(checkpoint);
    } catch (cause) {
      if (!isOnlyCopy) return this.#giveUp(cause);
      if (!(cause instanceof SluiceError)) throw cause;
      this.#takesCheckpoints = false;
      lost(cause);
    }
  }

  #giveUp(cause: unknown): void {
    if (!this.#open) return;
    this.#open = false;
    const full = new SluiceError('storage_full', 'The browser has no more room to keep this export.', { cause });
    this.#options.lost(cause instanceof SluiceError ? cause : full);
    if (!this.#options.picked) void this.letGo();
  }
}
