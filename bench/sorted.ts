/**
 * What an order costs: `tsx bench/sorted.ts [rows] [OpenSearch's address]`. Whole exports, as read and in an order, in turns in one run: of flights, of
 * flights in 200 shards, and of documents of 20 KB. Reading, sorting and merging as the worker does it, in this process, against a proxy and an
 * OpenSearch of their own. The room that a browser gives is memory here, so that no disk is measured: `npm run bench` has what Chromium makes of it.
 * Without an address it starts an OpenSearch.
 */
import { randomBytes } from 'node:crypto';
import { ensureBuilt } from '../dev/build/built.ts';
import { startCluster } from '../dev/opensearch/cluster.ts';
import { flights } from '../dev/sample/flights.ts';
import type { SampleIndex } from '../dev/sample/sample-index.ts';
import { startProxyProcess } from '../dev/start/proxy-process.ts';
import type { Order } from '../shared/order.ts';
import { runExport } from '../tests/support/run-export.ts';
import { signIn } from '../tests/support/session.ts';
import { USER } from './browser/app.ts';
import { load } from './data/load.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 4;
const HEAVY_BYTES = 20_000;

const byDelay: Order = [
  { field: 'delay', order: 'desc', type: 'integer' },
  { field: 'date', order: 'asc', type: 'date' },
];
const byDate = (order: 'asc' | 'desc'): Order => [{ field: 'date', order, type: 'date' }];
/** All indices lie in the order of their dates. */
const CASES: [string, Order | undefined][] = [
  ['as read', undefined],
  ['by delay descending, then date', byDelay],
  ['by date, in order already', byDate('asc')],
  ['by date descending', byDate('desc')],
];

/** Of random letters, as no disk packs them to nothing. */
function heavy(rows: number): SampleIndex {
  const properties = {
    delay: { type: 'integer' },
    date: { type: 'date' },
    text: { type: 'keyword', index: false, doc_values: false },
  };
  return {
    ...{ name: `heavy-${rows}`, shards: 4, rows, mappings: { properties } },
    async *read(from) {
      for (let i = from; i < rows; i++) {
        const text = randomBytes(HEAVY_BYTES * 0.75).toString('base64');
        const date = new Date(Date.UTC(2001, 0, 1) + i * 60_000).toISOString();
        yield { id: `${i}`, source: JSON.stringify({ delay: (i * 7919) % 400, date, text }) };
      }
    },
  };
}

const INDICES: SampleIndex[] = [
  { ...flights(ROWS), name: `flights-${ROWS}` },
  { ...flights(ROWS / 4), name: `flights-in-200-${ROWS / 4}`, shards: 200 },
  heavy(ROWS / 50),
];

await ensureBuilt('proxy');
const cluster = process.argv[3] ? undefined : await startCluster({ name: 'bench' });
const url = process.argv[3] ?? cluster?.url ?? '';
await load(url, INDICES);
const proxy = await startProxyProcess({
  ...{ PATH: process.env.PATH, PORT: '0', OPENSEARCH_URL: url, AUTH: 'local', DEMO_PASSWORD: USER.password },
  ...{ SESSION_SECRET: randomBytes(32).toString('base64url'), AUDIT_LOG: 'off', PLANS_PER_MINUTE: '100000' },
  LOG_LEVEL: 'warn',
});
const session = await signIn(proxy.url, USER.name, USER.password);

type Round = { ms: number; readMs: number; heldBytes: number };

async function once(index: string, order: Order | undefined): Promise<Round> {
  const begun = performance.now();
  let readMs = 0;
  let heldBytes = 0;
  const { verdict, last } = await runExport(session, {
    search: { index },
    format: { kind: 'ndjson' },
    sink: { write: async () => {}, close: async () => {}, abort: async () => {} },
    ...(order ? { order } : {}),
    onEvent(event) {
      if (event.type !== 'progress') return;
      heldBytes = Math.max(heldBytes, event.progress.heldBytes);
      if (event.progress.merged === undefined) readMs = performance.now() - begun;
    },
  });
  if (!verdict?.complete) throw new Error(JSON.stringify(verdict ?? last));
  return { ms: performance.now() - begun, readMs, heldBytes };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function compare({ name: index, rows }: SampleIndex): Promise<void> {
  const rounds = new Map<string, Round[]>(CASES.map(([name]) => [name, []]));
  await once(index, undefined);
  for (let n = 0; n < ROUNDS; n++)
    for (const [name, order] of n % 2 === 0 ? CASES : [...CASES].reverse())
      rounds.get(name)?.push(await once(index, order));
  console.log(index);
  const asRead = median((rounds.get('as read') ?? []).map(({ ms }) => ms));
  for (const [name, of] of rounds) {
    const ms = median(of.map((round) => round.ms));
    const held = Math.max(...of.map(({ heldBytes }) => heldBytes)) / 2 ** 20;
    const parts = `${Math.round((rows * 1000) / ms)} rows/s, reading ${Math.round(median(of.map(({ readMs }) => readMs)))} of ${Math.round(ms)} ms`;
    console.log(`  ${name.padEnd(32)}${(asRead / ms).toFixed(2)} of as read; ${parts}; ${held.toFixed(0)} MiB held`);
  }
}

for (const index of INDICES) await compare(index);
await proxy.stop();
await cluster?.stop();
