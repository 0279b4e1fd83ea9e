import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.ts';
import { SetupError } from './setup-error.ts';
import type { RunAs } from './user.ts';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Downloads that every checkout of this person may use. @throws SetupError when somebody else could change them */
export function cacheFolder(): Promise<string> {
  return ownFolder(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sluice'));
}

/**
 * Where the distribution, the data and the logs lie: `.sluice/` in the checkout, which git ignores. A checkout below
 * a folder that the user OpenSearch runs as may not enter has them under /var/tmp, and says so.
 *
 * @throws SetupError when somebody else has made that folder
 */
export async function homeFolder(user: RunAs | undefined): Promise<string> {
  const inside = join(root, '.sluice');
  await mkdir(inside, { recursive: true });
  if (user === undefined || (await canEnter(inside, user))) return inside;
  const outside = await ownFolder(
    join('/var/tmp', `sluice-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`),
  );
  console.log(`${root} is closed to the user "${user.name}", whom OpenSearch runs as: its data is in ${outside}.`);
  return outside;
}

/**
 * Makes `folder` where there is none. One that is there already must be a folder that nobody but us, or root, can
 * write to: programs are run from it, and others may make folders beside it.
 *
 * @throws SetupError otherwise
 */
export async function ownFolder(folder: string): Promise<string> {
  await mkdir(dirname(folder), { recursive: true });
  try {
    await mkdir(folder, { mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const fault = await faultOf(folder);
  if (fault === undefined) return folder;
  throw new SetupError(`${folder} ${fault}, and programs are run from it: remove it and start again.`);
}

/** Looked at after it was made, so that it makes no odds who was first. Windows has no modes: nothing is to be seen there. */
async function faultOf(folder: string): Promise<string | undefined> {
  const found = await lstat(folder);
  if (!found.isDirectory()) return 'is not a folder of its own';
  const us = process.getuid?.();
  if (us === undefined) return undefined;
  if (found.uid !== us && found.uid !== 0) return 'belongs to another user';
  return (found.mode & 0o022) === 0 ? undefined : 'can be written to by others';
}

async function canEnter(folder: string, user: RunAs): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', uid: user.uid, gid: user.gid })).ok;
}
