import type { Browser, Page } from '@playwright/test';
import { SetupError } from '../../dev/system/setup-error.ts';

export const USER = { name: 'demo', password: 'a-password-for-the-bench' };

export type Format = 'CSV' | 'NDJSON' | 'JSON' | 'Parquet' | 'Excel';

export type FileChoice = { format: Format; gzip: boolean };

/** CSS pixels from the page's corner. */
export type Point = { x: number; y: number };

/** `sort`: as the address holds it; the file is in that order, too. */
type Search = { index: string; q?: string; sort?: string; rows: number };

const WAIT_MS = 60_000;

/** The one page of the browser. */
export function pageOf(browser: Browser): Page {
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new SetupError('Chromium has no page.');
  page.setDefaultTimeout(WAIT_MS);
  return page;
}

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('textbox', { name: 'User name' }).fill(USER.name);
  await page.getByRole('textbox', { name: 'Password' }).fill(USER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('combobox', { name: 'Index' }).waitFor();
}

/** Opens the search and the dialog, up to the last click. @returns where the button “Start export” is */
export async function prepareExport(
  page: Page,
  url: string,
  search: Search,
  { format, gzip }: FileChoice,
): Promise<Point> {
  const address = new URL('/', url);
  address.searchParams.set('index', search.index);
  if (search.q) address.searchParams.set('q', search.q);
  if (search.sort) address.searchParams.set('sort', search.sort);
  await page.goto(address.href);
  const count = `${search.rows.toLocaleString('en-US')} rows`;
  await page.getByRole('heading', { name: count, exact: true }).waitFor();
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('radio', { name: 'CSV', exact: true }).waitFor();
  const radio = dialog.getByRole('radio', { name: format, exact: true });
  if (!(await radio.isVisible())) await dialog.locator('summary', { hasText: 'More formats' }).click();
  await radio.check();
  if (format === 'CSV' || format === 'NDJSON') {
    await dialog.getByRole('checkbox', { name: 'Compress with gzip' }).setChecked(gzip);
  }
  await dialog.locator('button[type=submit][aria-disabled=false]').waitFor();
  // In the page: between the driver's press and the page's lies what the driver adds.
  await page.evaluate(() =>
    document.addEventListener(
      'click',
      () => {
        document.documentElement.dataset.benchClick = String(Date.now());
      },
      { capture: true },
    ),
  );
  const box = await page.getByRole('button', { name: 'Start export' }).boundingBox();
  if (box === null) throw new SetupError('There is no button to start an export.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Waits for the end. @returns when the button was pressed, ms since 1970 */
export async function exportOutcome(page: Page): Promise<{ startedAt: number }> {
  const item = page.getByRole('region', { name: 'Exports' }).getByRole('listitem').first();
  await item.getByText('Complete', { exact: true }).waitFor();
  return { startedAt: await page.evaluate(() => Number(document.documentElement.dataset.benchClick)) };
}
