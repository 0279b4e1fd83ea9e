import { SluiceError } from '../../shared/errors.ts';
import type { Sink, SinkReport } from './sink.ts';

const PIECE_BYTES = 4 * 1024 * 1024;

/** What keeps the file's bytes until all of them are there. */
interface KeptBytes {
  readonly length: number;
  /** False once it takes no more. What it has taken can be read until `letGo`. */
  readonly keeps: boolean;
  /** Up to `max` bytes from `from` on. */
  read(from: number, max: number): Uint8Array<ArrayBuffer>;
  letGo(): Promise<void>;
}

type Copy = Pick<FileSystemWritableFileStream, 'close' | 'abort'> & {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
};

/** A file, or what is written like one. */
interface Writable {
  createWritable(): Promise<Copy>;
  getFile(): Promise<{ size: number }>;
  /** Bytes that it takes at once, where more would be too long a work. */
  readonly pieceBytes?: number;
  /** As of a sink. */
  readonly report?: SinkReport;
}

export type PickedFileOptions = {
  handle: Writable;
  /** Undefined where the browser keeps nothing: then the bytes go straight into the file. */
  kept: KeptBytes | undefined;
  /** The last step is so far, in bytes. */
  copied(bytes: number, of: number): void;
};

/**
 * A sink over a file that the person picked. Browsers write such a file through a copy beside it that is lost unless it is closed, and
 * that another run cannot go on with. So what is kept is the one copy until all bytes are there, and is then copied into the file in
 * one go. Once the browser keeps no more, the file's copy takes over what was kept, and the rest goes straight there.
 * Until `close` has settled the file is as it was. @throws disk_full, file_unwritable
 */
export function makePickedFileSink(options: PickedFileOptions): Sink {
  return new PickedFileSink(options);
}

class PickedFileSink implements Sink {
  readonly #options: PickedFileOptions;
  /** The file's copy, once it is being written. */
  #copy: Copy | undefined;
  #copied = 0;
  #given = 0;

  constructor(options: PickedFileOptions) {
    this.#options = options;
  }

  get report(): SinkReport {
    return this.#options.handle.report ?? {};
  }

  startAt(bytes: number): void {
    this.#given = bytes;
  }

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#given += bytes.byteLength;
    if (this.#options.kept?.keeps) return Promise.resolve();
    return asFileError(async () => {
      const copy = this.#copy ?? (await this.#takeOver());
      const missing = this.#given - this.#copied;
      if (missing <= 0) return;
      if (missing > bytes.byteLength) throw new SluiceError('internal', 'Bytes of the file are missing.');
      await copy.write(bytes.subarray(bytes.byteLength - missing));
      this.#copied = this.#given;
    });
  }

  /** Can be called again when it failed, as long as the bytes are kept. */
  close(turn: () => Promise<void>): Promise<void> {
    return asFileError(async () => {
      try {
        const copy = this.#copy ?? (await this.#copyKept(turn, this.#options.copied));
        if (this.#copied !== this.#given) throw new SluiceError('internal', 'What was kept is not what was written.');
        await copy.close();
        this.#copy = undefined;
        const { size } = await this.#options.handle.getFile();
        if (size !== this.#given)
          throw new SluiceError('file_unwritable', 'The file does not have the length it should.');
      } catch (error) {
        await this.abort(error);
        throw error;
      }
    });
  }

  async abort(reason: unknown): Promise<void> {
    const copy = this.#copy;
    this.#copy = undefined;
    await copy?.abort(reason).catch(() => {});
  }

  /** A copy that did not come about is begun anew by the next who needs it. */
  async #takeOver(): Promise<Copy> {
    try {
      const copy = await this.#copyKept();
      await this.#options.kept?.letGo();
      return copy;
    } catch (error) {
      await this.abort(error);
      throw error;
    }
  }

  async #copyKept(turn?: () => Promise<void>, copied?: PickedFileOptions['copied']): Promise<Copy> {
    const { handle, kept } = this.#options;
    const copy = await handle.createWritable();
    this.#copy = copy;
    this.#copied = 0;
    const length = kept?.length ?? 0;
    while (kept && this.#copied < length) {
      await turn?.();
      const piece = kept.read(this.#copied, Math.min(handle.pieceBytes ?? PIECE_BYTES, length - this.#copied));
      await copy.write(piece);
      this.#copied += piece.byteLength;
      copied?.(this.#copied, length);
    }
    return copy;
  }
}

async function asFileError(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof SluiceError) throw cause;
    if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
      throw new SluiceError('disk_full', 'There is no room for the file where it was to go.', { cause });
    }
    throw new SluiceError('file_unwritable', 'The chosen file could not be written.', { cause });
  }
}
