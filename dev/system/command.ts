import { type ExecFileOptions, execFile, type SpawnOptions, spawn } from 'node:child_process';

export type CommandResult = { ok: boolean; stdout: string; stderr: string };

/** Runs a program to its end and keeps what it said. A program that is not there is not `ok`. */
export function run(program: string, args: readonly string[], options: ExecFileOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 64 * 1024 * 1024, ...options }, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout: String(stdout), stderr: String(stderr) || (error?.message ?? '') });
    });
  });
}

/** Runs a program whose output a person may watch. Returns its exit status; 128 and the signal's number for a signal. */
export function runVisibly(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    child.once('error', () => resolve(127));
    child.once('exit', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
  });
}

/** The last line that says something: programs end their complaints with the cause. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
