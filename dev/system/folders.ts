import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.ts';
import type { RunAs } from './user.ts';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Downloads that every checkout of this person may use. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice');

/**
 * Where the distribution, the data and the logs lie: `.sluice/` in the checkout, which git ignores. A checkout below
 * a folder that the user OpenSearch runs as may not enter has them under /var/tmp, and says so.
 */
export async function homeFolder(user: RunAs | undefined): Promise<string> {
  const inside = join(root, '.sluice');
  await mkdir(inside, { recursive: true });
  if (user === undefined || (await canEnter(inside, user))) return inside;
  const outside = join('/var/tmp', `sluice-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
  await mkdir(outside, { recursive: true, mode: 0o755 });
  console.log(`${root} is closed to the user "${user.name}", whom OpenSearch runs as: its data is in ${outside}.`);
  return outside;
}

async function canEnter(folder: string, user: RunAs): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', uid: user.uid, gid: user.gid })).ok;
}
