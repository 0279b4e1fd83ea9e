import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Order } from '../../../shared/order.ts';
import type { ExportFormat } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { closeSnapshots, makeIndex } from '../../support/indices.ts';
import { type Exported, runExport } from '../../support/run-export.ts';
import { type RuntimeProcess, startRuntime } from '../../support/runtimes.ts';
import { type SignedIn, settingsOver, signIn } from '../../support/session.ts';
import { startTcpGate, type TcpGate } from '../../support/tcp-gate.ts';

/** Trouble under an export with an order, while it reads and while it merges: the file is whole and in order, row by row. */
const client = new Client({ node: inject('opensearchUrl') });
const INDEX = 'sorted-faults';
const inOrder = smallDocs(24_000, 'sorted')
  .reverse()
  .sort((a, b) => Number(b.source.includes('"even":true')) - Number(a.source.includes('"even":true')))
  .map(({ source }) => source);
const order: Order = [
  { field: 'even', order: 'desc', type: 'boolean' },
  { field: 'n', order: 'desc', type: 'integer' },
];
let gate: Gate;
let proxy: RuntimeProcess;
let wire: TcpGate;
let session: SignedIn;

const start = () => {
  const settings = { BATCH_SIZE: '200', MAX_CHUNK_SIZE: '3000', SCROLL_TIMEOUT: '20s', MAX_RETRIES: '8' };
  return startRuntime('node', settingsOver(gate.url, settings));
};

beforeAll(async () => {
  gate = await startHttpGate(inject('opensearchUrl'));
  proxy = await start();
  wire = await startTcpGate(() => Number(new URL(proxy.url).port));
  session = await signIn(`http://127.0.0.1:${wire.port}`);
  // Numbers that the rows come in no order of.
  const docs = inOrder.map((_, i) => ({ id: `${i}`, source: inOrder[(i * 7_919) % inOrder.length] ?? '' }));
  const properties = { n: { type: 'integer' }, even: { type: 'boolean' } };
  await makeIndex(client, INDEX, docs, { shards: 4, mapping: { dynamic: false, properties } });
});
afterAll(async () => {
  await wire.close();
  await proxy.kill();
  await gate.close();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

const troubles: [string, () => Promise<void>][] = [
  [
    'the proxy is killed and another takes its place',
    async () => {
      await proxy.kill();
      proxy = await start();
    },
  ],
  ['the snapshots are lost', () => closeSnapshots(client, INDEX)],
  [
    'the cluster is away for a while',
    async () => {
      gate.isDown = true;
      await sleep(1_500);
      gate.isDown = false;
    },
  ],
  ['the socket is cut', async () => wire.cut()],
];

const CSV: ExportFormat = {
  kind: 'csv',
  columns: ['n', 'mark', 'even', 'inner.half', 'inner.text'],
  ...{ delimiter: ',', header: true, bom: false, guard: false, rest: false },
};

const MOMENTS: ['reads' | 'merges', string, ExportFormat][] = [
  ['reads', 'CSV', CSV],
  ['reads', 'NDJSON', { kind: 'ndjson' }],
  ['merges', 'CSV in gzip', { ...CSV, gzip: true }],
  ['merges', 'NDJSON', { kind: 'ndjson' }],
];

type Row = { n: number; mark: string; even: boolean; inner: { half: number; text: string } };

function expectInOrder({ verdict, last, text }: Exported, format: ExportFormat): void {
  const rows = inOrder.length;
  expect(verdict ?? last).toMatchObject({ complete: true, expected: rows, written: rows });
  expect(last).toMatchObject({ progress: { rows, merged: rows } });
  if (format.kind !== 'csv') return expect(text === `${inOrder.join('\n')}\n`).toBe(true);
  const found: string[][] = parse(text, { from_line: 2, record_delimiter: '\r\n' });
  const cellsOf = ({ n, mark, even, inner }: Row) => [n, mark, even, inner.half, inner.text].join('|');
  const wanted = inOrder.map((source) => cellsOf(JSON.parse(source)));
  expect(found.length).toBe(rows);
  expect(found.findIndex((cells, i) => cells.join('|') !== wanted[i])).toBe(-1);
}

describe.each(troubles)('%s', (_, strike) => {
  it.each(MOMENTS)('while it %s, into %s', async (phase, _name, format) => {
    gate.bytesPerSecond = phase === 'reads' ? 120_000 : undefined;
    let struck: Promise<void> | undefined;
    const exported = await runExport(session, {
      ...{ search: { index: INDEX }, order, format },
      ...{ budgetBytes: 2_000_000, commitEvery: { ms: 200, bytes: 100_000 } },
      onEvent(event) {
        const isReading = event.type === 'progress' && event.progress.rows > 0 && event.progress.merged === undefined;
        if (phase === 'reads' && isReading) struck ??= strike();
      },
      async beforeFirstWrite() {
        if (phase !== 'merges') return;
        struck = strike();
        await struck;
      },
    });
    expect(struck).toBeDefined();
    await struck;
    expectInOrder(exported, format);
    if (phase === 'reads') expect(exported.events.some(({ type }) => type === 'retrying')).toBe(true);
  });
});
