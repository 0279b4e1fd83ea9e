import type { Checkpoint, CheckpointStore } from '../../client/worker/ledger/checkpoint.ts';
import { openKeep } from '../../client/worker/ledger/keep.ts';
import type { Spool } from '../../client/worker/ledger/spool.ts';
import type { ExportRequest } from '../../shared/request.ts';

/** A browser's room in this process: what keeps one export, and shows how much. */
export async function makeMemoryKeep(request: ExportRequest) {
  let saved: Checkpoint | undefined;
  const spool = makeMemorySpool();
  const checkpoints: CheckpointStore = {
    get: async () => saved,
    list: async () => (saved ? [saved] : []),
    put: async (checkpoint) => {
      saved = structuredClone(checkpoint);
    },
    remove: async () => {
      saved = undefined;
    },
  };
  const spools = { open: async () => spool, remove: async () => spool.cutBack(0), list: async () => [] };
  return openKeep({
    ...{ request, spools, checkpoints, again: false },
    lost: (error) => {
      throw error;
    },
  });
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
