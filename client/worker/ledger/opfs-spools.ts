import type { Spool, SpoolStore } from './spool.ts';

const FOLDER = 'spools';

/** Spools in the origin-private file system: the one place where a worker may write synchronously. */
export function makeOpfsSpools(): SpoolStore {
  const folder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  return {
    async open(id) {
      const file = await (await folder()).getFileHandle(id, { create: true });
      return makeSpool(await file.createSyncAccessHandle());
    },
    async remove(id) {
      await (await folder()).removeEntry(id).catch(ignoreMissing);
    },
    async list() {
      const names: string[] = [];
      for await (const name of (await folder()).keys()) names.push(name);
      return names;
    },
  };
}

function makeSpool(handle: FileSystemSyncAccessHandle): Spool {
  let length = handle.getSize();
  return {
    get length() {
      return length;
    },
    append(bytes) {
      const written = handle.write(bytes, { at: length });
      // A short write is how some browsers say that the room is gone.
      if (written < bytes.byteLength) throw new DOMException('The spool took a part only.', 'QuotaExceededError');
      length += written;
    },
    flush: () => handle.flush(),
    cutBack(to) {
      handle.truncate(to);
      length = to;
    },
    read(from, max) {
      const bytes = new Uint8Array(Math.max(0, Math.min(max, length - from)));
      handle.read(bytes, { at: from });
      return bytes;
    },
    close: () => handle.close(),
  };
}

function ignoreMissing(error: unknown): void {
  if (error instanceof DOMException && error.name === 'NotFoundError') return;
  throw error;
}
