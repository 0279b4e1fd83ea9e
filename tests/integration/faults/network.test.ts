import { Client } from '@opensearch-project/opensearch';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ExportFormat, READERS } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { type Gate, type GateFault, startHttpGate } from '../../support/http-gate.ts';
import { makeIndex, openContexts, shrinkIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { type Exported, runExport, sortedLines } from '../../support/run-export.ts';

/** Trouble between the proxy and OpenSearch: each kind strikes pages of a running export, and no row is lost or doubled. */
const client = new Client({ node: inject('opensearchUrl') });
const docs = smallDocs(24_000, 'fault');
let gate: Gate;
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  gate = await startHttpGate(inject('opensearchUrl'));
  proxy = await runProxy(gate.url, {
    BATCH_SIZE: '200',
    MAX_CHUNK_SIZE: '3000',
    SCROLL_TIMEOUT: '20s',
    DOWNLOAD_TIMEOUT: '20000',
  });
  session = await proxy.signIn();
  await makeIndex(client, 'fault-four', docs, { shards: 4 });
  await makeIndex(client, 'fault-wide', docs, { shards: 4 });
  await shrinkIndex(client, 'fault-wide', 'fault-shrunk');
});
afterAll(async () => {
  await proxy.close();
  await gate.close();
  await client.close();
});

const faults: Record<string, GateFault> = {
  'is answered with 429': {
    kind: 'answer',
    status: 429,
    headers: { 'retry-after': '1' },
    body: '{"error":{"type":"rejected_execution_exception"},"status":429}',
  },
  'is answered with 502': { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' },
  'is answered with 503': { kind: 'answer', status: 503, body: '' },
  'is answered with garbage': { kind: 'answer', status: 200, body: 'not a page at all' },
  'is refused': { kind: 'refuse' },
  'is cut off in the middle': { kind: 'cut', afterBytes: 1_000 },
  'is reset in the middle': { kind: 'reset', afterBytes: 1_000 },
  'is garbled in the middle': { kind: 'garble', afterBytes: 1_000 },
  'is late': { kind: 'delay', ms: 1_500 },
  'stalls in the middle': { kind: 'stall', afterBytes: 1_000, ms: 1_500 },
};

/** Lets `list` strike one after another, every other page. */
function strike(list: readonly GateFault[]): void {
  const before = gate.pages;
  gate.fault = (page) => ((page - before) % 2 === 0 ? list[(page - before) / 2 - 1] : undefined);
}

const CSV: ExportFormat = {
  kind: 'csv',
  columns: ['n', 'mark', 'even', 'inner.half', 'inner.text'],
  delimiter: ',',
  header: true,
  bom: false,
  guard: false,
  rest: false,
};

function cellsOf({ text }: Exported): string[] {
  const rows: string[][] = parse(text, { from_line: 2, record_delimiter: '\r\n' });
  return rows.map((cells) => cells.join('|')).sort();
}

type Doc = { n: number; mark: string; even: boolean; inner: { half: number; text: string } };

const sources = docs.map(({ source }) => source).sort();
const cells = docs
  .map(({ source }) => JSON.parse(source) as Doc)
  .map(({ n, mark, even, inner }) => [n, mark, even, inner.half, inner.text].join('|'))
  .sort();

describe('a page of an export', () => {
  it.each(Object.entries(faults))('%s', async (_, fault) => {
    strike([fault, fault]);
    const exported = await runExport(session, { search: { index: 'fault-four' } });
    expect(exported.verdict).toMatchObject({ complete: true, written: docs.length });
    expect(sortedLines(exported.text)).toEqual(sources);
    const slow = fault.kind === 'delay' || fault.kind === 'stall';
    expect(exported.events.some(({ type }) => type === 'retrying')).toBe(!slow);
  });
});

// Each format and each index with each reader, in a real browser: tests/faults/storm.spec.ts.
it.each(READERS)('all of it strikes one export of a shrunk index with the %s reader', async (reader) => {
  strike(Object.values(faults));
  const exported = await runExport(session, { search: { index: 'fault-shrunk' }, reader, format: CSV });
  expect(exported.verdict).toMatchObject({ complete: true, written: docs.length });
  expect(cellsOf(exported)).toEqual(cells);
  expect(exported.verdict?.retries).toBeGreaterThan(3);
});

it('leaves no snapshot open, once the keep-alive of those that nobody could close has passed', async () => {
  await expect.poll(() => openContexts(client), { timeout: 120_000, interval: 1_000 }).toBe(0);
}, 150_000);
