import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
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
  // At once: the other export is done in some seconds.
  await Promise.all([
    expectStatus(first, 'Queued'),
    expect(first).toContainText('next'),
    expect(first.getByRole('progressbar')).toHaveCount(1),
    expect(exports.getByText('1 queued')).toBeVisible(),
  ]);
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

test('who wants to be told is told at the end, by the browser; where it does not allow that, the page says so', async ({
  signedIn: page,
  context,
}) => {
  const option = (dialog: Locator) => dialog.getByRole('checkbox', { name: 'Tell me when it is done' });
  const small = { format: 'CSV', fileName: 'small' } as const;
  await searchFor(page, 'flights', 'origin:LAS AND delay:[120 TO *]');
  const refused = await openExport(page, small);
  // Not by `check`: it would insist that the box stays as it was pressed.
  await option(refused).click();
  await expect(refused.getByRole('status')).toHaveText('The browser does not allow notifications from this page.');
  await expect(option(refused)).not.toBeChecked();
  await refused.getByRole('button', { name: 'Start export' }).click();
  await expectStatus(exportItems(page).first(), 'Complete');

  const origin = new URL(page.url()).origin;
  await context.grantPermissions(['notifications'], { origin });
  const told = await noteNotifications(page);
  await startExport(page, { ...small, fileName: 'told', options: (dialog) => option(dialog).check() });
  await expect.poll(told).toEqual([{ title: 'told.csv', body: expect.stringMatching(/^Complete: [\d,]+ rows$/) }]);
  await expect(page).toHaveTitle('Sluice');

  // Allowed once and taken back: nothing is shown, and nothing breaks.
  await context.clearPermissions();
  await startExport(page, { ...small, fileName: 'untold' });
  await expectStatus(itemOf(page, 'untold.csv'), 'Complete');
  expect(await told()).toHaveLength(1);
});

/** Notes what the browser is given to show: the real class, looked at as it is made. @returns those shown so far */
async function noteNotifications(page: Page): Promise<() => Promise<{ title: string; body: string }[]>> {
  const shown: { title: string; body: string }[] = [];
  await page.exposeFunction('noteShown', (title: string, body: string) => void shown.push({ title, body }));
  await page.evaluate(() => {
    const note = Reflect.get(window, 'noteShown');
    class Noted extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        this.addEventListener('show', () => note(this.title, this.body));
      }
    }
    window.Notification = Noted;
  });
  return async () => shown;
}

test('one that waits survives a reload: it begins when somebody says so', async ({ signedIn: page }) => {
  await startExport(page, { format: 'CSV', fileName: 'first' });
  // At once: it takes two seconds.
  await itemOf(page, 'first.csv').getByRole('button', { name: 'Pause' }).click();
  await expectStatus(itemOf(page, 'first.csv'), 'Paused');
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  const dialog = await openExport(page, { format: 'NDJSON', fileName: 'second' });
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'false');
  // Past the open dialog, and in one turn, so that the first one still runs when the second one begins.
  const begin = await dialog.getByRole('button', { name: 'Start export' }).elementHandle();
  await itemOf(page, 'first.csv')
    .getByText('Resume', { exact: true })
    .evaluate((resume: HTMLElement, start) => {
      resume.click();
      (start as HTMLElement | null)?.click();
    }, begin);
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
