/**
 * A folder in memory, as File System Access has it: a file is there, empty, once it is asked for, and holds what was written once its copy is closed.
 * `step` is awaited before each thing that is done. A class, since only what has its functions on the prototype can lie in a checkpoint.
 */
export class MemoryFolder {
  readonly kind = 'directory';
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** No file can be written. */
  refuses = false;

  handle(step: () => Promise<void> = async () => {}): FileSystemDirectoryHandle {
    return new FolderHandle(this, step) as unknown as FileSystemDirectoryHandle;
  }
}

class FolderHandle {
  readonly kind = 'directory';
  readonly #folder: MemoryFolder;
  readonly #step: () => Promise<void>;

  constructor(folder: MemoryFolder, step: () => Promise<void>) {
    this.#folder = folder;
    this.#step = step;
  }

  async getFileHandle(name: string) {
    const [step, folder] = [this.#step, this.#folder];
    await step();
    if (!folder.files.has(name)) folder.files.set(name, new Uint8Array(0));
    const createWritable = async () => {
      await step();
      if (folder.refuses) throw new DOMException('locked', 'NoModificationAllowedError');
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      return {
        async write(bytes: Uint8Array<ArrayBuffer>) {
          await step();
          pieces.push(bytes.slice());
        },
        async close() {
          await step();
          folder.files.set(name, new Uint8Array(Buffer.concat(pieces)));
        },
        async abort() {},
      };
    };
    const getFile = async () => ({ size: folder.files.get(name)?.byteLength });
    return { createWritable, getFile };
  }

  async *keys() {
    yield* [...this.#folder.files.keys()];
  }

  async removeEntry(name: string) {
    this.#folder.files.delete(name);
  }
}
