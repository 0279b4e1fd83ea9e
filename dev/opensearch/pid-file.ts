import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../system/command.ts';
import { SetupError } from '../system/setup-error.ts';

/**
 * Makes `folder` this process's own. A cluster that a crashed start left running in it is stopped.
 *
 * @throws SetupError when a living start has it
 */
export async function claim(folder: string): Promise<{ record(pids: number[]): Promise<void>; done(): Promise<void> }> {
  const file = join(folder, 'pids');
  for (const pid of await recorded(file)) {
    const found = await look(pid);
    if (found === undefined || !found.command.includes(folder)) continue;
    if (await isStarter(found.parent)) {
      throw new SetupError(`Sluice runs in this checkout already (process ${found.parent}): stop it first.`);
    }
    await kill(pid);
  }
  return {
    record: (pids) => writeFile(file, pids.join('\n')),
    done: () => rm(file, { force: true }),
  };
}

async function recorded(file: string): Promise<number[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 1);
}

/** An orphan's parent is the init process, or whatever stands in for it; a starter is a Node. */
async function isStarter(pid: number): Promise<boolean> {
  return pid > 1 && /node|vitest|playwright/.test((await look(pid))?.command ?? '');
}

/** A process's parent and its command line, which keeps a number that was given out again from being taken for ours. */
async function look(pid: number): Promise<{ parent: number; command: string } | undefined> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (command !== undefined) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return { command, parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0) };
  }
  const listed = await run('ps', ['-ww', '-o', 'ppid=,args=', '-p', String(pid)]);
  const match = /^\s*(\d+)\s+(.*)$/m.exec(listed.stdout);
  return match === null ? undefined : { parent: Number(match[1]), command: match[2] ?? '' };
}

async function kill(pid: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  process.kill(pid, 'SIGTERM');
  while (isAlive(pid)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
    await sleep(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
