import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file that its owner alone may read, whole or not at all. One that was there is replaced, whatever its mode;
 * a link is replaced, not followed.
 */
export function writePrivateFile(path: string, text: string): void {
  // A name that nobody can have made beforehand, with a mode or a link of their own.
  const part = `${path}.${randomBytes(8).toString('hex')}.new`;
  writeFileSync(part, text, { mode: 0o600, flag: 'wx' });
  try {
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
