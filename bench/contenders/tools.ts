import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { run } from '../../dev/system/command.ts';
import { pythonOf, virtualEnvironment } from '../../dev/system/python.ts';
import { SetupError } from '../../dev/system/setup-error.ts';
import type { DataSet } from '../data/load.ts';
import type { Contender, Measured } from './contender.ts';
import { runNodeTool, runTool } from './tool.ts';

/** elasticdump's version, and all that it needs, by hash. */
const ELASTICDUMP = fileURLToPath(new URL('../tools/elasticdump', import.meta.url));
const LOCK = 'package-lock.json';

type Options = { url: string; folder: string };

const drainedSchema = v.object({ rows: v.number(), bytes: v.number(), ms: v.number() });
const writtenSchema = v.object({ rows: v.number(), ms: v.number() });

/** The pages an export reads, thrown away. */
export function rawDrain({ url }: Options, gzip: boolean): Contender {
  return {
    name: gzip ? 'raw drain, gzip' : 'raw drain, plain',
    async run({ index }, rows, measured) {
      measured.begin();
      const drained = v.parse(drainedSchema, await runNodeTool('drain.ts', { url, index, gzip, rows }));
      measured.end();
      return drained;
    },
  };
}

/** opensearch-js's helper, to CSV. */
export function openSearchJs({ url, folder }: Options): Contender {
  const path = join(folder, 'opensearch-js.csv');
  return {
    name: 'opensearch-js scrollDocuments, CSV',
    part: 1 / 3,
    async run({ index, columns }, rows, measured) {
      measured.begin();
      const written = v.parse(
        writtenSchema,
        await runNodeTool('scroll-documents.ts', { url, index, rows, columns, path }),
      );
      measured.end();
      return { ...written, bytes: (await stat(path)).size };
    },
  };
}

/** opensearch-py's helper, to CSV, in a virtual environment of its own. @throws SetupError without Python */
export async function openSearchPy({ url, folder }: Options): Promise<Contender> {
  const environment = await virtualEnvironment(folder, 'opensearch-py');
  if (environment === undefined) throw new SetupError('Python 3.10 is missing, which opensearch-py needs: install it.');
  const script = new URL('../tools/scan.py', import.meta.url).pathname;
  const path = join(folder, 'opensearch-py.csv');
  return {
    name: 'opensearch-py scan, CSV',
    part: 1 / 3,
    async run({ index, columns }, rows, measured) {
      measured.begin();
      const printed = await runTool(pythonOf(environment), [
        script,
        JSON.stringify({ url, index, rows, columns, path }),
      ]);
      measured.end();
      return { ...v.parse(writtenSchema, JSON.parse(printed)), bytes: (await stat(path)).size };
    },
  };
}

/** elasticdump from npm, to CSV and to JSON lines, less the time it takes to start. @throws SetupError when it can't be installed */
export async function elasticdump({ url, folder }: Options): Promise<Contender[]> {
  const home = join(folder, 'elasticdump');
  const program = join(home, 'node_modules', 'elasticdump', 'bin', 'elasticdump');
  await install(home);
  const began = performance.now();
  await runTool(process.execPath, [program, '--help']);
  const startMs = performance.now() - began;
  const make = (name: string, file: string, more: readonly string[]): Contender => ({
    name,
    part: 1 / 10,
    async run(set: DataSet, rows: number, measured: Measured) {
      const path = join(folder, file);
      const output = `--output=${more.length > 0 ? 'csv://' : ''}${path}`;
      const options = [`--input=${url}/${set.index}`, output, ...more, '--limit=10000', '--overwrite', '--quiet'];
      measured.begin();
      const from = performance.now();
      await runTool(process.execPath, [program, ...options, `--size=${rows}`]);
      const ms = performance.now() - from - startMs;
      measured.end();
      return { rows, bytes: (await stat(path)).size, ms };
    },
  });
  return [
    make('elasticdump, CSV', 'elasticdump.csv', ['--csvHandleNestedData=true']),
    make('elasticdump, JSON lines', 'elasticdump.ndjson', []),
  ];
}

/** Nothing where the packages of this lock file are there: its copy is what says that they are whole. */
async function install(home: string): Promise<void> {
  const [wanted, found] = await Promise.all(
    [ELASTICDUMP, join(home, 'installed')].map((folder) => readFile(join(folder, LOCK), 'utf8').catch(() => '')),
  );
  if (found !== '' && found === wanted) return;
  console.log('Installing elasticdump …');
  await mkdir(join(home, 'installed'), { recursive: true });
  for (const name of ['package.json', LOCK]) await copyFile(join(ELASTICDUMP, name), join(home, name));
  const done = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home });
  if (!done.ok) throw new SetupError(`elasticdump could not be installed: ${done.stderr.trim()}`);
  await copyFile(join(ELASTICDUMP, LOCK), join(home, 'installed', LOCK));
}
