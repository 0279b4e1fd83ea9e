import { SluiceError } from '../../../shared/errors.ts';
import type { Clock } from '../util/clock.ts';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';
import type { Spool } from './spool.ts';

/** What a crash may cost: at most this much work, whichever is less. */
const EVERY = { ms: 1_500, bytes: 6 * 1024 * 1024 };

export type JournalOptions = {
  id: string;
  spool: Spool;
  /** The file that the spool will be copied to. When the room ends, the spool waits for that until `letGo`. */
  picked?: FileSystemFileHandle | undefined;
  checkpoints: CheckpointStore;
  clock: Clock;
  /** Removes the spool's file. */
  removeSpool(): Promise<void>;
  /** Work after which it saves; by default what a crash may cost at most. */
  every?: { ms: number; bytes: number };
  /** The browser gives no more room: the export goes on, but could not be resumed. */
  lost(error: SluiceError): void;
};

/** Keeps spool and checkpoint in step: bytes first, flushed, then the checkpoint that counts them. */
export class Journal {
  readonly #is: JournalOptions;
  #unsavedBytes = 0;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();
  #open = true;
  #spoolIsOpen = true;

  constructor(options: JournalOptions) {
    this.#is = options;
    this.#savedAt = options.clock.now();
  }

  /** False once the browser has refused to keep more. */
  get keeps(): boolean {
    return this.#open;
  }

  /** Bytes in the spool. */
  get length(): number {
    return this.#is.spool.length;
  }

  /** Up to `max` bytes of the spool from `from` on. */
  read(from: number, max: number): Uint8Array<ArrayBuffer> {
    return this.#is.spool.read(from, max);
  }

  append(bytes: Uint8Array): void {
    if (!this.#open) return;
    try {
      this.#is.spool.append(bytes);
      this.#unsavedBytes += bytes.byteLength;
    } catch (cause) {
      this.#giveUp(cause);
    }
  }

  /** Saves when enough is at stake. `take` gives the state as it is now, and must agree with what was appended. */
  async saveIfDue(take: () => Checkpoint): Promise<void> {
    const { ms, bytes } = this.#is.every ?? EVERY;
    const age = this.#is.clock.now() - this.#savedAt;
    const due = this.#unsavedBytes >= bytes || (this.#unsavedBytes > 0 && age >= ms);
    if (due) await this.save(take);
  }

  /** Flushes and saves, one after another. @throws what `take` throws: then what was saved before stands */
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
      await this.#is.checkpoints.remove(this.#is.id);
      await this.#is.removeSpool();
    } catch {
      // A file that is whole has not failed for it. What is left is swept at a later visit.
    }
  }

  /** Lets go of the file; what is saved stays. */
  close(): void {
    this.#open = false;
    if (this.#spoolIsOpen) this.#is.spool.close();
    this.#spoolIsOpen = false;
  }

  async #saveNow(take: () => Checkpoint): Promise<void> {
    if (!this.#open) return;
    const { picked } = this.#is;
    const checkpoint: Checkpoint = { ...take(), ...(picked && { picked }) };
    try {
      this.#is.spool.flush();
      this.#unsavedBytes = 0;
      this.#savedAt = this.#is.clock.now();
      await this.#is.checkpoints.put(checkpoint);
    } catch (cause) {
      this.#giveUp(cause);
    }
  }

  #giveUp(cause: unknown): void {
    if (!this.#open) return;
    this.#open = false;
    this.#is.lost(new SluiceError('storage_full', 'The browser has no more room to keep this export.', { cause }));
    if (!this.#is.picked) void this.letGo();
  }
}
