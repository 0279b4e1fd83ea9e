import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { root } from '../../dev/system/folders.ts';
import { SetupError } from '../../dev/system/setup-error.ts';
import { onShutdown } from '../../dev/system/shutdown.ts';

let running: number | undefined;

/** The process of the tool that runs now: its CPU is the contender's own. */
export function runningTool(): number | undefined {
  return running;
}

/** Runs a program to its end and gives what it printed. @throws SetupError with what it complained of */
export async function runTool(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const off = onShutdown(() => void child.kill('SIGTERM'));
  running = child.pid;
  try {
    const [out, complaint, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    if (status === 0) return out;
    throw new SetupError(`${program} ${args.join(' ')} failed: ${complaint.trim() || out.trim()}`);
  } finally {
    running = undefined;
    off();
  }
}

/** One of the programs in bench/tools, which print their outcome as JSON. */
export async function runNodeTool(tool: string, options: object): Promise<unknown> {
  const path = new URL(`../tools/${tool}`, import.meta.url).pathname;
  return JSON.parse(await runTool(process.execPath, ['--import', 'tsx', path, JSON.stringify(options)]));
}
