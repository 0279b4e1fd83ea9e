import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { en } from '../../client/ui/messages/en.ts';
import { sheetsOf } from '../support/sheets.ts';
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
import { expectNoViolations } from './support/axe.ts';
import { makeIndex, openSearch } from './support/index.ts';

const INDEX = 'e2e-typed';

/** The last one's `id` is text where a number was promised. */
const DOCUMENTS = [
  '{"id":9223372036854775807,"code":"007","price":1.5,"at":"2001-02-11T20:57:00.120Z","tags":["a","b"],"even":true}',
  '{"id":9007199254740993,"code":"한국어 😀","price":-0.25,"at":"2024-02-29","tags":"c","even":false}',
  '{"id":3,"code":"","price":null}',
  '{"id":"four","code":"=1+1"}',
];
const properties = {
  ...{ id: { type: 'long', ignore_malformed: true }, code: { type: 'keyword' }, price: { type: 'double' } },
  ...{ at: { type: 'date' }, tags: { type: 'keyword' }, even: { type: 'boolean' } },
};

test.beforeAll(async () => {
  const client = openSearch();
  await makeIndex(client, INDEX, { mappings: { properties }, documents: DOCUMENTS });
  await client.close();
});

test.beforeEach(async ({ signedIn: page }) => {
  await searchFor(page, INDEX);
  await expectRows(page, DOCUMENTS.length);
});

async function chooseType(dialog: Locator, column: string, type: string): Promise<void> {
  await dialog.locator('summary').filter({ hasText: en.dialog.types }).click();
  await dialog.getByRole('combobox', { name: en.dialog.typeOf(column) }).selectOption(type);
}

type Row = Record<string, unknown>;

async function readParquet(path: string): Promise<Map<unknown, Row>> {
  const file = new Uint8Array(await readFile(path)).buffer;
  const rows = await parquetReadObjects({ file, compressors });
  // Lists that are not there are undefined in hyparquet.
  const tidy = (row: Row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]));
  return new Map(rows.map((row) => [row.code, tidy(row)]));
}

test('Parquet has types from mapping and sample, and what fits none is in _rest and in the verdict', async ({
  signedIn: page,
}) => {
  const download = await startExport(page, {
    format: 'Parquet',
    options: (dialog) => chooseType(dialog, 'price', en.dialog.typeNames.parquet.text),
  });
  const item = exportItems(page).first();
  await expectStatus(item, 'Complete');
  expect(download.suggestedFilename()).toBe(`${INDEX}.parquet`);
  await expect(item).toContainText(en.exports.misfits.inRest(1));
  const rows = await readParquet(await download.path());
  const nothing = { id: null, price: null, at: null, tags: null, even: null, _rest: null };
  const at = (iso: string) => new Date(iso);
  expect(rows.size).toBe(DOCUMENTS.length);
  expect(rows.get('007')).toEqual({
    ...{ id: 9223372036854775807n, code: '007', price: '1.5', at: at('2001-02-11T20:57:00.120Z') },
    ...{ tags: ['a', 'b'], even: true, _rest: null },
  });
  expect(rows.get('한국어 😀')).toEqual({
    ...{ id: 9007199254740993n, code: '한국어 😀', price: '-0.25', at: at('2024-02-29'), tags: ['c'], even: false },
    _rest: null,
  });
  expect(rows.get('')).toEqual({ ...nothing, id: 3n, code: '' });
  expect(rows.get('=1+1')).toEqual({ ...nothing, code: '=1+1', _rest: '{"id":"four"}' });
});

test('without _rest the values that fit nowhere are missing, and that is said', async ({ signedIn: page }) => {
  await startExport(page, {
    format: 'Parquet',
    options: async (dialog) => {
      await dialog.locator('summary').filter({ hasText: en.dialog.parquetOptions }).click();
      await dialog.getByRole('checkbox', { name: /_rest/ }).uncheck();
    },
  });
  await expect(exportItems(page).first()).toContainText(en.exports.misfits.lost(1));
});

test('a workbook has ids, codes and dates as they are', async ({ signedIn: page }) => {
  const download = await startExport(page, { format: 'Excel' });
  await expectStatus(exportItems(page).first(), 'Complete');
  expect(download.suggestedFilename()).toBe(`${INDEX}.xlsx`);
  const [sheet = []] = await sheetsOf(await readFile(await download.path()));
  const [head = [], ...rows] = sheet;
  const byCode = new Map(
    rows.map((cells) => [cells[head.indexOf('code')], Object.fromEntries(head.map((name, i) => [name, cells[i]]))]),
  );
  expect(byCode.get('007')).toMatchObject({ id: '9223372036854775807', price: '1.5', tags: '["a","b"]', even: '1' });
  expect(byCode.get('한국어 😀')).toMatchObject({ id: '9007199254740993', at: '45351', tags: 'c', even: '0' });
  expect(byCode.get('')).toMatchObject({ id: '3', price: '' });
  expect(byCode.get('=1+1')).toMatchObject({ id: 'four' });
});

test('what was chosen is there again, in sight', async ({ signedIn: page }) => {
  await startExport(page, { format: 'Excel' });
  await expectStatus(exportItems(page).first(), 'Complete');
  await page.reload();
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByRole('dialog', { name: 'Export' }).getByRole('radio', { name: 'Excel' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Excel' })).toBeVisible();
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 390, height: 900 } });

  test('types and options can be used by everybody', async ({ signedIn: page }) => {
    const dialog = await openExport(page, { format: 'Parquet' });
    for (const summary of [en.dialog.parquetOptions, en.dialog.types]) {
      await dialog.locator('summary').filter({ hasText: summary }).click();
    }
    await expect(dialog.getByRole('combobox', { name: en.dialog.typeOf('id') })).toBeVisible();
    await expectNoViolations(page, 'Parquet');
    expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  });
});
