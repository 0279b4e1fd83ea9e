import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { expect, expectStatus, exportItems, openExport, signIn, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { openSortedLab, SORTED_ROWS, SORTED_SEARCH, slowDisk, sortedLines } from './support/sorted.ts';

/** An export whose rows are read first, and then written in order: what is seen of it, and what a person can do, in both. */
let lab: Awaited<ReturnType<typeof openSortedLab>>;

test.beforeAll(async () => {
  lab = await openSortedLab();
});
test.afterAll(() => lab.close());

const { doing } = en.exports.sorted;
/** The gate's bytes a second: some thousands of rows. */
const SLOWLY = 25_000;
/** Writing takes as long as a busy machine needs to look at it; what has been seen is let go on at once. */
const DISK_MS = 1_500;

/** The browser tells of a download when its first byte comes: here, when rows are written. */
async function start(page: Page): Promise<{ item: Locator; download: Promise<Download> }> {
  lab.gate.bytesPerSecond = undefined;
  await page.goto(`${lab.proxy.url}/${SORTED_SEARCH}`);
  await signIn(page);
  await expect(page.getByRole('heading', { name: '40,000 rows', exact: true })).toBeVisible();
  const dialog = await openExport(page, { format: 'NDJSON' });
  await dialog.getByRole('radio', { name: 'As in the table' }).check();
  lab.gate.bytesPerSecond = SLOWLY;
  const download = page.waitForEvent('download', { timeout: 60_000 });
  // Where the page is reloaded before, there is none.
  download.catch(() => {});
  await dialog.getByRole('button', { name: 'Start export' }).click();
  return { item: exportItems(page).first(), download };
}

/** Whole percent, and what is said of it. */
async function barOf(item: Locator): Promise<{ percent: number; text: string }> {
  const bar = item.getByRole('progressbar');
  const [now, text] = await Promise.all([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuetext')]);
  return { percent: Number(now), text: text ?? '' };
}

async function untilPercent(item: Locator, least: number): Promise<void> {
  await expect.poll(async () => (await barOf(item)).percent, { intervals: [50] }).toBeGreaterThanOrEqual(least);
}

async function expectInOrder(download: Download): Promise<void> {
  const found = (await readFile(await download.path(), 'utf8')).split('\n');
  expect(found.pop()).toBe('');
  const wanted = sortedLines();
  const wrong = wanted.findIndex((line, n) => line !== found[n]);
  expect([found.length, wrong, found[wrong]]).toEqual([SORTED_ROWS, -1, undefined]);
}

/** Rows that a reload would not lose. */
function rowsKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const open = indexedDB.open('sluice');
    const db = await new Promise<IDBDatabase>((resolve) => {
      open.onsuccess = () => resolve(open.result);
    });
    const all = db.transaction('checkpoints').objectStore('checkpoints').getAll();
    const kept = await new Promise<{ rows: number }[]>((resolve) => {
      all.onsuccess = () => resolve(all.result);
    });
    db.close();
    return Math.max(0, ...kept.map(({ rows }) => rows));
  });
}

test('both phases are seen, and can be paused and gone on with', async ({ page }) => {
  const disk = slowDisk(page, DISK_MS);
  const { item, download } = await start(page);
  const seen: number[] = [];
  const look = async () => seen.push((await barOf(item)).percent);

  await expect(item.getByText(doing.reading)).toBeVisible();
  await expect(item).toContainText('Sorted by even ascending, then n descending');
  await untilPercent(item, 2);
  await look();
  expect((await barOf(item)).text).toMatch(/^[\d,]+ of 40,000 rows read$/);
  await expect(item.locator('.export-counters')).toContainText(/[\d,]+ of 40,000 rows read/);
  await expect(item.locator('.export-rate')).toContainText('rows/s');
  await expect(item.locator('.export-left')).toContainText('left');
  await item.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(item, 'Paused');
  await expect(item).toContainText(en.exports.sorted.reading.pausedWhy(1));
  await expect(item.getByText(doing.reading)).toHaveCount(0);
  await expectNoViolationsInThemes(page, 'an export that is read before it is sorted, paused');
  await look();

  lab.gate.bytesPerSecond = undefined;
  await item.getByRole('button', { name: 'Resume' }).click();
  await expect(item.getByText(doing.writing)).toBeVisible();
  await untilPercent(item, 51);
  await look();
  expect((await barOf(item)).text).toMatch(/^[\d,]+ of 40,000 rows written in order$/);
  await expect(page).toHaveTitle(/^[5-9]\d% · /);
  await item.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(item, 'Paused');
  await expect(item).toContainText(en.exports.sorted.writing.pausedWhy(1));
  await expectNoViolationsInThemes(page, 'an export that is written in order, paused');
  await look();
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBeLessThan(100);

  await disk.setFast();
  await item.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(item, 'Complete');
  expect((await barOf(item)).percent).toBe(100);
  await expect(item.locator('.export-counters')).toContainText('40,000 of 40,000 rows, 4 of 4 shards');
  await expectInOrder(await download);
  await page.getByRole('button', { name: 'History' }).click();
  const row = page.getByRole('dialog').getByRole('row').nth(1);
  // It looks as it should, whatever was opened before.
  await expect(page.getByRole('dialog').locator('header')).toHaveCSS('display', 'flex');
  await expect(row).toContainText('Sorted by even ascending, then n descending');
  await expect(row).toContainText('40,000 of 40,000 rows');
});

test('after a reload in each phase it says what is kept, and the file is whole and in order', async ({
  page,
  context,
}) => {
  const disk = slowDisk(page, DISK_MS);
  page.on('dialog', (dialog) => dialog.accept());
  const { item } = await start(page);
  await expect.poll(() => rowsKept(page), { timeout: 30_000, intervals: [250] }).toBeGreaterThan(0);
  await page.reload();
  await expectStatus(item, 'Interrupted');
  const read = Number(/^[\d,]+/.exec((await barOf(item)).text)?.[0].replaceAll(',', ''));
  expect(read).toBeGreaterThan(0);
  await expect(item).toContainText(en.exports.sorted.reading.leftWhy(read));
  await expect(item.locator('.export-counters')).toContainText('rows read');

  await item.getByRole('button', { name: 'Resume' }).click();
  await expect(item.getByText(doing.reading)).toBeVisible();
  expect((await barOf(item)).text).toMatch(/read$/);
  lab.gate.bytesPerSecond = undefined;
  await expect(item.getByText(doing.writing)).toBeVisible();
  await untilPercent(item, 55);
  // Another tab sees the same.
  const other = await context.newPage();
  await other.goto(lab.proxy.url);
  await expect(exportItems(other).first().getByText(doing.writing)).toBeVisible();
  await other.close();

  await page.reload();
  await expectStatus(item, 'Interrupted');
  await expect(item).toContainText(en.exports.sorted.writing.leftWhy(SORTED_ROWS));
  // A download is written anew from its first row.
  expect(await barOf(item)).toEqual({ percent: 50, text: '0 of 40,000 rows written in order' });
  const { rows } = lab.gate;
  const download = page.waitForEvent('download');
  await item.getByRole('button', { name: 'Resume' }).click();
  await expect(item.getByText(doing.writing)).toBeVisible();
  await disk.setFast();
  await expectStatus(item, 'Complete');
  expect(lab.gate.rows).toBe(rows);
  await expectInOrder(await download);
});

test('it can be cancelled in each phase, and leaves nothing of it', async ({ page }) => {
  slowDisk(page, DISK_MS);
  for (const phase of ['reading', 'writing'] as const) {
    const { item } = await start(page);
    if (phase === 'writing') lab.gate.bytesPerSecond = undefined;
    await expect(item.getByText(doing[phase])).toBeVisible();
    await untilPercent(item, phase === 'writing' ? 51 : 1);
    await item.getByRole('button', { name: 'Cancel' }).click();
    await expectStatus(item, 'Cancelled');
    await expect.poll(() => rowsKept(page)).toBe(0);
    await page.context().clearCookies();
  }
});
