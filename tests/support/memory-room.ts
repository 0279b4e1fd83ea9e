import type { Checkpoint, CheckpointStore } from '../../client/worker/ledger/checkpoint.ts';
import { type Keep, openKeep } from '../../client/worker/ledger/keep.ts';
import type { Spool } from '../../client/worker/ledger/spool.ts';
import type { ExportRequest } from '../../shared/request.ts';
import { World } from '../model/world.ts';

/** A browser's room in this process: what keeps one export, also when the machine that makes it goes down and another takes it up. */
export class MemoryRoom {
  checkpoint: Checkpoint | undefined;
  readonly #spool = makeMemorySpool();

  /** Bytes. */
  get spoolBytes(): number {
    return this.#spool.length;
  }

  /** For an export on this machine, from the checkpoint where there is one. */
  open(request: ExportRequest, world = new World()): Promise<Keep> {
    const spool = onWorld(this.#spool, world);
    const checkpoints: CheckpointStore = {
      get: async () => this.checkpoint,
      list: async () => (this.checkpoint ? [this.checkpoint] : []),
      put: async (checkpoint) => {
        const copy = structuredClone(checkpoint);
        await world.step();
        this.checkpoint = copy;
        await world.step();
      },
      remove: async () => {
        await world.step();
        this.checkpoint = undefined;
      },
    };
    const remove = async () => {
      await world.step();
      spool.cutBack(0);
    };
    return openKeep({
      ...{ request, checkpoints, again: this.checkpoint !== undefined },
      spools: { open: async () => spool, remove, list: async () => [] },
      lost: (error) => {
        throw error;
      },
    });
  }
}

/** What is written to it counts as a step of the machine, which may go down there. */
function onWorld(spool: Spool, world: World): Spool {
  return {
    get length() {
      return spool.length;
    },
    append(bytes) {
      world.stepNow();
      spool.append(bytes);
    },
    flush() {
      world.stepNow();
    },
    cutBack(length) {
      world.stepNow();
      spool.cutBack(length);
    },
    read: (from, max) => spool.read(from, max),
    close() {},
  };
}

const BLOCK = 1024 * 1024;

/** In blocks that are never moved, so that what grows is not what is measured. */
function makeMemorySpool(): Spool {
  const blocks: Uint8Array[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const at = length % BLOCK;
        const block = Math.floor(length / BLOCK);
        blocks[block] ??= new Uint8Array(BLOCK);
        const part = bytes.subarray(from, from + BLOCK - at);
        blocks[block]?.set(part, at);
        from += part.length;
        length += part.length;
      }
    },
    flush() {},
    cutBack(to) {
      length = to;
      blocks.length = Math.ceil(to / BLOCK);
    },
    read(from, max) {
      const bytes = new Uint8Array(Math.max(0, Math.min(max, length - from)));
      for (let done = 0; done < bytes.length; ) {
        const at = (from + done) % BLOCK;
        const block = blocks[Math.floor((from + done) / BLOCK)] ?? new Uint8Array(BLOCK);
        const part = block.subarray(at, at + bytes.length - done);
        bytes.set(part, done);
        done += part.length;
      }
      return bytes;
    },
    close() {},
  };
}
