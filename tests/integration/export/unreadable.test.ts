import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ExportFormat, READERS } from '../../../shared/request.ts';
import { makeIndex, shrinkIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';

/** Documents that no reader can take are left out, counted and named, and all others are in the file. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

const csv: ExportFormat & { kind: 'csv' } = {
  kind: 'csv',
  columns: ['n'],
  delimiter: ',',
  header: false,
  bom: false,
  guard: false,
  rest: false,
};
const FORMATS: readonly ExportFormat[] = [
  csv,
  // The plain scanner, not the one in WebAssembly.
  { ...csv, guard: true },
  { kind: 'ndjson' },
  { kind: 'json' },
  { kind: 'ndjson', ids: true },
];

const plain = (n: number) => `{"n":${n}}`;
/** Each ends so that nobody can tell where; the last one claims to be another document. */
const ENDS: readonly ((n: number) => string | Uint8Array)[] = [
  (n) => `${plain(n)}// never ends`,
  (n) => `${plain(n)}/* one */ // two`,
  (n) => `${plain(n)} //`,
  (n) => new Uint8Array(Buffer.from(`${plain(n)}// wide`, 'utf16le')),
  (n) => `${plain(n)}// ,"sort":[0]},{"_index":"x","_id":"0","_source":{"n":-1},"sort":[1]}]}}`,
];

/** @param isOpen  whether document `n` of `count` is such a one */
async function fill(index: string, count: number, isOpen: (n: number) => boolean, shards = 1): Promise<number[]> {
  await makeIndex(client, index, [], { shards, mapping: { properties: { n: { type: 'integer' } } } });
  const readable: number[] = [];
  for (let n = 0; n < count; n++) {
    const document = isOpen(n) ? (ENDS[n % ENDS.length]?.(n) ?? '') : plain(n);
    if (!isOpen(n)) readable.push(n);
    const url = new URL(`/${index}/_doc/${n}`, inject('opensearchUrl'));
    const body = typeof document === 'string' ? document : new Uint8Array(document);
    const response = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
    if (!response.ok) throw new Error(`${n}: ${await response.text()}`);
  }
  await client.indices.refresh({ index });
  return readable;
}

const numbersIn = (text: string, { kind }: ExportFormat): number[] => {
  if (kind === 'csv') return text.split('\r\n').slice(0, -1).map(Number);
  const rows: { n?: number; _source?: { n: number } }[] =
    kind === 'json'
      ? JSON.parse(text)
      : text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line));
  return rows.map((row) => row.n ?? row._source?.n ?? Number.NaN);
};

const STORIES: readonly { name: string; count: number; isOpen: (n: number) => boolean; shards?: number }[] = [
  { name: 'the first', count: 12, isOpen: (n) => n === 0 },
  { name: 'the last', count: 12, isOpen: (n) => n === 11 },
  { name: 'neighbours', count: 20, isOpen: (n) => n > 7 && n < 13 },
  { name: 'every other one', count: 40, isOpen: (n) => n % 2 === 1, shards: 2 },
  { name: 'all', count: 6, isOpen: () => true },
  { name: 'nearly all, in several shards', count: 60, isOpen: (n) => n % 9 !== 0, shards: 3 },
];

beforeAll(async () => {
  for (const [at, { count, isOpen, shards }] of STORIES.entries())
    await fill(`unreadable-${at}`, count, isOpen, shards);
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '3', MAX_CHUNK_SIZE: '16' });
  session = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

describe.each(READERS)('with the %s reader', (reader) => {
  it.each(STORIES.map((story, at) => ({ ...story, at })))('leaves out $name', async ({ count, isOpen, at }) => {
    const index = `unreadable-${at}`;
    const readable = Array.from({ length: count }, (_, n) => n).filter((n) => !isOpen(n));
    const out = count - readable.length;
    // Two formats each; over all stories each format has its turn.
    const turn = at + (reader === 'pit' ? 0 : 2);
    for (const format of [0, 1].map((more) => FORMATS[(turn + more) % FORMATS.length] ?? csv)) {
      const { text, verdict, events } = await runExport(session, { search: { index }, reader, format, leaveOut: true });
      const kind = JSON.stringify(format);
      expect(
        numbersIn(text, format).sort((a, b) => a - b),
        kind,
      ).toEqual(readable);
      expect(verdict, kind).toMatchObject({ complete: true, expected: count, written: readable.length, unread: 0 });
      expect(verdict?.leftOut?.rows, kind).toBe(out);
      const named = verdict?.leftOut?.named ?? [];
      expect(named.length, kind).toBe(Math.min(out, 20));
      expect(
        named.every((one) => one.index === index && isOpen(Number(one.id))),
        kind,
      ).toBe(true);
      expect(verdict?.exchanged, kind).toBeUndefined();
      expect(
        events.filter(({ type }) => type === 'interrupted'),
        kind,
      ).toEqual([]);
    }
  });

  it('leaves none out that shares its sequence number with one', async () => {
    await fill('unreadable-wide', 48, (n) => n % 5 === 0, 4);
    await shrinkIndex(client, 'unreadable-wide', 'unreadable-shrunk');
    const { text, verdict } = await runExport(session, {
      search: { index: 'unreadable-shrunk' },
      reader,
      leaveOut: true,
    });
    const readable = Array.from({ length: 48 }, (_, n) => n).filter((n) => n % 5 !== 0);
    expect(numbersIn(text, { kind: 'ndjson' }).sort((a, b) => a - b)).toEqual(readable);
    expect(verdict).toMatchObject({ complete: true, expected: 48, written: readable.length, leftOut: { rows: 10 } });
  });

  it('goes on without them where it waits at the first one, through an alias too', async () => {
    const readable = await fill('unreadable', 30, (n) => n % 7 === 3, 2);
    await client.indices.putAlias({
      index: 'unreadable',
      name: 'unreadable-by',
      body: { filter: { range: { n: { lt: 25 } } } },
    });
    let waited = 0;
    const { text, verdict } = await runExport(session, {
      search: { index: 'unreadable-by' },
      reader,
      onEvent: (event, run) => {
        if (event.type !== 'interrupted') return;
        expect(event.error.code).toBe('row_unreadable');
        waited += 1;
        run.resume({ leaveOut: true });
      },
    });
    expect(waited).toBe(1);
    expect(numbersIn(text, { kind: 'ndjson' }).sort((a, b) => a - b)).toEqual(readable.filter((n) => n < 25));
    expect(verdict).toMatchObject({ complete: true, expected: 25, leftOut: { rows: 4 } });
  });

  it('waits at each one anew where a person only says to go on', async () => {
    await fill('unreadable', 6, (n) => n === 2);
    let waited = 0;
    const { last } = await runExport(session, {
      search: { index: 'unreadable' },
      reader,
      onEvent: (event, run) => {
        if (event.type !== 'interrupted') return;
        waited += 1;
        if (waited === 3) run.cancel();
        else run.resume();
      },
    });
    expect([waited, last?.type]).toEqual([3, 'cancelled']);
  });
});

it('asks for few rows at once where hundreds in a row cannot be read, and names some', async () => {
  const readable = await fill('unreadable', 200, (n) => n > 20 && n < 190);
  const { text, verdict, last } = await runExport(session, { search: { index: 'unreadable' }, leaveOut: true });
  expect(numbersIn(text, { kind: 'ndjson' }).sort((a, b) => a - b)).toEqual(readable);
  expect(verdict).toMatchObject({ complete: true, expected: 200, leftOut: { rows: 169 } });
  expect(verdict?.leftOut?.named).toHaveLength(20);
  // Of what lies behind one, a page or two of rows are read for nothing: not all the rest, each time.
  const wire = last?.type === 'finished' ? last.progress.wireBytes : 0;
  expect(wire).toBeLessThan(200 * 2_000);
});
