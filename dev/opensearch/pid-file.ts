import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../system/command.ts';
import { SetupError } from '../system/setup-error.ts';

const NAME = 'pid';

/** Notes which process uses a node's folder. */
export async function recordPid(nodeFolder: string, pid: number | undefined): Promise<void> {
  if (pid !== undefined) await writeFile(join(nodeFolder, NAME), String(pid));
}

export function forgetPid(nodeFolder: string): Promise<void> {
  return rm(join(nodeFolder, NAME), { force: true });
}

/**
 * Makes sure that no OpenSearch runs in the node folders of `folder`: one that a killed start left behind is stopped.
 *
 * @throws SetupError when the start that runs it is alive
 */
export async function stopLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(await readFile(join(folder, name, NAME), 'utf8').catch(() => 0));
    const found = pid > 1 ? await look(pid) : undefined;
    if (found === undefined || !found.command.includes(join(folder, name))) continue;
    if (await isStarter(found.parent)) {
      throw new SetupError(`Sluice runs in this checkout already (process ${found.parent}): stop it first.`);
    }
    await kill(pid);
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
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
