import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runVisibly } from '../system/command.ts';
import { root } from '../system/folders.ts';
import { SetupError } from '../system/setup-error.ts';

const SOURCES = ['client', 'shared', 'vite.config.ts', 'package-lock.json'];
/** Written last, and gone as soon as the next build begins: without it the folder is not whole. */
const STAMP = join(root, 'dist', 'client', '.built');
const NOT_SOURCES = new Set(['node_modules']);

/** Builds the client into dist/client, if a source is newer than what is there. @throws SetupError when it fails */
export async function buildClient(): Promise<void> {
  const built = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
  if (SOURCES.every((source) => newest(join(root, source)) < built)) return;
  console.log('Building the client …');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const status = await runVisibly(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root });
  if (status !== 0) throw new SetupError('The client could not be built: its error stands above.');
  writeFileSync(STAMP, '');
}

/** A folder counts too: taking a file away changes nothing else. */
function newest(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  const inside = readdirSync(path).filter((name) => !NOT_SOURCES.has(name));
  return Math.max(entry.mtimeMs, ...inside.map((name) => newest(join(path, name))));
}
