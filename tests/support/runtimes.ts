import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ensureBuilt } from '../../dev/build/built.ts';
import { workerConfig, workerdBinary } from '../../dev/build/workerd.ts';
import { root } from '../../dev/system/folders.ts';

/** The runtimes that the proxy runs on, as processes of their own. */
export const RUNTIMES = ['node', 'deno', 'bun', 'workerd'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

export type RuntimeProcess = {
  url: string;
  pid: number;
  /** Resolves when it has ended, asked or not. */
  ended: Promise<void>;
  /** SIGTERM, as a deployment does it; workerd, which waits for its sockets without end, is killed. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
};

/** What a call from this machine bears: a Worker knows its clients by a header, which Cloudflare sets. */
export function fromHere(name: RuntimeName): Record<string, string> {
  return name === 'workerd' ? { 'cf-connecting-ip': '127.0.0.1' } : {};
}

type Env = Record<string, string>;
type Started = { child: ChildProcess; port: Promise<number>; cleanUp(): void };

/** Starts the built proxy on a runtime; `env` are its only settings. */
export async function startRuntime(name: RuntimeName, env: Env): Promise<RuntimeProcess> {
  await ensureBuilt(name === 'node' ? 'proxy' : 'edge');
  const { child, port, cleanUp } = name === 'workerd' ? startWorkerd(env) : startServer(name, env);
  let asked = false;
  const ended = once(child, 'exit').then(([status, signal]) => {
    cleanUp();
    if (!asked) console.error(`The proxy on ${name} ended by itself: ${signal ?? `status ${status}`}.`);
  });
  const early = ended.then(() => {
    throw new Error(`The proxy on ${name} ended while it started.`);
  });
  early.catch(() => {});
  const url = `http://127.0.0.1:${await Promise.race([port, early])}`;
  // Not left behind when the tests are stopped.
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  const end = (signal: NodeJS.Signals) => async () => {
    asked = true;
    process.off('exit', orphan);
    child.kill(signal);
    await ended;
  };
  const stop = end(name === 'workerd' ? 'SIGKILL' : 'SIGTERM');
  return { url, pid: child.pid ?? 0, ended, stop, kill: end('SIGKILL') };
}

/** As a service manager or a platform runs it: one that ends by itself is started again, at the same address. */
export async function keepRunning(name: RuntimeName, env: Env): Promise<Pick<RuntimeProcess, 'url' | 'stop'>> {
  let running = await startRuntime(name, env);
  const { url } = running;
  let stopped = false;
  const again = async (): Promise<void> => {
    await running.ended;
    if (stopped) return;
    running = await startRuntime(name, { ...env, PORT: new URL(url).port });
    return again();
  };
  const watching = again();
  return {
    url,
    async stop() {
      stopped = true;
      await running.stop();
      await watching;
    },
  };
}

const bundle = (name: string) => join(root, 'dist', 'proxy', `${name}.js`);

/** The binaries themselves: the packages' own start files leave their child behind when they are stopped. */
const COMMANDS: Record<'node' | 'deno' | 'bun', () => string[]> = {
  node: () => [process.execPath, bundle('node')],
  deno: () => [
    join(root, 'node_modules/deno/deno'),
    'run',
    '--no-prompt',
    '--allow-net',
    '--allow-env',
    '--allow-read',
    '--allow-sys=osRelease',
    '--unstable-no-legacy-abort',
    bundle('deno'),
  ],
  bun: () => [join(root, 'node_modules/bun/bin/bun.exe'), bundle('bun')],
};

function startServer(name: 'node' | 'deno' | 'bun', env: Env): Started {
  const [program = '', ...args] = COMMANDS[name]();
  const child = spawn(program, args, { env: { ...plainEnv(), ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, port: lineOf(child.stdout, /^Sluice is ready: http:\/\/localhost:(\d+)(?:\/.*)?$/), cleanUp() {} };
}

function plainEnv(): Env {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME };
}

/** The number in the first line that fits; the lines that do not are shown, for they are complaints or logs. */
function lineOf(output: Readable, pattern: RegExp): Promise<number> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      const found = pattern.exec(line);
      if (found) resolve(Number(found[1]));
      else if (line.startsWith('{')) console.log(line);
    });
  });
}

function startWorkerd(env: Env): Started {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-workerd-'));
  const config = join(folder, 'config.capnp');
  writeFileSync(join(folder, 'worker.js'), readFileSync(bundle('cloudflare')));
  writeFileSync(config, workerConfig(env));
  const args = ['serve', config, `--socket-addr=http=127.0.0.1:${env.PORT ?? 0}`, '--control-fd=3'];
  const child = spawn(workerdBinary(), args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const port = lineOf(child.stdio[3] as Readable, /"event":"listen","socket":"http","port":(\d+)/);
  return { child, port, cleanUp: () => rmSync(folder, { recursive: true, force: true }) };
}
