import type { Locator, Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { ko } from '../../client/ui/messages/ko.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, exportItems, exportToText, openExport, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

/** Dates in a time zone: what stays as stored is named before the start, and in the verdict. */
const INDEX = 'e2e-dates';
const WEEK = "YYYY-'W'ww-e'T'HH";

test.beforeAll(async () => {
  const client = openSearch();
  const properties = {
    at: { type: 'date', ignore_malformed: true },
    day: { type: 'date', format: 'yyyy-dd-MM' },
    own: { type: 'date', format: 'yyyy-dd-MM HH:mm' },
    sec: { type: 'date', format: 'epoch_second' },
    week: { type: 'date', format: WEEK },
  };
  const row = '"day":"2024-05-03","own":"2024-05-03 10:00","sec":1709251200,"week":"2024-W10-2T10"';
  const documents = [`{"at":"2024-03-05T10:00:00Z",${row}}`, `{"at":"soon",${row}}`];
  await makeIndex(client, INDEX, { mappings: { properties }, documents });
  await client.close();
});

for (const [locale, t] of [
  ['en-US', en],
  ['ko-KR', ko],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('the dialog names the dates that stay as stored, and so does the verdict', async ({ page }) => {
      await page.goto(`/?index=${INDEX}`);
      await page.locator('#username').fill(E2E_USER.name);
      await page.locator('#password').fill(E2E_USER.password);
      await page.getByRole('button', { name: t.signIn.submit }).click();
      await page.getByRole('row').nth(2).waitFor();
      const dialog = await inSeoul(page, t);
      const note = dialog.getByRole('status').filter({ hasText: t.dialog.datesStay });
      await expect(note.getByRole('listitem')).toHaveText([
        `at: ${t.dialog.datesWhy.value(1, 2)}`,
        `week: ${texts(t.dialog.datesWhy.format(WEEK))}`,
      ]);
      // A column that is left out is no date that stays.
      await dialog.getByRole('button', { name: t.dialog.change }).click();
      await dialog.getByRole('checkbox', { name: 'week', exact: true }).uncheck();
      await expect(note.getByRole('listitem')).toHaveCount(1);
      await dialog.getByRole('checkbox', { name: 'week', exact: true }).check();
      await expect(note.getByRole('listitem')).toHaveCount(2);
      await dialog.getByRole('button', { name: t.dialog.start }).click();
      const exports = page.getByRole('region', { name: t.exports.label, exact: true });
      const { undated, undatedField, undatedWhy } = t.exports;
      const named = [undatedField('week', 2, undatedWhy.format(WEEK)), undatedField('at', 1, undatedWhy.value)];
      await expect(exports.getByText(`${undated(2)}${named.join(', ')}.`)).toBeVisible();
    });
  });
}

const texts = (slot: unknown) => (Array.isArray(slot) ? slot.join('') : String(slot));

async function inSeoul(page: Page, t: typeof en): Promise<Locator> {
  await page.getByRole('button', { name: t.results.export, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: t.dialog.title });
  await dialog.getByText(t.dialog.csvOptions).click();
  await dialog.getByRole('combobox', { name: t.dialog.dates }).selectOption('Asia/Seoul');
  return dialog;
}

test('dates come into the file by their mappings’ formats', async ({ signedIn: page }) => {
  await searchFor(page, INDEX, 'at:*');
  const { text } = await exportToText(page, {
    format: 'CSV',
    options: async (dialog) => {
      await dialog.getByText('CSV options').click();
      await dialog.getByRole('combobox', { name: 'Dates' }).selectOption('Asia/Seoul');
      await expect(dialog.getByText('A date without a time of day stays as it is.')).toBeVisible();
    },
  });
  const there = '2024-03-05T19:00:00+09:00';
  expect(text).toBe(`at,day,own,sec,week\r\n${there},2024-05-03,${there},2024-03-01T09:00:00+09:00,2024-W10-2T10\r\n`);
  await expect(exportItems(page).first().getByText(`format ${WEEK} is not read here`)).toBeVisible();
});

test('while OpenSearch is asked the export waits, and goes on where it cannot be asked', async ({ signedIn: page }) => {
  await searchFor(page, INDEX);
  await page.getByRole('row').nth(2).waitFor();
  let asked = 0;
  let answer = () => {};
  await page.route('**/api/date-formats', async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return route.abort();
  });
  const dialog = await openExport(page, { format: 'CSV' });
  await dialog.getByText('CSV options').click();
  await dialog.getByRole('combobox', { name: 'Dates' }).selectOption('Asia/Seoul');
  await expect(dialog.getByText(en.dialog.datesAsking)).toBeVisible();
  const start = dialog.getByRole('button', { name: 'Start export' });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  answer();
  await expect(dialog.getByText(en.dialog.datesFailed)).toBeVisible();
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  await dialog.getByRole('status').getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByText(en.dialog.datesStay)).toBeVisible();
});
