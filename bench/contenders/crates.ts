import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { decompressZstd } from 'hyparquet-compressors';
import { lastLine, run } from '../../dev/system/command.ts';
import { countRows } from '../measure/rows.ts';
import type { Contender } from './contender.ts';
import { runTool } from './tool.ts';

type Options = { url: string; folder: string };
type Crate = keyof typeof MAKERS;

const VERSIONS = { 'esdump-rs': '0.1.1', limber: '1.1.1' };
const NAMES = { 'esdump-rs': 'esdump-rs, JSON lines in zstd', limber: 'limber, JSON lines' };
const MAKERS = { 'esdump-rs': esdump, limber };
const AT_ONCE = '4';
const PAGE_ROWS = '10000';
const LF = 0x0a;

/** What cargo installs, of those wanted by name. One that can't be had is left out, and a line says so. */
export async function crates(options: Options, isWanted: (name: string) => boolean): Promise<Contender[]> {
  const found: Contender[] = [];
  for (const crate of ['esdump-rs', 'limber'] as const) {
    if (!isWanted(NAMES[crate])) continue;
    const program = await install(crate, join(options.folder, 'cargo'));
    if (program !== undefined) found.push(MAKERS[crate](options, program));
  }
  return found;
}

/** @returns the program; undefined where there is no cargo, or it could not build it */
async function install(crate: Crate, home: string): Promise<string | undefined> {
  const wanted = `${crate} ${VERSIONS[crate]}`;
  const program = join(home, 'bin', crate);
  const there = await readFile(join(home, '.crates.toml'), 'utf8').catch(() => '');
  if (there.includes(`"${wanted} `)) return program;
  const cargo = await findCargo();
  if (cargo === undefined) {
    console.log(`Without ${crate}: cargo is missing.`);
    return undefined;
  }
  console.log(`Installing ${crate} …`);
  const done = await run(cargo, ['install', '--locked', '--root', home, `${crate}@${VERSIONS[crate]}`]);
  if (done.ok) return program;
  console.log(`Without ${crate}: cargo could not install it: ${lastLine(done.stderr)}`);
  return undefined;
}

/** Where rustup puts it, too: a shell that has not read its settings does not know it. */
async function findCargo(): Promise<string | undefined> {
  for (const cargo of ['cargo', join(homedir(), '.cargo', 'bin', 'cargo')]) {
    if ((await run(cargo, ['--version'])).ok) return cargo;
  }
  return undefined;
}

/** Slices of one scroll each, to standard output. It knows no limit: it is given all rows. */
function limber({ url, folder }: Options, program: string): Contender {
  const path = join(folder, 'limber.ndjson');
  return {
    name: NAMES.limber,
    async run({ index }, _rows, measured) {
      measured.begin();
      const began = performance.now();
      await runTool(program, ['export', `${url}/${index}`, '-c', AT_ONCE, '-s', PAGE_ROWS], { into: path });
      const ms = performance.now() - began;
      measured.end();
      return { rows: await countRows(path, { format: 'NDJSON', gzip: false }), bytes: await sizeOf([path]), ms };
    },
  };
}

async function sizeOf(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** It counts the documents and skips by `_doc`, which each shard numbers anew: what is in its files is counted. */
function esdump({ url, folder }: Options, program: string): Contender {
  const out = join(folder, 'esdump-rs');
  const options = ['--concurrency', AT_ONCE, '--batch-size', PAGE_ROWS, '--batches-per-file', '5'];
  // It does not start without.
  const env = { ES_DUMP_USERNAME: 'nobody', ES_DUMP_PASSWORD: 'nothing' };
  return {
    name: NAMES['esdump-rs'],
    async run({ index }, _rows, measured) {
      await rm(out, { recursive: true, force: true });
      await mkdir(out, { recursive: true });
      measured.begin();
      const began = performance.now();
      await runTool(program, [url, `file://${out}`, '--index', index, ...options], { env });
      const ms = performance.now() - began;
      measured.end();
      const files = (await readdir(out, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
      const paths = files.map(({ parentPath, name }) => join(parentPath, name));
      let rows = 0;
      for (const path of paths) rows += decompressZstd(await readFile(path)).filter((byte) => byte === LF).length;
      return { rows, bytes: await sizeOf(paths), ms };
    },
  };
}
