import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { root } from '../../dev/system/folders.ts';

/** The runtimes that the proxy runs on, as processes of their own. */
export const RUNTIMES = ['node', 'deno', 'bun', 'workerd'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

export type RuntimeProcess = {
  url: string;
  pid: number;
  /** SIGTERM, and what a deployment waits for; SIGKILL for workerd, which has no sockets of its own to part from. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
};

type Env = Record<string, string>;
type Started = { child: ChildProcess; port: Promise<number>; cleanUp(): void };

/** Starts the built proxy (`npm run build`) on a runtime; `env` are its only settings. */
export async function startRuntime(name: RuntimeName, env: Env): Promise<RuntimeProcess> {
  const { child, port, cleanUp } = name === 'workerd' ? startWorkerd(env) : startServer(name, env);
  const ended = once(child, 'exit').then(cleanUp);
  const early = ended.then(() => {
    throw new Error(`The proxy on ${name} ended while it started.`);
  });
  early.catch(() => {});
  const url = `http://127.0.0.1:${await Promise.race([port, early])}`;
  // Not left behind when the tests are stopped.
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  const end = (signal: NodeJS.Signals) => async () => {
    process.off('exit', orphan);
    child.kill(signal);
    await ended;
  };
  return { url, pid: child.pid ?? 0, stop: end(name === 'workerd' ? 'SIGKILL' : 'SIGTERM'), kill: end('SIGKILL') };
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
  return { child, port: lineOf(child.stdout, /^Sluice is ready: http:\/\/localhost:(\d+)$/), cleanUp() {} };
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
  writeFileSync(config, workerdConfig(env));
  const args = ['serve', config, `--socket-addr=http=127.0.0.1:${env.PORT ?? 0}`, '--control-fd=3'];
  const child = spawn(workerdBinary(), args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const port = lineOf(child.stdio[3] as Readable, /"event":"listen","socket":"http","port":(\d+)/);
  return { child, port, cleanUp: () => rmSync(folder, { recursive: true, force: true }) };
}

export function workerdBinary(): string {
  const fromMiniflare = createRequire(createRequire(import.meta.url).resolve('miniflare'));
  const start = fromMiniflare.resolve('workerd');
  const { platform, arch } = process;
  const names: Record<string, string> = { 'linux x64': 'linux-64', 'linux arm64': 'linux-arm64' };
  const name = names[`${platform} ${arch}`] ?? `${platform}-${arch === 'x64' ? '64' : arch}`;
  return createRequire(start).resolve(`@cloudflare/workerd-${name}/bin/workerd`);
}

export type WorkerSettings = { date: string; flags: string[] };

/** What wrangler.jsonc says of the runtime: tests run with the flags of a deployment. */
export function workerSettings(): WorkerSettings {
  const text = readFileSync(join(root, 'wrangler.jsonc'), 'utf8').replace(/^\s*\/\/.*$/gm, '');
  const { compatibility_date: date, compatibility_flags: flags } = JSON.parse(text);
  return { date, flags };
}

function workerdConfig(env: Env): string {
  const { date, flags } = workerSettings();
  const bindings = Object.entries(env).map(([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = ${quoted(date)},
  compatibilityFlags = [${flags.map(quoted).join(', ')}],
  bindings = [${bindings.join(', ')}],
);
`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
