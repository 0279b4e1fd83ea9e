import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runVisibly } from '../system/command.ts';
import { root } from '../system/folders.ts';
import { SetupError } from '../system/setup-error.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const NOT_SOURCES = new Set(['node_modules']);

/** `proxy` is the proxy on Node, which a start runs; `edge` is the one on each other runtime. */
export type Part = 'client' | 'proxy' | 'edge';

const SOURCES: Record<Part, readonly string[]> = {
  client: ['client', 'shared', 'dev/build-wasm.mjs', 'vite.config.ts', 'package-lock.json'],
  proxy: ['proxy', 'shared', 'dev/build', 'package-lock.json'],
  edge: ['proxy', 'shared', 'dev/build', 'package-lock.json'],
};

/** Written last, and gone as soon as the next build begins: without it the folder is not whole. */
export function stampOf(part: Part): string {
  return join(root, 'dist', `.${part}-built`);
}

/** Builds what has a source newer than its build. @throws SetupError when that fails */
export async function ensureBuilt(...parts: Part[]): Promise<void> {
  const stale = parts.filter((part) => !isFresh(part));
  if (stale.length === 0) return;
  console.log(`Building ${stale.join(' and ')} …`);
  // In a process of its own: a build keeps much memory, and sets NODE_ENV.
  const status = await runVisibly(process.execPath, ['--import', 'tsx', MAIN, ...stale], { cwd: root });
  if (status !== 0) throw new SetupError(`The ${stale.join(' or the ')} could not be built: the error stands above.`);
}

function isFresh(part: Part): boolean {
  const built = existsSync(stampOf(part)) ? statSync(stampOf(part)).mtimeMs : 0;
  return SOURCES[part].every((source) => newest(join(root, source)) < built);
}

/** A folder counts too: taking a file away changes nothing else. */
function newest(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  const inside = readdirSync(path).filter((name) => !NOT_SOURCES.has(name));
  return Math.max(entry.mtimeMs, ...inside.map((name) => newest(join(path, name))));
}
