import { readFile } from 'node:fs/promises';
import type { Client } from '@opensearch-project/opensearch';
import { type Download, expect, type Page, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { exportItems, type Format } from '../../e2e/support/app.ts';
import { difference } from '../../e2e/support/index.ts';
import { smallDocs } from '../../support/documents.ts';
import { gunzipOne } from '../../support/gunzip.ts';
import { makeIndex, openContexts, shrinkIndex } from '../../support/indices.ts';
import { sha256Of } from '../../support/sha256.ts';
import { sheetsOf } from '../../support/sheets.ts';
import { zipFiles } from '../../support/zip-files.ts';

export const ROWS = 40_000;
/** Of a part, where the file is in parts. */
export const PART_ROWS = 9_000;
const docs = smallDocs(ROWS, 'fault');

/** The indices of these tests: four shards, and the same shrunk to one. */
export async function makeIndices(client: Client, replicas = 0): Promise<void> {
  const mapping = {
    properties: {
      n: { type: 'integer' },
      mark: { type: 'keyword' },
      even: { type: 'boolean' },
      inner: { properties: { half: { type: 'double' }, text: { type: 'keyword' } } },
    },
  };
  await makeIndex(client, 'faults', docs, { shards: 4, mapping, settings: { number_of_replicas: replicas } });
  if (replicas > 0) return;
  await makeIndex(client, 'faults-wide', docs, { shards: 4, mapping });
  await shrinkIndex(client, 'faults-wide', 'faults-shrunk');
}

const COLUMNS = ['n', 'mark', 'even', 'inner.half', 'inner.text'];

/** The file, packed or in parts or not, holds each document once, each value equal. */
export async function expectExact(download: Download, format: Format): Promise<void> {
  await expectExactFile(await readFile(await download.path()), download.suggestedFilename(), format);
}

export async function expectExactFile(file: Buffer, name: string, format: Format): Promise<void> {
  if (!name.endsWith('.zip')) return expectExactRows(await rowsIn(file, name, format), format);
  const parts = await zipFiles(file);
  expect(parts.length).toBeGreaterThan(1);
  const rows = await Promise.all(parts.map((part) => rowsIn(part.bytes, part.name, format)));
  for (const part of rows.slice(0, -1)) expect(part.length).toBe(PART_ROWS);
  expectExactRows(rows.flat(), format);
}

/** The page tells the hash of the file that it downloaded, whichever worker began it. */
export async function expectHashed(page: Page, download: Download): Promise<void> {
  const hash = sha256Of(await readFile(await download.path()));
  await expect(exportItems(page).first().getByText(hash, { exact: true })).toBeVisible();
}

/** The file's text holds each document once, each value equal. */
export function expectExactText(text: string, format: Format): void {
  expectExactRows(rowsOf(text, format), format);
}

function expectExactRows(rows: readonly string[], format: Format): void {
  const isCells = format !== 'NDJSON' && format !== 'JSON';
  const expected = docs.map(({ source }) => (isCells ? cellsOf(JSON.parse(source)) : source));
  expect(difference(rows, expected)).toEqual([]);
}

async function rowsIn(file: Buffer, name: string, format: Format): Promise<string[]> {
  if (format === 'Parquet') {
    const rows = await parquetReadObjects({ file: new Uint8Array(file).buffer, compressors });
    return rows.map((row) => COLUMNS.map((column) => String(row[column])).join('|'));
  }
  if (format === 'Excel') {
    const sheets = await sheetsOf(file);
    return sheets.flatMap(([head = [], ...rows]) =>
      rows.map((row) => COLUMNS.map((column) => shownInSheet(column, row[head.indexOf(column)])).join('|')),
    );
  }
  return rowsOf(name.endsWith('.gz') ? gunzipOne(file) : file.toString('utf8'), format);
}

function shownInSheet(column: string, cell = ''): string {
  return column === 'even' ? String(cell === '1') : cell;
}

function rowsOf(text: string, format: Format): string[] {
  if (format === 'JSON') return (JSON.parse(text) as unknown[]).map((row) => JSON.stringify(row));
  if (format === 'NDJSON') return text.trimEnd().split('\n');
  const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });
  return rows.map((row) => COLUMNS.map((column) => row[column]).join('|'));
}

type Doc = { n: number; mark: string; even: boolean; inner: { half: number; text: string } };
const cellsOf = ({ n, mark, even, inner }: Doc) => [n, mark, even, inner.half, inner.text].join('|');

/** Nothing of an export is left in the browser: no spool, no checkpoint. */
export async function expectNothingLeft(page: Page): Promise<void> {
  await expect.poll(() => keptIn(page), { timeout: 15_000 }).toEqual({ spools: [], checkpoints: 0 });
}

/**
 * No context is open in the cluster. Those of tabs and proxies that died end by their keep-alive, so each file of tests asks once, after its last test.
 */
export async function expectNoContexts(client: Client): Promise<void> {
  test.setTimeout(180_000);
  await expect.poll(() => openContexts(client), { timeout: 150_000, intervals: [1_000] }).toBe(0);
}

export function keptIn(page: Page): Promise<{ spools: string[]; checkpoints: number }> {
  return page.evaluate(async () => {
    const spools: string[] = [];
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('spools', { create: true });
    for await (const name of folder.keys()) spools.push(name);
    const open = indexedDB.open('sluice');
    const db = await new Promise<IDBDatabase>((resolve) => {
      open.onsuccess = () => resolve(open.result);
    });
    const count = db.transaction('checkpoints').objectStore('checkpoints').count();
    const checkpoints = await new Promise<number>((resolve) => {
      count.onsuccess = () => resolve(count.result);
    });
    db.close();
    return { spools, checkpoints };
  });
}
