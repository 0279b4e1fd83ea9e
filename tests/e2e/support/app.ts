import { readFile } from 'node:fs/promises';
import { test as base, type Download, expect, type Locator, type Page } from '@playwright/test';
import { en } from '../../../client/ui/messages/en.ts';
import { E2E_USER } from '../../../dev/test/e2e.ts';

export { expect } from '@playwright/test';

type Fixtures = {
  /** A page of someone signed in, with nothing searched yet. */
  signedIn: Page;
};

export const test = base.extend<Fixtures>({
  signedIn: async ({ page }, use) => {
    await page.goto('/');
    await signIn(page);
    await expect(page.getByRole('combobox', { name: 'Index' })).toBeVisible();
    await use(page);
  },
});

export async function signIn(page: Page, password = E2E_USER.password): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill(E2E_USER.name);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** @param query  in `language`, by default a query string */
export async function searchFor(page: Page, index: string, query = '', language: 'q' | 'dql' = 'q'): Promise<void> {
  await chooseLanguage(page, language);
  await page.getByRole('combobox', { name: 'Index' }).fill(index);
  await page.getByRole('searchbox', { name: 'Search' }).fill(query);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
}

export async function chooseLanguage(page: Page, language: 'q' | 'dql' | 'dsl'): Promise<void> {
  await page.getByRole('combobox', { name: 'Query language' }).selectOption(language);
}

/** Waits for the count, as it stands in the heading: `300,000 rows`. */
export async function expectRows(page: Page, rows: number): Promise<void> {
  const text = `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
  await expect(page.getByRole('heading', { name: text, exact: true })).toBeVisible();
}

export type Format = 'CSV' | 'NDJSON' | 'JSON' | 'Parquet' | 'Excel';
type Choice = { format: Format; fileName?: string; options?: (dialog: Locator) => Promise<void> };

export async function openExport(page: Page, { format, fileName, options }: Choice): Promise<Locator> {
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const radio = dialog.getByRole('radiogroup', { name: 'Format' }).getByRole('radio', { name: format, exact: true });
  if (!(await radio.isVisible())) await dialog.locator('summary', { hasText: en.dialog.moreFormats }).click();
  await radio.check();
  if (fileName !== undefined) await dialog.getByRole('textbox', { name: 'File name' }).fill(fileName);
  await openMore(dialog);
  await options?.(dialog);
  return dialog;
}

/** Brings the options in sight that stand behind “More options”; they may come by themselves. */
export async function openMore(dialog: Locator): Promise<void> {
  const open = dialog.locator('.more-options[open]');
  await expect(async () => {
    if (!(await open.isVisible())) await dialog.locator('.more-options > summary').click();
    await expect(open).toBeVisible({ timeout: 500 });
  }).toPass();
}

/** Starts an export and returns the browser's download of it. */
export async function startExport(page: Page, choice: Choice): Promise<Download> {
  const dialog = await openExport(page, choice);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  return download;
}

/** The items of the list of exports, newest first. */
export function exportItems(page: Page): Locator {
  return page.getByRole('region', { name: 'Exports' }).getByRole('listitem');
}

export async function expectStatus(item: Locator, status: string): Promise<void> {
  await expect(item.getByText(status, { exact: true })).toBeVisible({ timeout: 60_000 });
}

/** Exports, waits for the verdict, and reads the file. */
export async function exportToText(page: Page, choice: Choice): Promise<{ name: string; text: string }> {
  const download = await startExport(page, choice);
  await expectStatus(exportItems(page).first(), 'Complete');
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}
