import { Client } from '@opensearch-project/opensearch';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CsvFormat, READERS } from '../../../shared/request.ts';
import { NASTY_SOURCES } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { type Exported, runExport, sortedLines } from '../../support/run-export.ts';

/** What a CSV cell holds for each kind of stored value, from the index to the file. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '3' });
  session = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

const csv = (columns: readonly string[], options: Partial<CsvFormat> = {}): CsvFormat => ({
  kind: 'csv',
  columns: [...columns],
  delimiter: ',',
  header: true,
  bom: false,
  guard: false,
  rest: false,
  ...options,
});

function records({ text }: Exported): Record<string, string>[] {
  return parse(text, { columns: true, record_delimiter: '\r\n' });
}

describe.each(READERS)('CSV with the %s reader', (reader) => {
  it('holds each value as it is stored', async () => {
    await makeIndex(
      client,
      'values-nasty',
      NASTY_SOURCES.map((source, n) => ({ id: `${n}`, source: source.replace(/^\{/, `{"row":${n},`) })),
      { shards: 2, mapping: { dynamic: false } },
    );
    const columns = [
      'row',
      'long',
      'neg',
      'zero',
      'five',
      'third',
      'exp',
      'Exp',
      'tiny',
      'spaced',
      'list',
      'escapes',
      'lone',
      'quotes',
      'line',
    ];
    const more = [
      'emoji',
      'korean',
      'nothing',
      'empty',
      'object',
      'nested.a.b.c',
      'nested.list',
      'dotted.name',
      'plain.inner.dot',
      'objects',
    ];
    const exported = await runExport(session, {
      search: { index: 'values-nasty' },
      reader,
      format: csv([...columns, ...more], { rest: true }),
    });
    expect(exported.verdict?.complete).toBe(true);
    const rows = records(exported).sort((a, b) => Number(a.row) - Number(b.row));
    expect(rows).toHaveLength(NASTY_SOURCES.length);
    expect(rows[0]).toMatchObject({ long: '9007199254740993', neg: '-9223372036854775808' });
    expect(rows[1]).toMatchObject({
      zero: '-0',
      five: '5.0',
      third: '3.0000000000000000001',
      exp: '1e3',
      Exp: '1E+3',
      tiny: '1.5e-300',
    });
    expect(rows[2]).toMatchObject({ spaced: 'out', list: '[ 1 , 2 ,  3 ]' });
    expect(rows[3]?.escapes).toBe('" \\ / \b \f \n \r \t A é € 😀');
    expect(rows[4]?.lone).toBe('\ufffd x \ufffd');
    expect(rows[5]).toMatchObject({ quotes: 'say "hi", she said', line: 'one\ntwo\r\nthree' });
    expect(rows[6]).toMatchObject({ emoji: '👩‍👩‍👧‍👦 🏳️‍🌈', korean: '유나이티드 항공', _rest: '{"rtl":"שלום"}' });
    expect(rows[7]).toMatchObject({ nothing: '', empty: '', list: '[]', object: '{}' });
    expect(rows[8]).toMatchObject({ 'nested.a.b.c': 'deep', 'nested.list': '[{"x":1},{"y":[2,3]}]' });
    expect(rows[9]).toMatchObject({ 'dotted.name': 'one', 'plain.inner.dot': '2' });
    expect(rows[10]?.objects).toBe('[{"k":"v","n":1.0},{"k":"w","n":2.50}]');
  });

  it('counts and names fields that have no column', async () => {
    const docs = Array.from({ length: 40 }, (_, n) => ({
      id: `${n}`,
      source: n % 4 === 0 ? `{"n":${n},"surprise":{"deep":${n}}}` : `{"n":${n}}`,
    }));
    await makeIndex(client, 'values-unplaced', docs, { shards: 3, mapping: { dynamic: false } });
    const exported = await runExport(session, { search: { index: 'values-unplaced' }, reader, format: csv(['n']) });
    expect(exported.verdict).toMatchObject({ complete: true, unplaced: [{ field: 'surprise.deep', rows: 10 }] });
  });

  it('holds a thousand fields', async () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `field_${i}`);
    const docs = Array.from({ length: 50 }, (_, n) => ({
      id: `${n}`,
      source: `{${names.map((name, i) => `"${name}":${i % 3 === 0 ? `"${n}:${i}"` : n * i}`).join(',')}}`,
    }));
    await makeIndex(client, 'values-wide', docs, { mapping: { dynamic: false } });
    const exported = await runExport(session, { search: { index: 'values-wide' }, reader, format: csv(names) });
    const rows = records(exported).sort((a, b) => Number(a.field_1) - Number(b.field_1));
    rows.forEach((row, n) => {
      names.forEach((name, i) => {
        expect(row[name]).toBe(i % 3 === 0 ? `${n}:${i}` : `${n * i}`);
      });
    });
    expect(rows).toHaveLength(50);
  });

  it('keeps a document with line breaks between its values on one line of NDJSON', async () => {
    const source = '{\n  "a": 1,\r\n  "b": "x\\ny"\n}';
    await client.indices.delete({ index: 'values-pretty', ignore_unavailable: true });
    await client.transport.request({
      method: 'PUT',
      path: '/values-pretty/_doc/1',
      querystring: { refresh: 'true' },
      body: source,
    });
    const exported = await runExport(session, { search: { index: 'values-pretty' }, reader });
    expect(sortedLines(exported.text)).toEqual([source.replace(/[\r\n]/g, ' ')]);
  });

  it('says so when documents are not stored', async () => {
    await makeIndex(client, 'values-sourceless', [{ id: '1', source: '{"n":1}' }], {
      mapping: { _source: { enabled: false } },
    });
    const exported = await runExport(session, { search: { index: 'values-sourceless' }, reader });
    expect(exported.last).toMatchObject({ type: 'failed', error: { code: 'source_missing' } });
  });
});

describe('options of CSV', () => {
  it('writes what was chosen, and nothing else', async () => {
    await makeIndex(client, 'values-options', [{ id: '1', source: '{"a":"=1+1","b":-5,"c":"x;y"}' }], {
      mapping: { dynamic: false },
    });
    const search = { index: 'values-options' };
    const plain = await runExport(session, { search, format: csv(['a', 'b', 'c']) });
    expect(plain.text).toBe('a,b,c\r\n=1+1,-5,x;y\r\n');
    const chosen = await runExport(session, {
      search,
      format: csv(['a', 'b', 'c'], { bom: true, guard: true, delimiter: ';', header: false }),
    });
    expect(chosen.text).toBe('\ufeff"\'=1+1";-5;"x;y"\r\n');
  });
});
