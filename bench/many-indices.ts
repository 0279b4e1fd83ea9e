import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import type { Sink } from '../client/sink/sink.ts';
import { flights } from '../dev/sample/flights.ts';
import { type ProxyProcess, startProxyProcess } from '../dev/start/proxy-process.ts';
import { homeFolder } from '../dev/system/folders.ts';
import { SetupError } from '../dev/system/setup-error.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { unprivilegedUser } from '../dev/system/user.ts';
import { testCluster } from '../dev/test/cluster.ts';
import { startHttpGate } from '../tests/support/http-gate.ts';
import { addDocs } from '../tests/support/indices.ts';
import { runExport } from '../tests/support/run-export.ts';
import { settingsOver, signIn } from '../tests/support/session.ts';
import type { Contender } from './contenders/contender.ts';
import { openSearchPy } from './contenders/tools.ts';

/**
 * `tsx bench/many-indices.ts [INDICESxROWS[xSHARDS] …]`: exports of many indices under one pattern, with the worker's own pipeline
 * on Node against a proxy in a process of its own, and opensearch-py's scan of the same pattern; or of one index of many rows, by its
 * number of shards. Each is run as often as ROUNDS says, by turns, and the medians are told; what OpenSearch was asked for is counted in a round of its own, as the counter
 * between costs time.
 */
const SHAPES =
  process.argv.length > 2 ? process.argv.slice(2) : ['300x1000', '3000x100', '1x300000x1', '1x300000x4', '1x300000x64'];
const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** Indices that are made at a time. */
const AT_ONCE = 8;
/** As many as a node allows without a word; each index is one shard at least. */
const USUAL_SHARDS = 900;
const { mappings } = flights(1);
const COLUMNS = ['date', 'delay', 'distance', 'origin', 'destination'];

type Shape = { name: string; indices: number; rows: number; shards: number };
type Figures = { planMs: number; firstByteMs: number; rowsPerSecond: number };

function shapeOf(text: string): Shape {
  const [indices = 1, rows = 1, shards = 1] = text.split('x').map(Number);
  return { name: `many-${text}`, indices, rows, shards };
}

async function load(client: Client, { name, indices, rows, shards }: Shape): Promise<void> {
  const { body: health } = await client.cluster.health();
  const shardsInAll = health.active_shards + indices * shards;
  if (shardsInAll > USUAL_SHARDS) {
    const settings = { 'cluster.max_shards_per_node': shardsInAll + USUAL_SHARDS };
    await client.cluster.putSettings({ body: { transient: settings } });
  }
  const found = await client.count({ index: `${name}-*`, ignore_unavailable: true });
  if (found.body.count === indices * rows) return;
  await raze(client, name);
  const source = flights(indices * rows).read(0);
  const next = async (): Promise<{ index: string; docs: { id: string; source: string }[] }[]> => {
    const made: { index: string; docs: { id: string; source: string }[] }[] = [];
    for (; made.length < AT_ONCE && at < indices; at++) {
      const docs: { id: string; source: string }[] = [];
      while (docs.length < rows) docs.push((await source.next()).value);
      made.push({ index: `${name}-${String(at).padStart(5, '0')}`, docs });
    }
    return made;
  };
  let at = 0;
  for (let batch = await next(); batch.length > 0; batch = await next()) {
    await Promise.all(
      batch.map(async ({ index, docs }) => {
        const settings = { number_of_shards: shards, number_of_replicas: 0 };
        await client.indices.create({ index, body: { settings, mappings } });
        await addDocs(client, index, docs);
      }),
    );
    if (at % 80 === 0) process.stdout.write(`\rLoading ${name}: ${at} of ${indices}`);
  }
  process.stdout.write('\n');
  await client.indices.forcemerge({ index: `${name}-*`, max_num_segments: 1 }).catch(() => {});
}

/** By their names: many clusters take no pattern for that. */
async function raze(client: Client, name: string): Promise<void> {
  const { body } = await client.indices.get({ index: `${name}-*` });
  const names = Object.keys(body);
  for (let at = 0; at < names.length; at += 100) await client.indices.delete({ index: names.slice(at, at + 100) });
}

async function exported(proxyUrl: string, { name, indices, rows }: Shape): Promise<Figures> {
  const session = await signIn(proxyUrl);
  let firstByteMs = 0;
  let planMs = 0;
  const began = performance.now();
  const sink: Sink = {
    write: async () => {
      firstByteMs ||= performance.now() - began;
    },
    close: async () => {},
    abort: async () => {},
  };
  const { verdict, last } = await runExport(session, {
    search: { index: `${name}-*` },
    format: { kind: 'csv', columns: COLUMNS, delimiter: ',', header: true, bom: false, guard: false, rest: false },
    sink,
    onEvent: ({ type }) => {
      if (type === 'planned') planMs = performance.now() - began;
    },
  });
  const ms = performance.now() - began;
  if (!verdict?.complete || verdict.written !== indices * rows) {
    throw new SetupError(`The export of ${name} was not complete: ${JSON.stringify(verdict ?? last).slice(0, 400)}`);
  }
  return { planMs, firstByteMs, rowsPerSecond: (indices * rows * 1000) / ms };
}

/** Requests to OpenSearch by kind, of one export. */
async function requestsOf(url: string, shape: Shape): Promise<string> {
  const gate = await startHttpGate(url);
  const kinds = new Map<string, number>();
  gate.before = async (path) => {
    const kind = kindOf(path);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  };
  const proxy = await startProxy(gate.url);
  try {
    await exported(proxy.url, shape);
    const searches = (kinds.get('searches') ?? 0) - gate.pages;
    const rest = [...kinds].filter(([kind]) => kind !== 'searches').map(([kind, count]) => `${count} ${kind}`);
    return [`${gate.pages} pages`, `${searches} counts`, ...rest].join(', ');
  } finally {
    await proxy.stop();
    await gate.close();
  }
}

function kindOf(path: string): string {
  const [where = ''] = path.split('?');
  if (where === '/_search/point_in_time') return 'closes';
  if (where.endsWith('/point_in_time')) return 'opens';
  return where.endsWith('/_search') ? 'searches' : 'others';
}

const startProxy = (url: string): Promise<ProxyProcess> =>
  startProxyProcess(settingsOver(url, { PATH: process.env.PATH ?? '' }));

/** One shape's own proxy, and what its rounds gave. */
type Stage = { shape: Shape; proxy: ProxyProcess; all: Figures[]; others: number[]; refused: string };

/** Shape after shape in each round, so that what else the machine does meets all of them. */
async function measure(url: string, shapes: readonly Shape[], python: Contender): Promise<void> {
  const stages: Stage[] = [];
  try {
    for (const shape of shapes) {
      stages.push({ shape, proxy: await startProxy(url), all: [], others: [], refused: '' });
    }
    for (let round = 0; round < ROUNDS; round++) for (const stage of stages) await runRound(stage, python);
    const four = stages.find(({ shape }) => shape.indices === 1 && shape.shards === 4);
    for (const stage of stages) tell(stage, four && rateOf(four));
  } finally {
    for (const { proxy } of stages) await proxy.stop();
  }
  for (const shape of shapes) console.log(`${shape.name}: asked of OpenSearch: ${await requestsOf(url, shape)}`);
}

async function runRound(stage: Stage, python: Contender): Promise<void> {
  const { shape, proxy, all, others } = stage;
  all.push(await exported(proxy.url, shape));
  const total = shape.indices * shape.rows;
  const set = { name: 'flights', index: `${shape.name}-*`, rows: total, columns: COLUMNS } as const;
  const outcome = await python.run(set, total, { begin() {}, end() {} }).catch((error: Error) => {
    stage.refused = error.message.split('\n').at(-1)?.slice(0, 160) ?? 'failed';
  });
  if (outcome) others.push((outcome.rows * 1000) / outcome.ms);
}

const rateOf = ({ all }: Stage) => median(all.map(({ rowsPerSecond }) => rowsPerSecond));

function tell({ shape, proxy, all, others, refused }: Stage, ofFour: number | undefined): void {
  const peakMb = (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${proxy.pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6;
  const [rate, other] = [median(all.map(({ rowsPerSecond }) => rowsPerSecond)), median(others)];
  console.log(`${shape.name}: planned after ${median(all.map(({ planMs }) => planMs)).toFixed(0)} ms`);
  console.log(`  first byte after ${median(all.map(({ firstByteMs }) => firstByteMs)).toFixed(0)} ms`);
  console.log(`  ${rate.toFixed(0)} rows/s; proxy at most ${peakMb.toFixed(0)} MB`);
  if (ofFour !== undefined) console.log(`  ${(rate / ofFour).toFixed(2)} times one index of four shards`);
  const times = others.length > 0 ? `${other.toFixed(0)} rows/s: ${(rate / other).toFixed(2)} times` : refused;
  console.log(`  opensearch-py scan: ${times}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function main(): Promise<number> {
  const cluster = await testCluster();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-many-'));
  const client = new Client({ node: cluster.url });
  try {
    const python = await openSearchPy({ url: cluster.url, folder: await homeFolder(await unprivilegedUser()) });
    const shapes = SHAPES.map(shapeOf);
    for (const shape of shapes) await load(client, shape);
    await measure(cluster.url, shapes, python);
    if (!process.env.KEEP) for (const shape of shapes) await raze(client, shape.name);
  } finally {
    await client.close();
    await rm(folder, { recursive: true, force: true });
    await cluster.stop();
  }
  return 0;
}

await runToEnd(main);
