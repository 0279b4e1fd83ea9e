import { Client } from '@opensearch-project/opensearch';
import { parse, stringify } from 'lossless-json';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { columnType, parquetColumn, xlsxColumn, xlsxType } from '../../../client/ui/export-dialog/column-types.ts';
import { makeSample } from '../../../client/ui/export-dialog/sample.ts';
import { type Cell, flattenRow } from '../../../shared/flatten.ts';
import type { Hit } from '../../../shared/http.ts';
import type { ParquetFormat, XlsxFormat } from '../../../shared/request.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { readByHyparquet } from '../../support/read-file.ts';
import { runExport } from '../../support/run-export.ts';
import { sheetsOf } from '../../support/sheets.ts';

/** Fields that documents say each in another shape, with the columns and types that the dialog proposes by itself. */
const INDEX = 'mixed-shapes';
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

const mapping = {
  dynamic: false,
  properties: {
    ...{ n: { type: 'long' }, place: { type: 'geo_point' }, flat: { type: 'flat_object' } },
    ...{ raw: { type: 'object', enabled: false }, span: { type: 'integer_range' }, days: { type: 'date_range' } },
    ...{ bin: { type: 'binary' }, o: { properties: { p: { type: 'integer' }, q: { type: 'keyword' } } } },
  },
};
const SOURCES = [
  `{"n":0,"place":{"lat":1.5,"lon":-2},"flat":{"a":{"b":"x"},"c":["1","2"]},"raw":{"x":1,"y":{"z":[1,{"k":2}]}},
    "span":{"gte":1,"lte":5},"days":{"gte":"2020-01-01","lt":"2021-01-01"},"bin":"AAECAw==","o":{"p":1,"q":"u"}}`,
  '{"n":1,"place":"1.5,2","flat":{"d":"1"},"raw":[1,2],"span":{"gt":1.5},"o":{"p":2,"unknown":{"deep":true}}}',
  '{"n":2,"place":[1.0, 2],"raw":"text","o":[{"p":3},{"p":4,"q":"v"}]}',
  '{"n":3,"place":{"type":"Point","coordinates":[2,1.5]},"raw":5,"o":null}',
  '{"n":4,"place":"POINT (2 1.5)","raw":true,"o":{"p":9007199254740993}}',
  '{"n":5,"place":[{"lat":1,"lon":2},{"lat":3,"lon":4}],"raw":{"x":"s"}}',
  '{"n":6,"place":["1,2","3,4"],"flat":{"a":"b"}}',
  '{"n":7}',
].map((source) => source.replace(/\n\s*/, ''));

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '3' });
  session = await proxy.signIn();
  const settings = { 'index.mapping.ignore_malformed': true };
  const docs = SOURCES.map((source, n) => ({ id: String(n), source }));
  await makeIndex(client, INDEX, docs, { mapping, settings });
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

/** The file's columns where the sample is the first rows of the result. */
async function proposed(rows: number): Promise<{ parquet: ParquetFormat; xlsx: XlsxFormat }> {
  const { body } = await client.fieldCaps({ index: INDEX, fields: '*' });
  const told = Object.entries((body as { fields: Record<string, object> }).fields);
  const fields = told.map(([name, types]) => ({ name, type: Object.keys(types).join(', ') })) as never[];
  const hits: Hit[] = SOURCES.slice(0, rows).map((source, n) => ({
    ...{ _index: INDEX, _id: String(n), _source: parse(source) as Hit['_source'] },
  }));
  const { columns, shapes } = await makeSample(hits, fields, SOURCES.length);
  const byName = new Map(fields.map((field: { name: string }) => [field.name, field]));
  const given = { fields: byName as never, shapes, ids: new Set<string>(), unread: new Set<string>() };
  const types = columns.map((name) => [name, columnType(name, given)] as const);
  return {
    parquet: {
      ...{ kind: 'parquet', compression: 'snappy', rest: true },
      columns: types.map(([name, type]) => parquetColumn(name, type)),
    },
    xlsx: {
      ...{ kind: 'xlsx', zone: 'UTC', rest: true },
      columns: types.map(([name, type]) => xlsxColumn(name, xlsxType(type), shapes.get(name))),
    },
  };
}

/**
 * What a document has at its paths, each as a cell's text. An array of objects stands in its own column where there is one, and else in
 * those below it.
 */
function leavesOf(source: string, columns: readonly string[]): [string, string][] {
  const leaves = [...flattenRow(parse(source))].filter(([path, { text, raw, listed }]) => {
    const isAbove = columns.some((name) => name.startsWith(`${path}.`));
    const isElsewhere = listed ? !columns.includes(path) : isAbove && !columns.includes(path) && text.startsWith('[{');
    return !isElsewhere && !(raw && text === '');
  });
  return leaves.map(([path, cell]) => [path, textOf(cell)]);
}

/** JSON is told without the space in it, and a text as it is. */
function textOf({ text, raw }: Pick<Cell, 'text' | 'raw'>): string {
  return raw && text !== '' ? (stringify(parse(text)) ?? '') : text;
}

const asCell = (value: unknown): string =>
  textOf(typeof value === 'string' ? { text: value, raw: false } : { text: stringify(value) ?? '', raw: true });

describe.for([0, 1, 3, SOURCES.length])('with a sample of %s rows', (rows) => {
  it('each value is in its column of Parquet, or in _rest', async () => {
    const { parquet } = await proposed(rows);
    const exported = await runExport(session, { search: { index: INDEX }, format: parquet });
    expect(exported.verdict).toMatchObject({ complete: true, written: SOURCES.length });
    const read = await readByHyparquet(exported.bytes);
    const names = parquet.columns.map(({ name }) => name);
    const byNumber = new Map(read.rows.map((cells) => [cells[names.indexOf('n')], cells]));
    for (const [n, source] of SOURCES.entries()) {
      const found = byNumber.get(`i:${n}`) ?? [];
      const rest = parse(String(found[parquet.columns.length] ?? 's:{}').slice(2)) as Record<string, unknown>;
      for (const [path, text] of leavesOf(source, names)) {
        const at = names.indexOf(path);
        const told = at < 0 ? null : (found[at] ?? null);
        const shown = told === null ? asCell(rest[path]) : toldText(told, parquet.columns[at]?.type === 'json');
        // A list of one says what one value does.
        expect([path, withoutList(shown)]).toEqual([path, withoutList(text)]);
      }
    }
  });

  it('each value is in its cell of a workbook, or in _rest', async () => {
    const { xlsx } = await proposed(rows);
    const exported = await runExport(session, { search: { index: INDEX }, format: xlsx });
    const [[head = [], ...read] = []] = await sheetsOf(exported.bytes);
    const byNumber = new Map(read.map((cells) => [cells[head.indexOf('n')], cells]));
    for (const [n, source] of SOURCES.entries()) {
      const found = byNumber.get(String(n)) ?? [];
      const rest = parse(found.at(-1) || '{}') as Record<string, unknown>;
      for (const [path, text] of leavesOf(source, head)) {
        const at = head.indexOf(path);
        const cell = at < 0 ? asCell(rest[path]) : (found[at] ?? '');
        expect([path, cell.startsWith('[') ? asCell(parse(cell)) : cell]).toEqual([path, text]);
      }
    }
  });
});

const withoutList = (text: string) => text.replace(/^\["?([^,[\]"{]*)"?\]$/, '$1');

/** What a reader tells, as a cell of CSV has it. */
function toldText(told: unknown, isJson: boolean): string {
  if (Array.isArray(told)) return `[${told.map((one) => toldJson(one)).join(',')}]`;
  if (!isJson) return typeof told === 'string' ? told.slice(2) : String(told);
  return asCell(parse(String(told).slice(2)));
}

const toldJson = (one: unknown): string => {
  if (typeof one !== 'string') return String(one);
  return one.startsWith('s:') ? JSON.stringify(one.slice(2)) : one.slice(2);
};
