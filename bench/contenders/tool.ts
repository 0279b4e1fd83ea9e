import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { root } from '../../dev/system/folders.ts';
import { SetupError } from '../../dev/system/setup-error.ts';
import { onShutdown } from '../../dev/system/shutdown.ts';

let running: number | undefined;

/** The process of the tool that runs now: its CPU is the contender's own. */
export function runningTool(): number | undefined {
  return running;
}

/**
 * Runs a program to its end. @param into a file for what it prints, which is given back otherwise @param env beside this
 * process's own @throws SetupError with what it complained of
 */
export async function runTool(
  program: string,
  args: readonly string[],
  { into, env }: { into?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const file = into === undefined ? undefined : await open(into, 'w');
  const stdio = ['ignore', file?.fd ?? 'pipe', 'pipe'] as const;
  const child = spawn(program, args, { cwd: root, stdio: [...stdio], env: { ...process.env, ...env } });
  const off = onShutdown(() => void child.kill('SIGTERM'));
  running = child.pid;
  try {
    const said = (stream: Readable | null) => (stream ? text(stream) : '');
    const [out, complaint, [status]] = await Promise.all([said(child.stdout), said(child.stderr), once(child, 'exit')]);
    if (status === 0) return out;
    throw new SetupError(`${program} ${args.join(' ')} failed: ${complaint.trim() || out.trim()}`);
  } finally {
    running = undefined;
    await file?.close();
    off();
  }
}

/** One of the programs in bench/tools, which print their outcome as JSON. */
export async function runNodeTool(tool: string, options: object): Promise<unknown> {
  const path = new URL(`../tools/${tool}`, import.meta.url).pathname;
  return JSON.parse(await runTool(process.execPath, ['--import', 'tsx', path, JSON.stringify(options)]));
}
