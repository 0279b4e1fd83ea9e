import { readFile } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { e2eUrl } from '../../dev/test/e2e.ts';
import { smallDocs } from '../support/documents.ts';
import { addDocs, makeIndex } from '../support/indices.ts';
import {
  test as base,
  expect,
  expectRows,
  expectStatus,
  exportItems,
  exportToText,
  openExport,
  searchFor,
  signIn,
} from './support/app.ts';
import { difference, openSearch } from './support/index.ts';

/**
 * The page over http from another machine than this one, by its name: browsers then offer no locks, no service workers, no
 * storage of files and no clipboard. Nothing of Sluice may fall over that: files are made in memory, and what cannot be had is told.
 */
const HOST = 'plain.test';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  page: async ({}, use, info) => {
    const { launchOptions } = info.project.use;
    const args = [...(launchOptions?.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
    const browser = await chromium.launch({ ...launchOptions, args });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const { port } = new URL(e2eUrl() ?? '');
    await page.goto(`http://${HOST}:${port}/`);
    await signIn(page);
    await searchFor(page, 'flights');
    await expectRows(page, 300_000);
    expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false]);
    await use(page);
    expect(errors).toEqual([]);
    await browser.close();
  },
});

const INDEX = 'places-plain';
const small = smallDocs(20_000, 'plain');
/** More than is gathered in memory. */
const large = Array.from({ length: 2_100 }, (_, n) => ({
  id: `large-${n}`,
  source: JSON.stringify({ n, text: `${n} `.repeat(100_000 / `${n} `.length) }),
}));

test.beforeEach(async () => {
  const client = openSearch();
  await makeIndex(client, INDEX, small, { shards: 2 });
  await client.close();
});
test.afterAll(async () => {
  const client = openSearch();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

async function openIndex(page: Page): Promise<void> {
  await searchFor(page, INDEX);
  await expectRows(page, small.length);
}

function expectLines(text: string): void {
  expect(text.endsWith('\n')).toBe(true);
  const rows = small.map(({ source }) => source);
  expect(difference(text.slice(0, -1).split('\n'), rows)).toEqual([]);
}

test('an export is gathered in memory, and saved when it is whole, with the same verdict', async ({ page }) => {
  await openIndex(page);
  const dialog = await openExport(page, { format: 'NDJSON' });
  const { memory, unkept, unkeptHelp } = en.dialog;
  await expect(dialog).toContainText(`${memory.what} ${memory.help(200_000_000)} ${memory.larger.insecure_context}`);
  await expect(dialog).toContainText(`${unkept} ${unkeptHelp}`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const { name, text } = await exportToText(page, { format: 'NDJSON' });
  expect(name).toBe(`${INDEX}.ndjson`);
  expectLines(text);
  const item = exportItems(page).first();
  await expect(item).toContainText('20,000 of 20,000 rows');
  await expect(item).toContainText('2 of 2 shards');
});

test('an export is cancelled, and the next one is whole', async ({ page }) => {
  await openIndex(page);
  const dialog = await openExport(page, { format: 'CSV' });
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await exportItems(page).first().getByRole('button', { name: 'Cancel' }).click();
  await expectStatus(exportItems(page).first(), 'Cancelled');
  expectLines((await exportToText(page, { format: 'NDJSON' })).text);
});

test('a file that is too large is told before the start, and one that turns out to be so stops', async ({ page }) => {
  await openIndex(page);
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect(dialog).toContainText(en.dialog.memory.what);
  const client = openSearch();
  // After the dialog has told how large the file would be.
  await addDocs(client, INDEX, large);
  await client.close();
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const item = exportItems(page).first();
  await expectStatus(item, 'Failed');
  await expect(item).toContainText(en.errors.memory_full.what);
  await expect(item).toContainText(en.errors.memory_full.help);
  await searchFor(page, INDEX, 'NOT mark:plain');
  await expectRows(page, large.length);
  const again = await openExport(page, { format: 'NDJSON' });
  const alert = again.getByRole('alert');
  await expect(alert).toContainText(`${en.dialog.memory.tooLarge} About 21`);
  await expect(alert).toContainText(en.dialog.memory.larger.insecure_context);
  const start = again.getByRole('button', { name: 'Start export' });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  // Past what Playwright thinks of a button that is off.
  await start.dispatchEvent('click');
  await expect(again).toBeVisible();
  await expect(exportItems(page)).toHaveCount(1);
});

test('an export that is asked for again from the history is gathered in memory, too', async ({ page }) => {
  await page.evaluate(addEnded, INDEX);
  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('dialog', { name: 'Ended exports' });
  const download = page.waitForEvent('download');
  await history.getByRole('button', { name: 'Export again' }).click();
  expectLines(await readFile(await (await download).path(), 'utf8'));
  await expectStatus(exportItems(page).first(), 'Complete');
});

test('values cannot be copied, and everything else goes on', async ({ page }) => {
  await page.getByRole('gridcell').first().click();
  const document = page.getByRole('complementary', { name: 'Document' });
  await expect(document).toContainText('1 / ');
  await expect(document.getByRole('button', { name: 'Copy' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Monitor' }).click();
  await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
});

/** Puts an ended export where an earlier visit, over https, would have left it. */
async function addEnded(index: string): Promise<void> {
  const open = indexedDB.open('sluice-archive');
  const db = await new Promise<IDBDatabase>((resolve) => {
    open.onsuccess = () => resolve(open.result);
  });
  const request = {
    id: '3f0c7a52-8d0e-4b53-9a55-5f1c0a3f6f21',
    search: { index, q: '' },
    format: { kind: 'ndjson' },
    fileName: 'again.ndjson',
  };
  const figures = { createdAt: 1, endedAt: 2, rows: 0, bytes: 0, expected: undefined, retries: 0 };
  const ended = { id: request.id, request, status: 'cancelled', place: 'downloads', ...figures };
  const put = db.transaction('ended', 'readwrite').objectStore('ended').put(ended);
  await new Promise((resolve) => {
    put.onsuccess = resolve;
  });
  db.close();
}
