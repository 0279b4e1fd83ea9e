import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  PARQUET_COMPRESSIONS,
  type ParquetFormat,
  type ParquetType,
  type XlsxFormat,
  type XlsxType,
} from '../../../shared/request.ts';
import { makeIndex } from '../../support/indices.ts';
import { libreOffice, savedAnew } from '../../support/libre-office.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { type ReadFile, readByHyparquet, readByPython, readersPython } from '../../support/read-file.ts';
import { type Exported, runExport } from '../../support/run-export.ts';
import { SEVERAL, TYPED, typedColumns, typedMapping, typedRows } from '../../support/typed-documents.ts';

/** Files of typed columns as the programs read them that people open them with. */
const INDEX = 'file-readers';
const client = new Client({ node: inject('opensearchUrl') });
const rows = typedRows();
const python = await readersPython();
let proxy: RunningProxy;
let session: SignedIn;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '50' });
  session = await proxy.signIn();
  const docs = rows.map(({ n, source }) => ({ id: String(n), source }));
  const settings = { 'index.mapping.ignore_malformed': true };
  await makeIndex(client, INDEX, docs, { mapping: typedMapping, settings });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await proxy.close();
  await client.close();
});

const parquet = (options: Partial<ParquetFormat> = {}): ParquetFormat => ({
  kind: 'parquet',
  columns: typedColumns,
  compression: 'snappy',
  rest: true,
  ...options,
});

/** What the file holds of each document, whichever order the rows are in. */
function expectRows({ rows: read, types }: ReadFile): void {
  const names = Object.keys(types);
  expect(names).toEqual([...typedColumns.map(({ name }) => name), '_rest']);
  const byNumber = new Map(read.map((cells) => [cells[0], cells]));
  expect(byNumber.size).toBe(rows.length);
  for (const { n, cells, rest } of rows) {
    const found = byNumber.get(`i:${n}`) ?? [];
    const members = Object.entries(rest).map(([name, json]) => `${JSON.stringify(name)}:${json}`);
    const wanted = names.map((name) => cells[name] ?? null);
    wanted[names.length - 1] = members.length > 0 ? `s:{${members.join(',')}}` : null;
    expect(Object.fromEntries(found.map((value, i) => [names[i], value])), rows[n]?.source).toEqual(
      Object.fromEntries(wanted.map((value, i) => [names[i], value])),
    );
  }
}

/** The verdict counts what did not fit, column by column. */
function expectMisfits({ verdict }: Exported): void {
  const counts = new Map<string, number>();
  const names = new Set(typedColumns.map(({ name }) => name));
  for (const name of rows.flatMap(({ rest }) => Object.keys(rest))) {
    if (names.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(verdict?.complete).toBe(true);
  expect(new Map(verdict?.misfits?.map(({ field, rows: count }) => [field, count]))).toEqual(counts);
}

const KINDS: Partial<Record<ParquetType, XlsxType>> = { boolean: 'boolean', text: 'text', json: 'text' };
const sheetColumns = typedColumns
  .filter(({ list }) => !list)
  .map(
    ({ name, type }) => ({ name, type: KINDS[type] ?? (type.startsWith('timestamp') ? 'date' : 'number') }) as const,
  );
const workbook: XlsxFormat = { kind: 'xlsx', columns: sheetColumns, zone: 'UTC', rest: true };

/** What a cell shows of a value as it is stored: up to 15 digits are a number, milliseconds a date, and the rest is text. */
function inSheet(type: XlsxType, json: string, told: unknown): unknown {
  const digits = json
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
  if (
    type === 'number' &&
    !json.startsWith('"') &&
    json !== 'true' &&
    digits.length <= 15 &&
    Math.abs(Number(json)) < 9e307
  ) {
    const isTiny = Number(json) !== 0 && Math.abs(Number(json)) < 2.3e-308;
    if (!isTiny) return Number(json);
  }
  if (type === 'boolean' && (json === 'true' || json === 'false')) return json === 'true';
  if (type === 'date' && typeof told === 'string' && told.startsWith('t:') && BigInt(told.slice(2)) % 1_000_000n === 0n)
    return told;
  return json.startsWith('"') ? `s:${JSON.parse(json)}` : `s:${json}`;
}

/** Numbers as numbers, dates to the millisecond, and what openpyxl leaves as it stands in XML as it is meant. */
function tidy(value: unknown): unknown {
  if (value === null || value === 's:') return null;
  if (typeof value !== 'string') return value;
  if (value.startsWith('i:')) return Number(value.slice(2));
  if (value.startsWith('t:')) return `t:${Math.round(Number(value.slice(2)) / 1e6)} ms`;
  return value.replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

describe('a workbook of every type, there, missing, null, several, and of another type', () => {
  it.for(['openpyxl', 'calamine', 'LibreOffice'] as const)('is read exactly by %s', async (reader, { skip }) => {
    if (!python) return skip('Python is missing.');
    const office = reader === 'LibreOffice' ? await libreOffice() : undefined;
    if (reader === 'LibreOffice' && !office) return skip('LibreOffice is missing.');
    const exported = await runExport(session, { search: { index: INDEX }, format: workbook });
    expect(exported.verdict).toMatchObject({ complete: true, written: rows.length });
    expect(exported.verdict?.misfits).toBeUndefined();
    const path = join(folder, `${reader}.xlsx`);
    await writeFile(path, exported.bytes);
    const { rows: all } = office
      ? await readByPython(python, 'calamine', await savedAnew(office, path, folder))
      : await readByPython(python, reader as 'openpyxl' | 'calamine', path);
    const [head = [], ...read] = all;
    expect(head.map((name) => String(name).slice(2))).toEqual([...sheetColumns.map(({ name }) => name), '_rest']);
    const byNumber = new Map(read.map((cells) => [tidy(cells[0]), cells.map(tidy)]));
    expect(byNumber.size).toBe(rows.length);
    for (const { n, source, members, cells } of rows) {
      const values = sheetColumns.map(({ name, type }) => {
        const json = members[name];
        return json === undefined || json === 'null' || json.startsWith('{')
          ? null
          : tidy(inSheet(type, json, cells[name]));
      });
      expect(byNumber.get(n)?.slice(0, values.length), source).toEqual(values);
    }
  });
});

describe('Parquet of every type, there, missing, null, several, and of another type', () => {
  it.for(PARQUET_COMPRESSIONS)('is read exactly by hyparquet, packed with %s', async (compression) => {
    const exported = await runExport(session, { search: { index: INDEX }, format: parquet({ compression }) });
    expectMisfits(exported);
    expectRows(await readByHyparquet(exported.bytes));
  });

  it.for(['pyarrow', 'duckdb', 'polars'] as const)('is read exactly by %s', async (reader, { skip }) => {
    if (!python) return skip('Python is missing.');
    for (const compression of PARQUET_COMPRESSIONS) {
      const { bytes } = await runExport(session, { search: { index: INDEX }, format: parquet({ compression }) });
      const path = join(folder, `${reader}-${compression}.parquet`);
      await writeFile(path, bytes);
      expectRows(await readByPython(python, reader, path));
    }
  });

  it('is in the order that was asked for', async () => {
    const order = [{ field: 'n', type: 'long' as const, order: 'desc' as const }];
    const exported = await runExport(session, { search: { index: INDEX }, format: parquet(), order });
    expectMisfits(exported);
    const { rows: read } = await readByHyparquet(exported.bytes);
    expect(read.map(([n]) => n)).toEqual(rows.map(({ n }) => `i:${n}`).reverse());
  });

  it('says what each column is', async () => {
    if (!python) return;
    const { bytes } = await runExport(session, { search: { index: INDEX }, format: parquet() });
    const path = join(folder, 'types.parquet');
    await writeFile(path, bytes);
    const { types } = await readByPython(python, 'pyarrow', path);
    const names: Record<string, string> = {
      ...{ text: 'string', json: 'string', boolean: 'bool', int32: 'int32', int64: 'int64', uint64: 'uint64' },
      ...{
        float: 'float',
        double: 'double',
        timestamp_ms: 'timestamp[ms, tz=UTC]',
        timestamp_ns: 'timestamp[ns, tz=UTC]',
      },
    };
    for (const [name, { type }] of Object.entries(TYPED)) {
      expect([name, types[name]]).toEqual([name, names[type]]);
      if (type !== 'json') expect(types[name + SEVERAL]).toBe(`list<element: ${names[type]}>`);
    }
  });
});
