import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { root } from '../system/folders.ts';
import { type Part, stampOf } from './built.ts';
import { bundle } from './bundle.ts';
import { reportWorker } from './worker-report.ts';

// Named parts are those of a start, where only what goes wrong is of interest.
const named = process.argv.slice(2);
const logLevel = named.length > 0 ? 'error' : 'info';

/** What Cloudflare says of the client's files, as the other adapters do: names in assets/ hold their content's hash. */
const HEADERS = '/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n';

const BUILD: Record<Part, () => Promise<unknown>> = {
  async client() {
    await build({ logLevel });
    writeFileSync('dist/client/_headers', HEADERS);
  },
  proxy: () => bundle('node', logLevel),
  async edge() {
    for (const runtime of ['deno', 'bun', 'cloudflare'] as const) await bundle(runtime, logLevel);
  },
};

/** `dist/` as a package, for `npm pack`: it needs no others. Its files are modules wherever it is copied to. */
function writePackage(): void {
  const { name, version, description, license, type, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const own = { bin: { [name]: 'proxy/node.js' }, files: ['client', 'proxy/node.js'] };
  const described = { name, version, private: true, description, license, type, engines, ...own };
  writeFileSync('dist/package.json', `${JSON.stringify(described, undefined, 2)}\n`);
  copyFileSync('LICENSE', 'dist/LICENSE');
}

/** `npm run build`: the client into dist/client, the proxy for each runtime into dist/proxy; or the parts that are named. */
process.chdir(root);
mkdirSync('dist', { recursive: true });
writePackage();
for (const part of ['client', 'proxy', 'edge'] as const) {
  if (named.length > 0 && !named.includes(part)) continue;
  rmSync(stampOf(part), { force: true });
  await BUILD[part]();
  writeFileSync(stampOf(part), '');
}
if (named.length === 0) await reportWorker();
