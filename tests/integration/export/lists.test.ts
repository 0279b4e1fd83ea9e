import { Client } from '@opensearch-project/opensearch';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse } from 'lossless-json';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { flattenRow } from '../../../shared/flatten.ts';
import { type CsvFormat, READERS } from '../../../shared/request.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';

/** Columns below arrays of objects, from the index to the file. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

const INDEX = 'array-leaf';
const SOURCES = [
  '{"order":"o1","items":[{"sku":"a","qty":1},{"sku":"b","qty":2}],"tags":[{"value":"red"}]}',
  '{"order":"o2","items":{"sku":"c","qty":3},"tags":{"value":"blue"}}',
  '{"order":"o3","items":[],"tags":[]}',
  '{"order":"o4","items":[{"qty":5},{"sku":["x","y"]},{"sku":"z","qty":null}],"tags":[[{"value":"n"}],{"value":"m"}]}',
  '{"order":"o5","items":null}',
  '{"order":"o6","items.sku":"dotted","tags":[{"value":"x, \\"y\\""}]}',
];

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '2' });
  session = await proxy.signIn();
  await makeIndex(
    client,
    INDEX,
    SOURCES.map((source, n) => ({ id: `${n}`, source })),
    {
      shards: 1,
      mapping: {
        properties: {
          order: { type: 'keyword' },
          items: { properties: { sku: { type: 'keyword' }, qty: { type: 'integer' } } },
          tags: { type: 'nested', properties: { value: { type: 'keyword' } } },
        },
      },
    },
  );
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

describe.each(READERS)('arrays of objects with the %s reader', (reader) => {
  const read = (columns: string[], options: Partial<CsvFormat> = {}) => {
    const format = { delimiter: ',', header: true, bom: false, guard: false, rest: false, ...options } as const;
    return runExport(session, { search: { index: INDEX }, format: { kind: 'csv', columns, ...format }, reader });
  };

  it('gives their values to the columns below, as JSON', async () => {
    expect((await read(['order', 'items.sku', 'tags.value'])).text).toBe(
      [
        'order,items.sku,tags.value',
        'o1,"[""a"",""b""]","[""red""]"',
        'o2,c,blue',
        'o3,,',
        'o4,"[""x"",""y"",""z""]","[""n"",""m""]"',
        'o5,,',
        'o6,dotted,"[""x, \\""y\\""""]"',
        '',
      ].join('\r\n'),
    );
  });

  it('gives their values to the columns below, joined', async () => {
    const { text } = await read(['order', 'items.sku', 'tags.value'], { join: '; ' });
    const lines = ['o1,a; b,red', 'o2,c,blue', 'o3,,', 'o4,x; y; z,n; m', 'o5,,', 'o6,dotted,"x, ""y"""', ''];
    expect(text).toBe(['order,items.sku,tags.value', ...lines].join('\r\n'));
  });

  it('leaves to _rest what no column shows, and nothing twice', async () => {
    const { text, verdict } = await read(['order', 'items.sku', 'tags'], { rest: true });
    const rests = (parseCsv(text) as string[][]).map((cells) => cells.at(-1));
    expect(rests).toEqual([
      '_rest',
      '{"items.qty":[1,2]}',
      '{"items.qty":3,"tags.value":"blue"}',
      ...['', '{"items.qty":[5,null]}', '', ''],
    ]);
    expect(verdict?.unplaced).toEqual([
      { field: 'items.qty', rows: 3 },
      { field: 'tags.value', rows: 1 },
    ]);
  });

  it('holds in each cell what the table shows in it', async () => {
    const rows = SOURCES.map((source) => flattenRow(parse(source)));
    const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    const { text } = await read(columns);
    expect(parseCsv(text)).toEqual([columns, ...rows.map((row) => columns.map((path) => row.get(path)?.text ?? ''))]);
  });

  it('leaves whole documents as they are', async () => {
    const { text } = await runExport(session, { search: { index: INDEX }, format: { kind: 'ndjson' }, reader });
    expect(sortedLines(text)).toEqual([...SOURCES].sort());
  });
});
