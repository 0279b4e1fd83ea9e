import { readFile } from 'node:fs/promises';
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
import { makeIndex, openSearch } from './support/index.ts';

test.beforeEach(async ({ signedIn: page }) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
});

test('a double click on Start export makes one export', async ({ signedIn: page }) => {
  const dialog = await openExport(page, { format: 'CSV' });
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  await dialog.getByRole('button', { name: 'Start export' }).dblclick();
  await expectStatus(exportItems(page).first(), 'Complete');
  await expect(exportItems(page)).toHaveCount(1);
  expect(downloads).toEqual(['flights.csv']);
});

test('an export is paused, goes on, and is cancelled; Retry makes a new file', async ({ signedIn: page }) => {
  await startExport(page, { format: 'NDJSON' });
  const item = exportItems(page).first();
  await item.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(item, 'Paused');
  await item.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(item, 'Running');
  await item.getByRole('button', { name: 'Cancel' }).click();
  await expectStatus(item, 'Cancelled');
  const download = page.waitForEvent('download');
  await item.getByRole('button', { name: 'Retry' }).click();
  expect((await download).suggestedFilename()).toBe('flights.ndjson');
  await expectStatus(exportItems(page).first(), 'Complete');
  await expect(exportItems(page)).toHaveCount(1);
  await exportItems(page).first().getByRole('button', { name: 'Dismiss' }).click();
  await expect(exportItems(page)).toHaveCount(0);
});

test('closing or reloading the page asks first while an export runs', async ({ signedIn: page }) => {
  await startExport(page, { format: 'NDJSON' });
  await exportItems(page).first().getByRole('button', { name: 'Pause' }).click();
  await expectStatus(exportItems(page).first(), 'Paused');
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload().catch(() => undefined);
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.accept();
  await reloaded;
  await expectRows(page, 300_000);

  // What was read is not lost: it begins the new file.
  const item = exportItems(page).first();
  await expectStatus(item, 'Interrupted');
  const resumed = page.waitForEvent('download');
  await item.getByRole('button', { name: 'Resume' }).click();
  const download = await resumed;
  await expectStatus(item, 'Complete');
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBe(300_000);
});

test('names that no disk takes are told before the start', async ({ signedIn: page }) => {
  const dialog = await openExport(page, { format: 'CSV', fileName: 'a/b' });
  await expect(dialog.getByText('A file name cannot hold /')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('textbox', { name: 'File name' }).fill('a-{index}');
  await expect(dialog.getByText('a-flights.csv')).toBeVisible();
  await dialog.getByRole('radio', { name: 'JSON', exact: true }).check();
  await expect(dialog.getByText('a-flights.json')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Export…' })).toBeFocused();
});

test('an empty result makes a file with the header alone', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:NOWHERE');
  await expect(page.getByRole('heading', { name: 'No row matches' })).toBeVisible();
  await startExport(page, { format: 'CSV' });
  const item = exportItems(page).first();
  await expectStatus(item, 'Complete');
  await expect(item).toContainText('0 of 0 rows');
});

test('markup in values and names stays text', async ({ signedIn: page }) => {
  const client = openSearch();
  const nasty = '<img src=x onerror="document.title=\'broken in\'">';
  const documents = [JSON.stringify({ [nasty]: nasty })];
  await makeIndex(client, 'e2e-markup', { mappings: { dynamic: false }, documents });
  await client.close();
  await searchFor(page, 'e2e-markup');
  await expect(page.getByRole('gridcell', { name: nasty })).toBeVisible();
  await page.getByRole('gridcell', { name: nasty }).click();
  await expect(page.getByRole('img')).toHaveCount(0);
  expect(await page.title()).not.toBe('broken in');
});
