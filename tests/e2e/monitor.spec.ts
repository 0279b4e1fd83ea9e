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

test('the monitor shows what runs, read by pointer, keyboard and table, and the search is as it was', async ({
  signedIn: page,
}) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
  await page.getByRole('searchbox', { name: 'Search' }).fill('origin:LAS');
  await startExport(page, { format: 'CSV' });
  await page.getByRole('link', { name: 'Monitor' }).click();
  await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/monitor');
  const figure = (name: string) => page.getByRole('figure').filter({ has: page.getByRole('heading', { name }) });
  await expect(page.getByRole('figure')).toHaveCount(10);
  await expect(figure('Rows a second')).toContainText(/peak [1-9]/);
  await expect(figure('Worker memory')).toContainText('budget 64 MB');
  await expect(figure('Proxy memory')).toContainText('limit 1,024 MB');
  await expect(page.getByText(/ready, up/)).toBeVisible();
  await expectStatus(exportItems(page).first(), 'Complete');

  const slider = page.getByRole('slider', { name: 'Read the figures at' });
  await expect(slider).toHaveAttribute('aria-valuetext', 'now');
  await slider.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d$/);
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', 'now');
  await figure('On the wire').hover();
  await expect(slider).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d$/);
  await page.getByText('The figures as a table').click();
  await expect(page.getByRole('columnheader', { name: 'Event-loop lag' })).toBeVisible();

  await page.getByRole('link', { name: 'Search' }).click();
  await expectRows(page, 300_000);
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('origin:LAS');
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
});

test('what went wrong is logged with what was done, found, taken along, and remembered', async ({ signedIn: page }) => {
  const client = openSearch();
  await makeIndex(client, 'e2e-gone', { documents: ['{"a":1}'] });
  await searchFor(page, 'e2e-gone');
  await expectRows(page, 1);
  const dialog = await openExport(page, { format: 'NDJSON' });
  const start = dialog.getByRole('button', { name: 'Start export' });
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  await client.indices.delete({ index: 'e2e-gone' });
  await client.close();
  await start.click();
  await expectStatus(exportItems(page).first(), 'Failed');
  const item = exportItems(page).first();
  await item.getByText('There is no such index.').first().click();
  await expect(item.getByRole('cell', { name: 'Ended the export; Retry makes a new file' })).toBeVisible();
  await page.getByRole('link', { name: 'Monitor' }).click();
  const log = page.getByRole('region', { name: 'Error log' });
  const rows = log.getByRole('row').filter({ hasText: 'index_not_found' });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('e2e-gone.ndjson');
  await log.getByRole('searchbox', { name: 'Filter the log' }).fill('socket_lost');
  await expect(log).toContainText('Nothing in the log holds this.');
  await log.getByRole('searchbox', { name: 'Filter the log' }).fill('gone not_found');
  await expect(rows).toHaveCount(1);
  const saved = page.waitForEvent('download');
  await log.getByRole('button', { name: 'Download' }).click();
  const [line = ''] = (await readFile(await (await saved).path(), 'utf8')).split('\n');
  expect(JSON.parse(line)).toMatchObject({ code: 'index_not_found', remedy: 'failed', fileName: 'e2e-gone.ndjson' });
  await page.reload();
  await expect(rows).toHaveCount(1);
  await log.getByRole('button', { name: 'Clear log' }).click();
  await expect(log).toContainText('Nothing has gone wrong here.');
});

test('language, theme and keys are chosen, and remembered', async ({ signedIn: page }) => {
  await page.keyboard.press('m');
  await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
  await page.keyboard.press('s');
  await expect(page.getByRole('combobox', { name: 'Index' })).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Go to Monitor');
  await help.getByRole('checkbox', { name: 'Single keys are on' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.keyboard.press('m');
  await expect(page.getByRole('heading', { name: 'Monitor' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Theme: As the system' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.getByRole('button', { name: 'Theme: Dark' })).toBeVisible();
  await page.getByRole('button', { name: 'Language: As the browser' }).click();
  await page.getByRole('menuitemradio', { name: '한국어' }).click();
  await expect(page.getByRole('link', { name: '모니터' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: '언어: 한국어' })).toBeVisible();
  await expect(page.getByRole('button', { name: '테마: 어둡게' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '내용으로 건너뛰기' })).toBeFocused();
});
