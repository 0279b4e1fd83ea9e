import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig, type Plugin, transformWithOxc } from 'vite';
import solid from 'vite-plugin-solid';
import { buildWasm } from './dev/build-wasm.mjs';

await buildWasm();

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
  const files: Record<string, { type: string; read(): string | Promise<string> }> = {
    'mitm.html': { type: 'text/html', read: () => mitm.replace(INLINE, '<script src="mitm.js"></script>') },
    'mitm.js': { type: 'text/javascript', read: () => script },
    'sw.js': { type: 'text/javascript', read: ownServiceWorker },
    'stream-saver.js': { type: 'text/javascript', read: () => readFileSync(join(folder, 'sw.js'), 'utf8') },
  };
  return {
    name: 'stream-saver-files',
    async generateBundle() {
      for (const [name, { read }] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName: `streamsaver/${name}`, source: await read() });
      }
    },
    configureServer(server) {
      for (const [name, { type, read }] of Object.entries(files)) {
        server.middlewares.use(`/streamsaver/${name}`, async (_, response) => {
          response.setHeader('content-type', type);
          response.end(await read());
        });
      }
    },
  };
}

/** A script of its own, which no page imports. */
async function ownServiceWorker(): Promise<string> {
  const path = join(import.meta.dirname, 'client/sink/service-worker.ts');
  const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path);
  return code;
}

const PROXY = process.env.SLUICE_PROXY ?? 'http://localhost:8001';

export default defineConfig({
  root: 'client',
  // Wherever the page is: no address of the client's begins with a slash.
  base: './',
  plugins: [solid(), streamSaverFiles()],
  worker: { format: 'es' },
  build: { outDir: '../dist/client', emptyOutDir: true, target: 'es2022' },
  server: { proxy: { '/api': { target: PROXY, ws: true } } },
});
