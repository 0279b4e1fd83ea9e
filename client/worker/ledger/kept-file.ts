import type { Journal } from './journal.ts';

/**
 * The bytes of a sorted file, as they lie in the spool behind its runs. Where there is no room for them, they go straight into the
 * file from there on: the runs are what an export goes on from.
 */
export class KeptFile {
  /** False once it takes no more; what it has taken can be read all the same. */
  keeps = true;
  readonly #journal: Journal;
  #at: number | undefined;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  get length(): number {
    return this.#at === undefined ? 0 : this.#journal.length - this.#at;
  }

  /** It begins at that byte of the spool, or not yet. */
  beginAt(at: number | undefined): void {
    this.#at = at;
    this.keeps = true;
  }

  append(bytes: Uint8Array): void {
    if (!this.keeps) return;
    try {
      this.#journal.append(bytes);
    } catch {
      this.keeps = false;
    }
  }

  /** Up to `max` bytes from `from` on. */
  read(from: number, max: number): Uint8Array<ArrayBuffer> {
    return this.#journal.read((this.#at ?? 0) + from, max);
  }

  /** The runs stay until the file is whole. */
  async letGo(): Promise<void> {}
}
