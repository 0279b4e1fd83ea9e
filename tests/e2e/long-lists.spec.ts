import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  expect,
  expectRows,
  expectStatus,
  exportItems,
  exportToText,
  searchFor,
  startExport,
  test,
} from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

/** Lists of ids as auditors have them: from a spreadsheet, a thousand and more. */
const INDEX = 'long-lists-e2e';
const ROWS = 30_000;
const idOf = (n: number) => `${n}-${'0123456789abcdef'.repeat(4)}`.slice(0, 64);

test.beforeAll(async () => {
  const client = openSearch();
  const documents = Array.from({ length: ROWS }, (_, n) => JSON.stringify({ id: idOf(n), n }));
  const properties = { id: { type: 'keyword' }, n: { type: 'long' } };
  await makeIndex(client, INDEX, { shards: 2, mappings: { dynamic: false, properties }, documents });
  await client.close();
});

test.afterAll(async () => {
  const client = openSearch();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Paste a list' }).evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function openFilter(page: Page, field: string): Promise<void> {
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('combobox', { name: 'Field' }).fill(field);
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('is one of');
}

const chips = (page: Page) => page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
const idsIn = (text: string) => Array.from(text.matchAll(/"id":"([^"]+)"/g), ([, id]) => id ?? '').sort();

test('a thousand ids are pasted, searched, kept over a reload, back and forward, and exported exactly', async ({
  signedIn: page,
  context,
}) => {
  const wanted = Array.from({ length: 1000 }, (_, i) => idOf(i * 7));
  await searchFor(page, INDEX);
  await expectRows(page, ROWS);
  await openFilter(page, 'id');
  // As a column of a spreadsheet comes, with blank cells and some twice.
  await paste(page, [...wanted, '', '', wanted[5], wanted[6]].join('\r\n'));
  await expect(page.getByText('1,000 added. 2 stood there already. 2 blank left out.')).toBeVisible();
  await expect(page.getByText('1,000 values')).toBeVisible();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expectRows(page, 1000);
  await expect(chips(page)).toHaveText([/id is one of .* and 997 more/]);
  expect(page.url().length).toBeLessThan(300);

  await page.reload();
  await expectRows(page, 1000);
  await expect(chips(page)).toHaveCount(1);

  await page.goBack();
  await expectRows(page, ROWS);
  await expect(chips(page)).toHaveCount(0);
  await page.goForward();
  await expectRows(page, 1000);

  // Another page of the app and back, and a reload there.
  await page.getByRole('link', { name: 'Monitor' }).click();
  await page.getByRole('link', { name: 'Search' }).click();
  await expectRows(page, 1000);
  await page.reload();
  await expectRows(page, 1000);

  const { text } = await exportToText(page, { format: 'NDJSON' });
  expect(idsIn(text)).toEqual([...wanted].sort());

  // The address alone is not the search, and says so.
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole('heading', { name: 'This search is in another tab' })).toBeVisible();
  await expect(second.getByRole('heading', { name: /rows$/ })).toHaveCount(0);
  await expect(second.getByRole('combobox', { name: 'Index' })).toHaveValue(INDEX);
  await second.reload();
  await expect(second.getByRole('heading', { name: 'This search is in another tab' })).toBeVisible();
  // What is asked for anew is searched, and the way back is told of again.
  await searchFor(second, INDEX, 'n:5');
  await expectRows(second, 1);
  await second.goBack();
  await expect(second.getByRole('heading', { name: 'This search is in another tab' })).toBeVisible();
});

test('values that the field cannot hold are named, and nothing else is left out', async ({ signedIn: page }) => {
  await searchFor(page, INDEX);
  await expectRows(page, ROWS);
  await openFilter(page, 'n');
  await paste(page, '1; 2;3\n"4"\t5,x\n1.5\n7');
  await expect(page.getByText('6 added.')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: '2 (x, 1.5)' })).toBeVisible();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expectRows(page, 6);
  expect(page.url()).toContain('filter=n:one_of:1');
});

test('65,536 ids are searched and exported, and the export goes on after a reload', async ({ signedIn: page }) => {
  const wanted = Array.from({ length: 65_536 }, (_, i) => idOf(2 * i));
  await searchFor(page, INDEX);
  await openFilter(page, 'id');
  await paste(page, [...wanted, idOf(1)].join('\n'));
  await expect(page.getByText('65,537 values')).toBeVisible();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '65,536 values at most' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove all' }).click();
  await paste(page, wanted.join('\n'));
  await page.getByRole('button', { name: 'Apply' }).click();
  await expectRows(page, ROWS / 2);
  await page.reload();
  await expectRows(page, ROWS / 2);

  await startExport(page, { format: 'NDJSON' });
  const item = exportItems(page).first();
  await item.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(item, 'Paused');
  await page.reload();
  await expectStatus(item, 'Interrupted');
  const download = page.waitForEvent('download');
  await item.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(item, 'Complete');
  const text = await readFile(await (await download).path(), 'utf8');
  expect(idsIn(text)).toEqual(wanted.filter((_, i) => 2 * i < ROWS).sort());
});
