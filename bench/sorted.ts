/**
 * What an order costs: `tsx bench/sorted.ts [rows] [OpenSearch's address]`. Whole exports of flights, as read and in an order, in turns in one
 * run: reading, sorting and merging as the worker does it, in this process, against a proxy and an OpenSearch of their own. The room that a browser
 * gives is memory here, so that no disk is measured. Without an address it starts an OpenSearch.
 */
import { randomBytes } from 'node:crypto';
import { ensureBuilt } from '../dev/build/built.ts';
import { startCluster } from '../dev/opensearch/cluster.ts';
import { startProxyProcess } from '../dev/start/proxy-process.ts';
import type { Order } from '../shared/order.ts';
import type { ExportFormat } from '../shared/request.ts';
import { runExport } from '../tests/support/run-export.ts';
import { signIn } from '../tests/support/session.ts';
import { USER } from './browser/app.ts';
import { flightsOf, load } from './data/load.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 4;

const byDelay: Order = [
  { field: 'delay', order: 'desc', type: 'integer' },
  { field: 'date', order: 'asc', type: 'date' },
];
const byDate = (order: 'asc' | 'desc'): Order => [{ field: 'date', order, type: 'date' }];
/** In the index flights lie in the order of their dates. */
const CASES: [string, Order | undefined][] = [
  ['as read', undefined],
  ['by delay descending, then date', byDelay],
  ['by date, in order already', byDate('asc')],
  ['by date descending', byDate('desc')],
  ['by origin', [{ field: 'origin', order: 'asc', type: 'keyword' }]],
];

await ensureBuilt('proxy');
const cluster = process.argv[3] ? undefined : await startCluster({ name: 'bench' });
const url = process.argv[3] ?? cluster?.url ?? '';
const { set, source } = flightsOf(ROWS, `flights-${ROWS}`);
await load(url, [source]);
const proxy = await startProxyProcess({
  ...{ PATH: process.env.PATH, PORT: '0', OPENSEARCH_URL: url, AUTH: 'local', DEMO_PASSWORD: USER.password },
  ...{ SESSION_SECRET: randomBytes(32).toString('base64url'), AUDIT_LOG: 'off', PLANS_PER_MINUTE: '100000' },
  LOG_LEVEL: 'warn',
});
const session = await signIn(proxy.url, USER.name, USER.password);
const format: ExportFormat = {
  ...{ kind: 'csv', columns: [...set.columns], delimiter: ',' },
  ...{ header: true, bom: false, guard: false, rest: false },
};

type Round = { ms: number; readMs: number; heldBytes: number };

async function once(order: Order | undefined): Promise<Round> {
  const begun = performance.now();
  let readMs = 0;
  let heldBytes = 0;
  const { verdict, last } = await runExport(session, {
    ...{
      search: { index: set.index },
      format,
      sink: { write: async () => {}, close: async () => {}, abort: async () => {} },
    },
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

const rounds = new Map<string, Round[]>(CASES.map(([name]) => [name, []]));
await once(undefined);
for (let n = 0; n < ROUNDS; n++)
  for (const [name, order] of n % 2 === 0 ? CASES : [...CASES].reverse()) rounds.get(name)?.push(await once(order));

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const asRead = median((rounds.get('as read') ?? []).map(({ ms }) => ms));
for (const [name, of] of rounds) {
  const ms = median(of.map((round) => round.ms));
  const held = Math.max(...of.map(({ heldBytes }) => heldBytes)) / 2 ** 20;
  const parts = `${Math.round(ROWS / ms)}k rows/s, reading ${Math.round(median(of.map(({ readMs }) => readMs)))} of ${Math.round(ms)} ms`;
  console.log(`${name.padEnd(32)}${(asRead / ms).toFixed(2)} of as read; ${parts}; ${held.toFixed(0)} MiB held`);
}
await proxy.stop();
await cluster?.stop();
