import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  expect,
  expectRows,
  expectStatus,
  exportItems,
  openExport,
  searchFor,
  startExport,
  test,
} from './support/app.ts';

/** The item of one file, whatever its place in the list. */
const itemOf = (page: Page, file: string) => exportItems(page).filter({ hasText: file });

test.beforeEach(async ({ signedIn: page }) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
});

test('exports beyond the places wait, begin in turn, and are remembered with their verdicts', async ({
  signedIn: page,
}) => {
  const exports = page.getByRole('region', { name: 'Exports' });
  await startExport(page, { format: 'CSV', fileName: 'first' });
  const first = itemOf(page, 'first.csv');
  await first.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(first, 'Paused');
  await exports.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  const download = await startExport(page, { format: 'NDJSON', fileName: 'second' });
  const second = itemOf(page, 'second.ndjson');
  await expect(page).toHaveTitle(/^\d+% · second\.ndjson · Sluice$/);
  // The only place is taken: whoever goes on waits for it.
  await first.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(first, 'Queued');
  await expect(first).toContainText('next');
  await expect(first.getByRole('progressbar')).toHaveCount(1);
  await expect(exports.getByText('1 queued')).toBeVisible();
  await startExport(page, { format: 'JSON', fileName: 'third' });
  await itemOf(page, 'third.json').getByRole('button', { name: 'Cancel' }).click();
  await expectStatus(itemOf(page, 'third.json'), 'Cancelled');
  await expectStatus(second, 'Complete');
  await expectStatus(first, 'Complete');
  expect((await readFile(await download.path(), 'utf8')).trimEnd().split('\n')).toHaveLength(300_000);

  await second.getByText('By shard').click();
  await expect(second.getByRole('row')).toHaveCount(5);
  await expect(second.getByRole('row').nth(1)).toContainText('flights');
  await page.reload();
  await expectRows(page, 300_000);
  await expect(exportItems(page)).toHaveCount(0);
  await exports.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('dialog', { name: 'Ended exports' });
  const ended = history.getByRole('row').filter({ has: page.getByRole('button', { name: 'Export again' }) });
  await expect(ended).toHaveCount(3);
  await expect(ended.filter({ hasText: 'first.csv' })).toContainText('300,000 of 300,000 rows');
  await expect(ended.filter({ hasText: 'third.json' })).toContainText('Cancelled');
  const again = page.waitForEvent('download');
  await ended.filter({ hasText: 'second.ndjson' }).getByRole('button', { name: 'Export again' }).click();
  expect((await again).suggestedFilename()).toBe('second.ndjson');
  await expectStatus(itemOf(page, 'second.ndjson'), 'Complete');
  await exports.getByRole('button', { name: 'History' }).click();
  await history.getByRole('button', { name: 'Clear history' }).click();
  await expect(history).toContainText('No export has ended here yet.');
});

test('one that waits survives a reload: it begins when somebody says so', async ({ signedIn: page }) => {
  await startExport(page, { format: 'CSV', fileName: 'first' });
  // At once: it takes two seconds.
  await itemOf(page, 'first.csv').getByRole('button', { name: 'Pause' }).click();
  await expectStatus(itemOf(page, 'first.csv'), 'Paused');
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  const dialog = await openExport(page, { format: 'NDJSON', fileName: 'second' });
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'false');
  // Past the open dialog, so that the first one still runs when the second one begins.
  await itemOf(page, 'first.csv').getByText('Resume', { exact: true }).dispatchEvent('click');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expectStatus(itemOf(page, 'second.ndjson'), 'Queued');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expectRows(page, 300_000);
  const second = itemOf(page, 'second.ndjson');
  await expectStatus(second, 'Interrupted');
  await expect(second).toContainText('It had not begun.');
  const download = page.waitForEvent('download');
  await second.getByRole('button', { name: 'Resume' }).click();
  const file = await (await download).path();
  await expectStatus(second, 'Complete');
  expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(300_000);
});
