/** Whether this browser can keep an export's rows, so that it could be gone on with after a reload; and its room, bytes. */
export type KeepSupport = { kind: 'kept'; freeBytes: number | undefined } | { kind: 'unkept' };

/** Whether this page may lock anything: only pages over https or from localhost may. Without locks nothing is kept. */
export function canLock(scope: Window & typeof globalThis = window): boolean {
  return 'locks' in scope.navigator;
}

/** What an export is kept with: the private file system, IndexedDB and locks. They may still be refused later on. */
export async function keepSupport(scope: Window & typeof globalThis = window): Promise<KeepSupport> {
  const { storage } = scope.navigator;
  if (typeof storage?.getDirectory !== 'function' || !canLock(scope) || !scope.indexedDB) return { kind: 'unkept' };
  try {
    await storage.getDirectory();
    const { quota, usage } = await storage.estimate();
    return { kind: 'kept', freeBytes: quota === undefined ? undefined : freeOf(quota, usage ?? 0) };
  } catch {
    // Private windows of some browsers have the calls and refuse them.
    return { kind: 'unkept' };
  }
}

const GIB = 1024 ** 3;

/**
 * Chrome (from 138 on) does not tell how much is free, so that sites cannot know its windows apart: the quota is what is used and
 * 10 GiB, or the disk's size in whole GiB where that is less. What it really gives may be less, and may be much more.
 */
function freeOf(quota: number, usage: number): number | undefined {
  const free = Math.max(0, quota - usage);
  return free > 0 && free % GIB === 0 ? undefined : free;
}
