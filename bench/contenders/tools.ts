import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { run } from '../../dev/system/command.ts';
import { pythonOf, virtualEnvironment } from '../../dev/system/python.ts';
import { SetupError } from '../../dev/system/setup-error.ts';
import type { DataSet } from '../data/load.ts';
import type { Contender, Measured } from './contender.ts';
import { runNodeTool, runTool } from './tool.ts';

/** Versions in the table's footnote and in the installation alike. */
export const OPENSEARCH_PY = '3.2.0';
export const ELASTICDUMP = '6.125.1';

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

/** opensearch-py's helper, to CSV, in a virtual environment of its own. @throws SetupError without Python 3 */
export async function openSearchPy({ url, folder }: Options): Promise<Contender> {
  const environment = await virtualEnvironment(join(folder, 'opensearch-py'), `opensearch-py==${OPENSEARCH_PY}`);
  if (environment === undefined) throw new SetupError('Python 3 is missing, which opensearch-py needs: install it.');
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
  const isThere = await stat(program).then(
    () => true,
    () => false,
  );
  if (!isThere) await install(home);
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

async function install(home: string): Promise<void> {
  console.log(`Installing elasticdump ${ELASTICDUMP} …`);
  const done = await run('npm', ['install', '--prefix', home, '--no-audit', '--no-fund', `elasticdump@${ELASTICDUMP}`]);
  if (!done.ok) throw new SetupError(`elasticdump could not be installed: ${done.stderr.trim()}`);
}
