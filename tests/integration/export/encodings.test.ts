import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ExportFormat, READERS } from '../../../shared/request.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';

/** Documents that OpenSearch gives back as they came, in other bytes than JSON between systems has. */
const client = new Client({ node: inject('opensearchUrl') });
const CSV: ExportFormat = {
  kind: 'csv',
  columns: ['n', 'name'],
  delimiter: ',',
  header: true,
  bom: false,
  guard: false,
  rest: false,
};
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  await fill('encodings', ['{"n":1,"name":"plain"}', ...ODD.map(({ bytes }) => bytes), '{"n":9,"name":"plain too"}']);
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '3' });
  session = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

const ODD = [
  { bytes: '\ufeff{"n":2,"name":"with a mark"}', row: '{"n":2,"name":"with a mark"}', cells: '2,with a mark' },
  { bytes: '\ufeff\n {"n":3,"name":"\ufeffé"}', row: '{"n":3,"name":"\ufeffé"}', cells: '3,\ufeffé' },
  { bytes: Buffer.from('{"n":4,"name":"wide"}', 'utf16le'), row: '{"n":4,"name":"wide"}', cells: '4,wide' },
  { bytes: Buffer.from('{"n":5,"name":"가]}😀"}\n', 'utf16le'), row: '{"n":5,"name":"가]}😀"}', cells: '5,가]}😀' },
  { bytes: fourBytes('{"n":6,"name":"wider 😀"}'), row: '{"n":6,"name":"wider 😀"}', cells: '6,wider 😀' },
  { bytes: '{"n":7,"name":"c"} // end\n', row: '{"n":7,"name":"c"}', cells: '7,c' },
] as const;

const ROWS = ['{"n":1,"name":"plain"}', ...ODD.map(({ row }) => row), '{"n":9,"name":"plain too"}'];
const CELLS = ['n,name', '1,plain', ...ODD.map(({ cells }) => cells), '9,plain too'];

function fourBytes(text: string): Buffer {
  const points = Array.from(text, (sign) => sign.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [i, point] of points.entries()) bytes.writeUInt32LE(point, i * 4);
  return bytes;
}

/** An index of these documents, byte for byte, as no JSON client sends them. */
async function fill(index: string, documents: readonly (string | Uint8Array)[]): Promise<void> {
  const properties = { n: { type: 'integer' }, name: { type: 'keyword' } };
  await makeIndex(client, index, [], { mapping: { properties } });
  for (const [i, document] of documents.entries()) {
    const response = await fetch(new URL(`/${index}/_doc/${i}`, inject('opensearchUrl')), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array(Buffer.from(document)),
    });
    if (!response.ok) throw new Error(`${i}: ${await response.text()}`);
  }
  await client.indices.refresh({ index });
}

describe.each(READERS)('with the %s reader', (reader) => {
  const search = { index: 'encodings' };
  const whole = { complete: true, expected: ROWS.length, written: ROWS.length, retries: 0 };

  it('exports documents with a byte order mark, in UTF-16 and UTF-32 as any other', async () => {
    const ndjson = await runExport(session, { search, reader });
    expect(ndjson.verdict).toMatchObject(whole);
    expect(ndjson.text).toBe(ROWS.map((row) => `${row}\n`).join(''));
    const csv = await runExport(session, { search, reader, format: CSV });
    expect(csv.verdict).toMatchObject(whole);
    expect(csv.text).toBe(CELLS.map((line) => `${line}\r\n`).join(''));
    // With the guard the plain scanner reads.
    const guarded = await runExport(session, { search, reader, format: { ...CSV, guard: true } });
    expect(guarded.verdict).toMatchObject(whole);
    const json = await runExport(session, { search, reader, format: { kind: 'json' } });
    expect(json.verdict).toMatchObject(whole);
    expect(JSON.parse(json.text)).toEqual(ROWS.map((row) => JSON.parse(row)));
    const ids = await runExport(session, { search, reader, format: { kind: 'json', ids: true } });
    const sources = (JSON.parse(ids.text) as { _id: string; _source: unknown }[]).map(({ _source }) => _source);
    expect(sources).toEqual(ROWS.map((row) => JSON.parse(row)));
  });

  it('names a document whose end nobody can tell, at once, and goes on without it', async () => {
    await fill('encodings-open', ['{"n":1}', '{"n":2}// end', '{"n":3\n}']);
    const waiting = await runExport(session, { search: { index: 'encodings-open' }, reader });
    const told = waiting.events.find(({ type }) => type === 'interrupted');
    expect(told).toMatchObject({ error: { code: 'row_unreadable', retryable: false } });
    // It waits for a person, and looks at nothing by itself.
    expect(told).not.toHaveProperty('lookMs');
    expect(told).toMatchObject({ error: { message: expect.stringMatching(/document "1" of "encodings-open"/) } });
    expect(waiting.events.filter(({ type }) => type === 'retrying')).toEqual([]);
    // The message holds the query that leaves it out.
    const q = 'NOT (_index:"encodings-open" AND _id:"1")';
    expect(told).toMatchObject({ error: { message: expect.stringContaining(q) } });
    const without = await runExport(session, { search: { index: 'encodings-open', q }, reader });
    expect(without.text).toBe('{"n":1}\n{"n":3 }\n');
    expect(without.verdict).toMatchObject({ complete: true, expected: 2 });
  });
});
