import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../../dev/system/setup-error.ts';

export type Download = { path: string; bytes: number; firstByteAt: number; wholeAt: number };

const EVERY_MS = 5;
const STALLED_MS = 60_000;

/**
 * Follows the one download into `folder`. Chromium writes under a name of its own and gives the file its name when it is
 * whole. Times in ms since 1970. @throws SetupError when nothing grows any more
 */
export async function followDownload(folder: string): Promise<Download> {
  let firstByteAt = 0;
  let bytes = 0;
  let grewAt = Date.now();
  for (;;) {
    const [name] = readdirSync(folder).filter((found) => !found.startsWith('.com.google') || sizeOf(folder, found) > 0);
    const now = Date.now();
    const size = name === undefined ? 0 : sizeOf(folder, name);
    if (size > bytes) grewAt = now;
    bytes = size;
    if (bytes > 0 && firstByteAt === 0) firstByteAt = now;
    if (name !== undefined && bytes > 0 && isWhole(name)) {
      return { path: join(folder, name), bytes, firstByteAt, wholeAt: now };
    }
    if (now - grewAt > STALLED_MS) throw new SetupError(`The download stands still at ${bytes} bytes.`);
    await sleep(EVERY_MS);
  }
}

function isWhole(name: string): boolean {
  return !name.endsWith('.crdownload') && !name.startsWith('.');
}

/** 0 when it was renamed in this moment. */
function sizeOf(folder: string, name: string): number {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
}
