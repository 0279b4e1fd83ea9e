import { SluiceError } from '../../shared/errors.ts';
import { removeFiles } from './clear-folder.ts';
import type { SinkReport } from './sink.ts';

/** Where a part's bytes lie in the archive of parts: from `from` up to before `to`, which is told once it has ended. */
export type PartPlace = { readonly name: string; readonly from: number; readonly to: number | undefined };

export type PartsFolderOptions = {
  folder: FileSystemDirectoryHandle;
  /** Whether a file's name is one that parts have. */
  isPart(fileName: string): boolean;
  /** Of the part by its number, from 0; undefined before it has begun. It is always ahead of the bytes that are given. */
  placeOf(part: number): PartPlace | undefined;
  /** SHA-256; without one no hash is told. */
  hasher: Hasher | undefined;
};

interface Hasher {
  init(): unknown;
  update(bytes: Uint8Array): unknown;
  digest(): string;
}

/**
 * The folder as if it were one picked file: what is written there is the archive, of which each part becomes a file, as it is. What is
 * around the parts, headers and the archive's directory, goes nowhere. A part is in its file once it is whole.
 */
export class PartsFolder {
  /** It may be hundreds of files. */
  readonly pieceBytes = 128 * 1024;
  readonly #options: PartsFolderOptions;
  #copy: FolderCopy | undefined;

  constructor(options: PartsFolderOptions) {
    this.#options = options;
  }

  /** Of the files together, once they are whole. */
  get report(): SinkReport {
    return this.#copy?.report ?? {};
  }

  /** Begins all files anew: those of an earlier run, and what a killed browser left of them, go. */
  async createWritable(): Promise<FolderCopy> {
    const { folder, isPart } = this.#options;
    await removeFiles(folder, isPart);
    this.#copy = new FolderCopy(this.#options);
    return this.#copy;
  }

  /** As long as all that was written. */
  async getFile(): Promise<{ size: number }> {
    return { size: this.#copy?.at ?? 0 };
  }
}

type Part = NonNullable<SinkReport['parts']>[number];
type OpenFile = { handle: FileSystemFileHandle; copy: FileSystemWritableFileStream; bytes: number };

class FolderCopy {
  /** Bytes of the archive so far. */
  at = 0;
  readonly #options: PartsFolderOptions;
  /** Those that are whole. */
  readonly #parts: Part[] = [];
  #open: OpenFile | undefined;
  #sha256: string | undefined;

  constructor(options: PartsFolderOptions) {
    this.#options = options;
  }

  get report(): SinkReport {
    const bytes = this.#parts.reduce((sum, part) => sum + part.bytes, 0);
    return { bytes, parts: this.#parts, ...(this.#sha256 === undefined ? {} : { sha256: this.#sha256 }) };
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let taken = 0; taken < bytes.length; ) {
      const place = await this.#current();
      const { from, to = Number.POSITIVE_INFINITY } = place ?? { from: Number.POSITIVE_INFINITY };
      const isInside = place !== undefined && this.at >= from;
      const count = Math.min(bytes.length - taken, (isInside ? to : from) - this.at);
      if (isInside) await this.#put(place.name, bytes.subarray(taken, taken + count));
      taken += count;
      this.at += count;
    }
  }

  async close(): Promise<void> {
    if (await this.#current()) throw new SluiceError('internal', 'A part of the file has no end.');
    const { hasher } = this.#options;
    this.#sha256 = hasher && listHash(this.#parts, hasher);
  }

  async abort(reason?: unknown): Promise<void> {
    await this.#open?.copy.abort(reason);
  }

  /** The part whose bytes are next, or come once what is before them is passed over. Those before it are whole then. */
  async #current(): Promise<PartPlace | undefined> {
    for (;;) {
      const place = this.#options.placeOf(this.#parts.length);
      if (place?.to === undefined || this.at < place.to) return place;
      await this.#end(place.name);
    }
  }

  async #put(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const open = this.#open ?? (await this.#begin(name));
    this.#options.hasher?.update(bytes);
    await open.copy.write(bytes);
    open.bytes += bytes.length;
  }

  async #begin(name: string): Promise<OpenFile> {
    const handle = await this.#options.folder.getFileHandle(name, { create: true });
    this.#options.hasher?.init();
    this.#open = { handle, copy: await handle.createWritable(), bytes: 0 };
    return this.#open;
  }

  async #end(name: string): Promise<void> {
    const { handle, copy, bytes } = this.#open ?? (await this.#begin(name));
    await copy.close();
    this.#open = undefined;
    const { size } = await handle.getFile();
    if (size !== bytes) throw new SluiceError('file_unwritable', 'A file does not have the length it should.');
    const { hasher } = this.#options;
    this.#parts.push({ name, bytes, ...(hasher ? { sha256: hasher.digest() } : {}) });
  }
}

const UTF8 = new TextEncoder();

/** SHA-256 of the list that `sha256sum` prints of the parts in their order, which says each one's name and bytes. */
function listHash(parts: readonly Part[], hasher: Hasher): string {
  hasher.init();
  for (const { name, sha256 } of parts) hasher.update(UTF8.encode(`${sha256}  ${name}\n`));
  return hasher.digest();
}
