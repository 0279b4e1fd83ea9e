import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';
import { buildWasm } from './dev/build-wasm.mjs';

await buildWasm();

const STREAM_SAVER_FILES = {
  'mitm.html': 'text/html',
  'mitm.js': 'text/javascript',
  'sw.js': 'text/javascript',
} as const;
/** The page's one script stands in it, which the Content-Security-Policy does not allow: it becomes a file beside it. */
const INLINE = /<script>([\s\S]*)<\/script>/;

/**
 * StreamSaver's page and service worker, from the own origin and in a folder of their own: a service worker's scope is
 * its folder, so this one never sees the app's requests.
 */
function streamSaverFiles(): Plugin {
  const folder = dirname(createRequire(import.meta.url).resolve('streamsaver'));
  const mitm = readFileSync(join(folder, 'mitm.html'), 'utf8');
  const script = INLINE.exec(mitm)?.[1];
  if (script === undefined) throw new Error('StreamSaver’s mitm.html holds no script any more.');
  const made: Record<string, string> = {
    'mitm.js': script,
    'mitm.html': mitm.replace(INLINE, '<script src="mitm.js"></script>'),
  };
  const read = (name: string) => made[name] ?? readFileSync(join(folder, name));
  return {
    name: 'stream-saver-files',
    generateBundle() {
      for (const name of Object.keys(STREAM_SAVER_FILES)) {
        this.emitFile({ type: 'asset', fileName: `streamsaver/${name}`, source: read(name) });
      }
    },
    configureServer(server) {
      for (const [name, type] of Object.entries(STREAM_SAVER_FILES)) {
        server.middlewares.use(`/streamsaver/${name}`, (_, response) => {
          response.setHeader('content-type', type);
          response.end(read(name));
        });
      }
    },
  };
}

const PROXY = process.env.SLUICE_PROXY ?? 'http://localhost:8001';

export default defineConfig({
  root: 'client',
  plugins: [solid(), streamSaverFiles()],
  worker: { format: 'es' },
  build: { outDir: '../dist/client', emptyOutDir: true, target: 'es2022' },
  server: { proxy: { '/api': { target: PROXY, ws: true } } },
});
