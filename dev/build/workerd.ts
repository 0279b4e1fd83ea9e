import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../system/folders.ts';

const NAMES: Record<string, string> = {
  'linux x64': 'linux-64',
  'linux arm64': 'linux-arm64',
  'darwin x64': 'darwin-64',
  'darwin arm64': 'darwin-arm64',
  'win32 x64': 'windows-64',
};

/** The binary of miniflare's workerd: the package's own start file leaves its child behind when it is stopped. */
export function workerdBinary(): string {
  const { platform, arch } = process;
  const name = NAMES[`${platform} ${arch}`];
  if (!name) throw new Error(`There is no workerd for ${platform} on ${arch}.`);
  const ofMiniflare = createRequire(createRequire(import.meta.url).resolve('miniflare'));
  return createRequire(ofMiniflare.resolve('workerd')).resolve(`@cloudflare/workerd-${name}/bin/workerd`);
}

export type WorkerSettings = {
  date: string;
  flags: string[];
  assets: { directory: string; binding: string; run_worker_first: string[] };
};

/** What wrangler.jsonc says: what runs here runs as in a deployment. */
export function workerSettings(): WorkerSettings {
  const text = readFileSync(join(root, 'wrangler.jsonc'), 'utf8').replace(/^\s*\/\/.*$/gm, '');
  const { compatibility_date: date, compatibility_flags: flags, assets } = JSON.parse(text);
  return { date, flags, assets };
}

/** workerd's configuration for a `worker.js` beside it, with `env` as its settings. */
export function workerConfig(env: Record<string, string>): string {
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
