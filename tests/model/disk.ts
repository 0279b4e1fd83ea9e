import type { Sink } from '../../client/sink/sink.ts';
import type { Checkpoint, CheckpointStore } from '../../client/worker/ledger/checkpoint.ts';
import type { Spool } from '../../client/worker/ledger/spool.ts';
import type { World } from './world.ts';

/** What lies on the disk of a machine, and what of it is there after the machine went down. */
export class Disk {
  #spool = new Uint8Array(0);
  #flushed = 0;
  #checkpoint: Checkpoint | undefined;
  #unsettled: Checkpoint | undefined;
  /** Called when the spool is read for the first time from now on. */
  onceRead: (() => void) | undefined;
  /** Bytes the browser gives an export; above that it refuses. */
  quota = Number.POSITIVE_INFINITY;

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint;
  }

  get spoolBytes(): number {
    return this.#spool.byteLength;
  }

  /**
   * The machine goes down: of what was not flushed a part is there, and may be rubbish; a checkpoint that was being written is there
   * or is not. `luck` in [0, 1) decides.
   */
  goDown(luck: number): void {
    const unflushed = this.#spool.byteLength - this.#flushed;
    const kept = this.#flushed + Math.floor(luck * (unflushed + 1));
    this.#spool = this.#spool.slice(0, kept);
    if (luck > 0.5) this.#spool.fill(0x23, this.#flushed);
    this.#flushed = kept;
    if (this.#unsettled && luck > 0.3) this.#checkpoint = this.#unsettled;
    this.#unsettled = undefined;
  }

  /** One byte of the spool is another. */
  spoil(at: number): void {
    this.#spool[at] = (this.#spool[at] ?? 0) ^ 0x11;
  }

  spool(world: World): Spool {
    const disk = this;
    return {
      get length() {
        return disk.#spool.byteLength;
      },
      append(bytes) {
        world.stepNow();
        if (disk.#spool.byteLength + bytes.byteLength > disk.quota)
          throw new DOMException('full', 'QuotaExceededError');
        disk.#spool = joined(disk.#spool, bytes);
      },
      flush() {
        world.stepNow();
        disk.#flushed = disk.#spool.byteLength;
      },
      cutBack(length) {
        world.stepNow();
        disk.#spool = disk.#spool.slice(0, length);
        disk.#flushed = Math.min(disk.#flushed, length);
      },
      read(from, max) {
        disk.onceRead?.();
        disk.onceRead = undefined;
        return disk.#spool.slice(from, from + max);
      },
      close() {},
    };
  }

  checkpoints(world: World): CheckpointStore {
    return {
      get: async () => this.#checkpoint,
      list: async () => (this.#checkpoint ? [this.#checkpoint] : []),
      put: async (checkpoint) => {
        await world.step();
        this.#unsettled = structuredClone(checkpoint);
        await world.step();
        this.#checkpoint = this.#unsettled;
        this.#unsettled = undefined;
      },
      remove: async () => {
        await world.step();
        this.#checkpoint = undefined;
      },
    };
  }

  async removeSpool(world: World): Promise<void> {
    await world.step();
    this.#spool = new Uint8Array(0);
    this.#flushed = 0;
  }
}

/** A browser's download: whole only when it was closed. */
export class Download {
  bytes = new Uint8Array(0);
  whole = false;

  sink(world: World): Sink {
    return {
      write: async (bytes) => {
        await world.step();
        this.bytes = joined(this.bytes, bytes);
      },
      close: async () => {
        await world.step();
        this.whole = true;
      },
      abort: async () => {},
    };
  }
}

/** A file that the person picked. It is as it was until its copy is closed, also when the machine goes down. */
export class PickedFile {
  bytes = new TextEncoder().encode('what was there before');
  whole = false;
  /** It cannot be written. */
  refuses = false;

  handle(world: World): FileSystemFileHandle {
    return new PickedHandle(this, world) as unknown as FileSystemFileHandle;
  }
}

/** A class, since only what has its functions on the prototype can lie in a checkpoint. */
class PickedHandle {
  readonly #file: PickedFile;
  readonly #world: World;

  constructor(file: PickedFile, world: World) {
    this.#file = file;
    this.#world = world;
  }

  async createWritable() {
    await this.#world.step();
    if (this.#file.refuses) throw new DOMException('locked', 'NoModificationAllowedError');
    let copy = new Uint8Array(0);
    return {
      write: async (bytes: Uint8Array) => {
        await this.#world.step();
        copy = joined(copy, bytes);
      },
      close: async () => {
        await this.#world.step();
        Object.assign(this.#file, { bytes: copy, whole: true });
      },
      abort: async () => {},
    };
  }

  async getFile() {
    await this.#world.step();
    return { size: this.#file.bytes.byteLength };
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}
