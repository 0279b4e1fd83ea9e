import { type ExecFileOptions, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { onShutdown } from './shutdown.ts';

export type CommandResult = { ok: boolean; stdout: string; stderr: string };

/** Runs a program to its end and keeps what it said. A program that is not there is not `ok`. */
export function run(program: string, args: readonly string[], options: ExecFileOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 64 * 1024 * 1024, ...options }, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout: String(stdout), stderr: String(stderr) || (error?.message ?? '') });
    });
  });
}

/**
 * Runs a program whose output a person may watch, and stops it when this process is stopped. Returns its exit status;
 * 128 when a signal ended it, 127 when there is no such program.
 */
export async function runVisibly(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', ...options });
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (status) => resolve(status ?? 128));
  });
  const off = onShutdown(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return ended.finally(off);
}

/** The last line that says something: programs end their complaints with the cause. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
