import { type Download, expect, type Locator, type Page } from '@playwright/test';
import { en } from '../../../client/ui/messages/en.ts';
import { expectRows, exportItems, type Format, searchFor, signIn, startExport } from '../../e2e/support/app.ts';
import type { Lab } from './lab.ts';
import { PART_ROWS, ROWS } from './rows.ts';

/** Opens the app, signs in where that is needed, and searches the index. */
export async function openApp(page: Page, lab: Lab, index: string): Promise<void> {
  await page.goto(lab.url);
  await signIn(page);
  await searchFor(page, index);
  await expectRows(page, ROWS);
}

/** Starts an export that takes some seconds, and waits until rows have arrived. */
export async function startSlowExport(
  page: Page,
  lab: Lab,
  format: Format = 'NDJSON',
  { gzip = false, parts = false } = {},
): Promise<Download> {
  lab.gate.bytesPerSecond ??= 30_000;
  const options = async (dialog: Locator) => {
    if (format !== 'Parquet' && format !== 'Excel') await dialog.getByLabel(en.dialog.gzip).setChecked(gzip);
    if (!parts) return;
    await dialog.getByLabel(en.dialog.parts, { exact: true }).selectOption(en.dialog.partsBy.rows);
    await dialog.getByLabel(en.dialog.partRows).fill(String(PART_ROWS));
  };
  const download = await startExport(page, { format, options });
  await untilRows(page, 1);
  return download;
}

/** Waits until the newest export has written so many rows. */
export async function untilRows(page: Page, rows: number): Promise<void> {
  await expect.poll(() => rowsShown(page), { timeout: 60_000, intervals: [100] }).toBeGreaterThanOrEqual(rows);
}

export async function rowsShown(page: Page): Promise<number> {
  const figures = exportItems(page)
    .first()
    .getByText(/^[\d,]+ of [\d,]+ rows$/);
  if ((await figures.count()) === 0) return 0;
  const text = (await figures.textContent()) ?? '';
  return Number(text.split(' ')[0]?.replaceAll(',', ''));
}

/** Presses Resume, and returns the new download that it begins. */
export async function resume(page: Page): Promise<Download> {
  const download = page.waitForEvent('download');
  await exportItems(page).first().getByRole('button', { name: 'Resume' }).click();
  return download;
}

export async function untilStatus(page: Page, status: string): Promise<void> {
  const state = exportItems(page).first().getByText(status, { exact: true });
  await expect(state).toBeVisible({ timeout: 90_000 });
}
