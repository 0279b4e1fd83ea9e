/**
 * Compiles the SIMD scanner (client/worker/scan/simd/assembly, AssemblyScript) into client/worker/scan/simd/scanner.wasm.ts,
 * and puts zlib as `zlib-streams` has built it into client/worker/encode/gzip/zlib.wasm.ts: modules that hold them as base64,
 * so that the browser's build, the tests and tsx all load them in the same way. Does nothing when the sources and this file
 * are as they were.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FOLDER = fileURLToPath(new URL('../client/worker/scan/simd/', import.meta.url));
const SOURCES = join(FOLDER, 'assembly');
const SCANNER = { file: join(FOLDER, 'scanner.wasm.ts'), name: 'SCANNER_WASM' };
const ZLIB_SOURCE = fileURLToPath(import.meta.resolve('zlib-streams/zlib-streams.wasm'));
const ZLIB = {
  file: fileURLToPath(new URL('../client/worker/encode/gzip/zlib.wasm.ts', import.meta.url)),
  name: 'ZLIB_WASM',
};

/** 3 MiB at first; at most 1 GiB, which a row of 128 MiB and its output need. In pages of 64 KiB. */
const MEMORY = ['--initialMemory', '48', '--maximumMemory', '16384'];

async function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...files, fileURLToPath(import.meta.url)]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function compile() {
  const { default: asc } = await import('assemblyscript/asc');
  const folder = await mkdtemp(join(tmpdir(), 'build-wasm-'));
  try {
    const out = join(folder, 'scanner.wasm');
    const options = ['-O3', '--converge', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--use', 'abort='];
    const { error, stderr } = await asc.main([join(SOURCES, 'index.ts'), ...options, ...MEMORY, '-o', out]);
    if (error) throw new Error(`The SIMD scanner does not compile:\n${stderr.toString()}`, { cause: error });
    return await readFile(out);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Safe to call from several processes at once: the file appears whole. */
async function hold(result, files, make) {
  const mark = `// Made by dev/build-wasm.mjs from ${await fingerprint(files)}.\n`;
  const present = await readFile(result.file, 'utf8').catch(() => '');
  if (present.startsWith(mark)) return;
  const wasm = await make();
  const part = `${result.file}.${process.pid}`;
  await writeFile(part, `${mark}export const ${result.name} =\n  '${wasm.toString('base64')}';\n`);
  await rename(part, result.file);
}

export async function buildWasm() {
  const names = (await readdir(SOURCES)).sort();
  await hold(
    SCANNER,
    names.map((name) => join(SOURCES, name)),
    compile,
  );
  await hold(ZLIB, [ZLIB_SOURCE], () => readFile(ZLIB_SOURCE));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildWasm();
