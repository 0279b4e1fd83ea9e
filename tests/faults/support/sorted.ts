import { readFile } from 'node:fs/promises';
import type { Client } from '@opensearch-project/opensearch';
import { type Download, expect, type Locator, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { en } from '../../../client/ui/messages/en.ts';
import { expectRows, exportItems, type Format, openExport, signIn } from '../../e2e/support/app.ts';
import { gunzipOne } from '../../support/gunzip.ts';
import { makeIndex } from '../../support/indices.ts';
import type { Lab } from './lab.ts';

/** Exports with an order in a real browser, and rows that are long enough for merging to take its time. */
export const INDEX = 'faults-sorted';
const ROWS = 30_000;
const ORDER = 'word:desc,n:asc';
const WORDS = ['maple', 'oak', 'birch', 'elm', '느릅나무', 'zelkova', 'ash'];
const COLUMNS = ['n', 'word', 'text'];

type Row = { n: number; word: string | undefined; text: string };

const rows = Array.from({ length: ROWS }, (_, i): Row => {
  const n = (i * 7_919) % ROWS;
  const word = n % 11 === 0 ? undefined : WORDS[n % WORDS.length];
  return { n, word, text: noiseOf(n) };
});

/** Text that packs badly, so that it takes its time to come: 400 digits and commas, the same each time. */
function noiseOf(n: number): string {
  let state = n + 1;
  return Array.from({ length: 50 }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return (state >>> 0).toString(36).padStart(7, ' ');
  }).join();
}

/** By UTF-8, rows without a word last. */
const inOrder = [...rows].sort((a, b) => {
  if (a.word === b.word) return a.n - b.n;
  if (a.word === undefined || b.word === undefined) return a.word === undefined ? 1 : -1;
  return Buffer.compare(Buffer.from(b.word), Buffer.from(a.word));
});

export async function makeSortedIndex(client: Client): Promise<void> {
  const properties = { n: { type: 'integer' }, word: { type: 'keyword' } };
  const docs = rows.map((row) => ({ id: `${row.n}`, source: JSON.stringify(row) }));
  await makeIndex(client, INDEX, docs, { shards: 4, mapping: { dynamic: false, properties } });
}

/** Each row, each value, in order. */
export async function expectInOrder(download: Download, format: Format): Promise<void> {
  const file = await readFile(await download.path());
  expectTextInOrder(download.suggestedFilename().endsWith('.gz') ? gunzipOne(file) : file.toString('utf8'), format);
}

export function expectTextInOrder(text: string, format: Format): void {
  const found = rowsOf(text, format);
  const wanted = inOrder.map((row) => (format === 'CSV' ? cellsOf(row) : JSON.stringify(row)));
  expect(found.length).toBe(ROWS);
  const wrong = found.findIndex((row, i) => row !== wanted[i]);
  expect(wrong < 0 ? [] : [wrong, found[wrong], wanted[wrong]]).toEqual([]);
}

const cellsOf = ({ n, word, text }: Row) => [n, word ?? '', text].join('|');

function rowsOf(text: string, format: Format): string[] {
  if (format === 'JSON') return (JSON.parse(text) as unknown[]).map((row) => JSON.stringify(row));
  if (format === 'NDJSON') return text.trimEnd().split('\n');
  const records: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });
  return records.map((row) => COLUMNS.map((column) => row[column]).join('|'));
}

/** Each read of what waits in the browser takes so long, ms, in workers that begin from now on: with a slow disk merging takes seconds. */
export function slowDisk(page: Page, ms = 200): void {
  page.on('worker', (worker) => {
    const slowDown = (wait: number) => {
      const { prototype } = Reflect.get(self, 'FileSystemSyncAccessHandle');
      const { read } = prototype;
      prototype.read = function (...given: unknown[]) {
        for (const end = performance.now() + wait; performance.now() < end; );
        return read.apply(this, given);
      };
    };
    // One that ends at once has nothing to read.
    worker.evaluate(slowDown, ms).catch(() => {});
  });
}

/** Opens the app at the index, in the order, signed in. */
export async function openSorted(page: Page, lab: Lab): Promise<void> {
  await page.goto(`${lab.url}/?index=${INDEX}&sort=${ORDER}`);
  await signIn(page);
  await expectRows(page, ROWS);
}

/** A download as a browser tells of it: once its first byte is written, which with an order is after all rows are read. */
export type Coming = () => Promise<Download>;

function watchDownload(page: Page): Coming {
  const download = page.waitForEvent('download', { timeout: 0 });
  // One that never begins is nobody's fault: the page may go before.
  download.catch(() => {});
  return () => download;
}

type Choice = { gzip?: boolean; picked?: boolean };

/** Starts it in the table's order. */
export async function startSorted(page: Page, format: Format, { gzip = false, picked = false }: Choice = {}) {
  const options = async (dialog: Locator) => {
    await dialog.getByLabel(en.dialog.gzip).setChecked(gzip);
    await expect(dialog.getByRole('radio', { name: en.dialog.orders.table })).toBeChecked();
    if (picked) await dialog.getByRole('radio', { name: 'A place I choose' }).check();
  };
  const dialog = await openExport(page, { format, options });
  const download = watchDownload(page);
  await dialog.getByRole('button', { name: 'Start export' }).click();
  return download;
}

export async function resumeSorted(page: Page): Promise<Coming> {
  const download = watchDownload(page);
  await exportItems(page).first().getByRole('button', { name: 'Resume' }).click();
  return download;
}

const figuresOf = (page: Page, kind: 'read' | 'written in order') =>
  exportItems(page)
    .first()
    .getByText(new RegExp(`^[\\d,]+ of [\\d,]+ rows ${kind}$`));

/** Waits until so many rows are read. */
export async function untilRead(page: Page, least: number): Promise<void> {
  await untilFigure(page, 'read', least);
}

/** Waits until so many are written. */
export async function untilWritten(page: Page, least: number): Promise<void> {
  await untilFigure(page, 'written in order', least);
}

async function untilFigure(page: Page, kind: 'read' | 'written in order', least: number): Promise<void> {
  const shown = async () => {
    const [text] = await figuresOf(page, kind).allTextContents();
    return text === undefined ? -1 : Number(text.split(' ')[0]?.replaceAll(',', ''));
  };
  await expect.poll(shown, { timeout: 60_000, intervals: [50] }).toBeGreaterThanOrEqual(least);
}
