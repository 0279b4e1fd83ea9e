import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLine, run } from './command.ts';
import { SetupError } from './setup-error.ts';

/**
 * A virtual environment in `folder` that holds `requirement`; made there once, whole or not at all. Undefined where
 * there is no Python 3.
 *
 * @throws SetupError when Python cannot make one
 */
export async function virtualEnvironment(folder: string, requirement: string): Promise<string | undefined> {
  if (existsSync(folder)) return folder;
  const python = await findPython();
  if (python === undefined) return undefined;
  const work = await mkdtemp(`${folder}-`);
  try {
    await must(python, ['-m', 'venv', work], 'on Debian: apt-get install python3-venv');
    await must(pythonOf(work), ['-m', 'pip', 'install', '--quiet', requirement], 'try again');
    await rename(work, folder);
  } catch (error) {
    // Another start may have put its own there first; either is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

export function pythonOf(environment: string): string {
  return process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
}

/** The command of a Python 3 that is new enough; undefined where there is none. */
export async function findPython(): Promise<string | undefined> {
  for (const name of ['python3', 'python']) {
    if ((await run(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'])).ok) return name;
  }
  return undefined;
}

async function must(python: string, args: string[], advice: string): Promise<void> {
  const done = await run(python, args);
  if (!done.ok) {
    const said = lastLine(done.stderr) || lastLine(done.stdout);
    throw new SetupError(`"python ${args.join(' ')}" failed (${said}): ${advice}.`);
  }
}
