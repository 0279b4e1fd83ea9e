import { rmSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { root } from '../system/folders.ts';
import { type Part, stampOf } from './built.ts';

const PROXY = 'proxy/adapters/node.ts';

// Named parts are those of a start, where only what goes wrong is of interest.
const logLevel = process.argv.length > 2 ? 'error' : 'info';

const BUILD: Record<Part, () => Promise<unknown>> = {
  client: () => build({ logLevel }),
  /** One file; the packages it uses stay outside. */
  proxy: () => build({ configFile: false, logLevel, build: { ssr: PROXY, outDir: 'dist/proxy', target: 'node20' } }),
};

/** `npm run build`: the client into dist/client, the proxy into dist/proxy; or the parts that are named. */
process.chdir(root);
for (const part of ['client', 'proxy'] as const) {
  if (process.argv.length > 2 && !process.argv.includes(part)) continue;
  rmSync(stampOf(part), { force: true });
  await BUILD[part]();
  writeFileSync(stampOf(part), '');
}
