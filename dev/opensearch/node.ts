import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../system/setup-error.ts';
import type { RunAs } from '../system/user.ts';
import type { Java } from './java.ts';
import { javaCommand, scriptCommand } from './java-command.ts';
import { prepareFolder } from './node-folder.ts';
import { forgetPid, recordPid } from './pid-file.ts';
import { statusOf } from './ready.ts';
import type { Secured } from './secured.ts';

export type NodeOptions = {
  name: string;
  /** Config, data, logs and temporary files of this node. Made if missing; what is there is reused. */
  folder: string;
  distribution: string;
  java: Java;
  /** A folder of jars with the languages that this Java lacks. */
  locales?: string | undefined;
  user: RunAs | undefined;
  /** The Java heap, in MB. */
  heapMb: number;
  httpPort: number;
  /** Lines of opensearch.yml, beside those every node has. */
  settings: Readonly<Record<string, string | number | boolean>>;
  /** With the security plugin: over TLS, and to those only who sign in. */
  secured?: Secured | undefined;
  /** The distribution's own script that starts it, instead of what it ends in. */
  script?: 'opensearch' | 'elasticsearch' | undefined;
};

/** One OpenSearch process. It may be stopped or killed, and started again on the same data and ports. */
export type OpenSearchNode = {
  readonly name: string;
  readonly url: string;
  readonly pid: number | undefined;
  /** Starts the process; resolves when it answers HTTP. @throws SetupError when it ends before that. */
  start(): Promise<void>;
  /** SIGTERM, and SIGKILL when that does not end it. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Ends or freezes it at once: `SIGKILL`, `SIGSTOP`, `SIGCONT`. */
  signal(name: NodeJS.Signals): Promise<void>;
};

const START_MS = 180_000;
const STOP_MS = 30_000;

export function makeNode(options: NodeOptions): OpenSearchNode {
  const url = `${options.secured ? 'https' : 'http'}://127.0.0.1:${options.httpPort}`;
  let child: ChildProcess | undefined;
  // Whatever ends this process, short of SIGKILL, ends OpenSearch too.
  const endWithUs = () => child?.kill('SIGTERM');

  return {
    name: options.name,
    url,
    get pid() {
      return child?.pid;
    },
    async start() {
      await prepareFolder(options);
      child = await launch(options);
      process.once('exit', endWithUs);
      await recordPid(options.folder, child.pid);
      try {
        await untilAnswering(url, child, options);
      } catch (error) {
        await end(child);
        throw error;
      }
    },
    async stop() {
      process.off('exit', endWithUs);
      if (child !== undefined) await end(child);
      child = undefined;
      await forgetPid(options.folder);
      await rm(join(options.folder, 'tmp'), { recursive: true, force: true });
    },
    async signal(name) {
      if (child === undefined) return;
      child.kill(name);
      if (name === 'SIGKILL') await gone(child);
    },
  };
}

async function launch(options: NodeOptions): Promise<ChildProcess> {
  const { folder, distribution, user } = options;
  const { program, args, env } = options.script ? scriptCommand(options, options.script) : await javaCommand(options);
  const child = spawn(program, args, {
    // Its options name files of the distribution from here.
    cwd: distribution,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
    // A group of its own: Ctrl-C in the terminal must reach it through us, after what depends on it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  const log = createWriteStream(join(folder, 'console.log'));
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  child.once('error', () => undefined);
  return child;
}

async function untilAnswering(url: string, child: ChildProcess, options: NodeOptions): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (isRunning(child) && Date.now() < deadline) {
    if ((await statusOf(url, options.secured)) !== undefined) return;
    await sleep(200);
  }
  const log = join(options.folder, 'console.log');
  const state = isRunning(child) ? `did not answer in ${START_MS / 1000} s` : 'ended while it started';
  throw new SetupError(`OpenSearch ${state}${await complaint(log)}: its output is in ${log}.`);
}

/** The first line of OpenSearch's output that names a cause. */
async function complaint(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n');
  const line = lines.find((text) =>
    /Likely root cause|BindException|Exception:|There is insufficient memory|^ERROR/.test(text),
  );
  return line === undefined ? '' : ` (${line.trim().slice(0, 200)})`;
}

async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  child.kill('SIGTERM');
  // A frozen process takes no SIGTERM until it goes on.
  child.kill('SIGCONT');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone(child);
  clearTimeout(late);
}

async function gone(child: ChildProcess): Promise<void> {
  if (isRunning(child)) await once(child, 'exit');
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
