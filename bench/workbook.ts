import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import { startCluster } from '../dev/opensearch/cluster.ts';
import { SetupError } from '../dev/system/setup-error.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { addDocs, makeIndex } from '../tests/support/indices.ts';
import { readersPython } from '../tests/support/read-file.ts';
import { exportOutcome, pageOf, prepareExport } from './browser/app.ts';
import { followDownload } from './measure/download.ts';
import { watchWorkerMemory } from './measure/worker-memory.ts';
import { type Stage, setUp } from './stage.ts';

/**
 * `npm run bench:workbook`: 2,500,000 rows through Chromium into a workbook of three sheets, read back by openpyxl and calamine: each row once,
 * ids of 19 digits and leading zeros intact. It fails where one is not, or where the worker's memory grows with the rows. `ROWS=…` for fewer,
 * `SLUICE_TEST_OPENSEARCH` for an OpenSearch that runs already, `READERS_PYTHON` for a Python that has the readers.
 */
const ROWS = Number(process.env.ROWS ?? 2_500_000);
const FEWER = Math.min(ROWS, 100_000);
const INDEX = 'bench-workbook';
const SHEET_ROWS = 1_048_575;
/** What the worker may hold more at all rows than at a few, MB: collections come when they do. */
const MOST_MORE_MB = 40;
const BATCH = 20_000;

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('tools/check-workbook.py', import.meta.url));
const checkedSchema = v.object({ sheets: v.array(v.number()), wrong: v.array(v.string()) });

const mapping = {
  properties: {
    n: { type: 'integer' },
    id: { type: 'long' },
    code: { type: 'keyword' },
    word: { type: 'keyword' },
    ratio: { type: 'double' },
    at: { type: 'date' },
  },
};

/** `check-workbook.py` knows the same rule. */
function sourceOf(n: number): string {
  const id = 9_000_000_000_000_000_000n + BigInt(n);
  const code = String(n % 1000).padStart(3, '0');
  const at = new Date(Date.UTC(2020, 0, 1) + (2 * n + 1) * 1000).toISOString();
  return `{"n":${n},"id":${id},"code":"${code}","word":"낱말 ${n % 97}","ratio":${n / 4},"at":"${at}"}`;
}

async function load(url: string): Promise<void> {
  const client = new Client({ node: url, requestTimeout: 120_000 });
  // What a run left that was broken off is as good.
  if (await isLoaded(client)) return client.close();
  await makeIndex(client, INDEX, [], { shards: 2, mapping, settings: { refresh_interval: -1 } });
  for (let from = 0; from < ROWS; from += BATCH) {
    const count = Math.min(BATCH, ROWS - from);
    const docs = Array.from({ length: count }, (_, i) => ({ id: `${from + i}`, source: sourceOf(from + i) }));
    await addDocs(client, INDEX, docs);
  }
  await client.close();
}

async function isLoaded(client: Client): Promise<boolean> {
  const { body: isThere } = await client.indices.exists({ index: INDEX });
  return isThere && (await client.count({ index: INDEX })).body.count === ROWS;
}

/** The worker's memory at its peak, MB, the time, s, and the file. */
async function exported({ chromium, tools, proxy }: Stage, rows: number) {
  const search = { index: INDEX, rows, ...(rows < ROWS ? { q: `n:[0 TO ${rows - 1}]` } : {}) };
  const choice = { format: 'Excel', gzip: false } as const;
  const button = await chromium.withBrowser((browser) => prepareExport(pageOf(browser), proxy.url, search, choice));
  await tools.downloadInto(chromium.downloads);
  const began = performance.now();
  await tools.click(button);
  const downloading = followDownload(chromium.downloads);
  const { peakMb } = await watchWorkerMemory(tools, downloading);
  const { path, bytes } = await downloading;
  const s = (performance.now() - began) / 1000;
  await chromium.withBrowser((browser) => exportOutcome(pageOf(browser)));
  return { path, bytes, peakMb, s };
}

/** What is wrong with the workbook, as a reader sees it. */
async function faultsOf(reader: string, path: string): Promise<string[]> {
  const python = process.env.READERS_PYTHON ?? (await readersPython());
  if (python === undefined) throw new SetupError('There is no Python that reads workbooks.');
  const { stdout } = await run(python, [SCRIPT, reader, path, String(ROWS)]);
  const { sheets, wrong } = v.parse(checkedSchema, JSON.parse(stdout));
  const due = Array.from({ length: Math.ceil(ROWS / SHEET_ROWS) }, (_, i) =>
    Math.min(SHEET_ROWS, ROWS - i * SHEET_ROWS),
  );
  console.log(
    `${reader}: ${sheets.map((rows) => rows.toLocaleString('en-US')).join(' + ')} rows, ${wrong.length} wrong`,
  );
  return String(sheets) === String(due) ? wrong : [`sheets of ${sheets} rows`, ...wrong];
}

async function main(): Promise<number> {
  const running = process.env.SLUICE_TEST_OPENSEARCH;
  const cluster = running === undefined ? await startCluster({ name: 'workbook', temporary: true }) : undefined;
  const url = running ?? cluster?.url ?? '';
  await load(url);
  const stage = await setUp({ url, pid: undefined });
  const few = await exported(stage, FEWER);
  await rm(few.path);
  const all = await exported(stage, ROWS);
  await stage.stop();
  const rate = Math.round(ROWS / all.s).toLocaleString('en-US');
  console.log(
    `${ROWS.toLocaleString('en-US')} rows, ${(all.bytes / 1e6).toFixed(0)} MB in ${all.s.toFixed(0)} s: ${rate} rows/s`,
  );
  console.log(
    `worker at its peak: ${few.peakMb.toFixed(0)} MB at ${FEWER} rows, ${all.peakMb.toFixed(0)} MB at ${ROWS}`,
  );
  const faults = [...(await faultsOf('calamine', all.path)), ...(await faultsOf('openpyxl', all.path))];
  if (all.peakMb > few.peakMb + MOST_MORE_MB) faults.push('memory grows with the rows');
  for (const fault of faults) console.log(`✗ ${fault}`);
  const client = new Client({ node: url });
  await client.indices.delete({ index: INDEX });
  await client.close();
  await cluster?.stop();
  return faults.length === 0 ? 0 : 1;
}

await runToEnd(main);
