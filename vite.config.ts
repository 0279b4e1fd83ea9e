import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';
import { buildWasm } from './dev/build-wasm.mjs';

await buildWasm();

const STREAM_SAVER_FILES = { 'mitm.html': 'text/html', 'sw.js': 'text/javascript' } as const;

/**
 * StreamSaver's page and service worker, from the own origin and in a folder of their own: a service worker's scope is
 * its folder, so this one never sees the app's requests.
 */
function streamSaverFiles(): Plugin {
  const folder = dirname(createRequire(import.meta.url).resolve('streamsaver'));
  const read = (name: string) => readFileSync(join(folder, name));
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
