import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expect, expectStatus, exportItems, exportToText, openExport, startExport, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { makeIndex, openSearch } from './support/index.ts';

const order = (dialog: Locator) => dialog.getByRole('radiogroup', { name: 'Order' });
const asTable = (dialog: Locator) => order(dialog).getByRole('radio', { name: 'As in the table' });
const asRead = (dialog: Locator) => order(dialog).getByRole('radio', { name: 'As read, fastest' });
const grid = (page: Page) => page.getByRole('grid', { name: 'Rows' });

const ROWS = 150;
const SORT = 'kind:desc,tags:asc,n:asc';
const properties = { kind: { type: 'keyword' }, tags: { type: 'keyword' }, n: { type: 'integer' } };

/** Ties in the first column, rows without a value, Korean, and several values in one row. */
function documentOf(n: number): string {
  const kind = [`"서울"`, `"부산"`, '"z"', '"a, \\"b\\""', undefined][n % 5];
  const tags = ['["b","a"]', '"가"', undefined, '["나","z"]', '"b"', '"B"', '[]'][n % 7];
  const members = [kind && `"kind":${kind}`, tags && `"tags":${tags}`, `"n":${(n * 7919) % 1009}`];
  return `{${members.filter(Boolean).join(',')}}`;
}

async function makeIndices(): Promise<void> {
  const client = openSearch();
  const all = Array.from({ length: ROWS }, (_, n) => documentOf(n));
  const mappings = { properties };
  await makeIndex(client, 'e2e-sorted-1', { documents: all.slice(0, 90), shards: 2, mappings });
  await makeIndex(client, 'e2e-sorted-2', { documents: all.slice(90), mappings });
  await client.indices.putAlias({ index: 'e2e-sorted-1,e2e-sorted-2', name: 'e2e-sorted' });
  await client.close();
}

/** The column `n`, unlike in each row, of all rows that the table shows, as one scrolls to its end. */
async function tableOrder(page: Page, rows: number): Promise<string[]> {
  const seen = new Map<number, string>();
  const column = Number(await page.getByRole('columnheader', { name: 'n', exact: true }).getAttribute('aria-colindex'));
  await grid(page).getByRole('gridcell').first().click();
  await page.keyboard.press('Escape');
  while (seen.size < rows) {
    const inSight = await grid(page)
      .getByRole('row')
      .evaluateAll(
        (all, at) =>
          all.map((row) => [
            row.getAttribute('aria-rowindex'),
            row.querySelector(`[aria-colindex="${at}"]`)?.textContent,
          ]),
        column,
      );
    const body = inSight.filter(([place]) => Number(place) > 1);
    for (const [place, text] of body) if (text) seen.set(Number(place) - 1, text);
    // What is passed before it has come is not met again.
    if (body.every(([, text]) => text)) await page.keyboard.press('PageDown');
  }
  return Array.from({ length: rows }, (_, i) => seen.get(i + 1) ?? '');
}

test('the file’s rows stand as the table’s do, row by row', async ({ signedIn: page }) => {
  await makeIndices();
  await page.goto(`/?index=e2e-sorted&sort=${SORT}`);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', `${ROWS + 1}`);
  const wanted = await tableOrder(page, ROWS);
  expect(new Set(wanted).size).toBe(ROWS);

  const csv = await exportToText(page, { format: 'CSV' });
  const rows: Record<string, string>[] = parse(csv.text, { columns: true });
  expect(rows.map(({ n }) => n)).toEqual(wanted);
  // As they are in the index, none changed on the way.
  const stored = Array.from({ length: ROWS }, (_, n) => JSON.parse(documentOf(n)));
  expect(rows.map(({ kind }) => kind)).toEqual(wanted.map((n) => stored.find((one) => `${one.n}` === n).kind ?? ''));

  const download = await startExport(page, {
    format: 'NDJSON',
    options: (dialog) => dialog.getByRole('checkbox', { name: 'Compress with gzip' }).check(),
  });
  await expectStatus(exportItems(page).first(), 'Complete');
  const lines = gunzipSync(await readFile(await download.path()))
    .toString()
    .split('\n')
    .slice(0, -1);
  expect(lines.map((line) => `${JSON.parse(line).n}`)).toEqual(wanted);
});

test('the file is in the table’s order where somebody chose that, and else as it is read', async ({
  signedIn: page,
}) => {
  await makeIndices();
  const open = async (address: string) => {
    await page.goto(address);
    return openExport(page, { format: 'CSV' });
  };
  const chosen = await open('/?index=flights&sort=delay:desc,date:asc');
  await expect(asTable(chosen)).toBeChecked();
  await expect(asTable(chosen)).toHaveAccessibleDescription('delay descending, date ascending');
  await expect(chosen.getByText(/All rows are first kept in this browser’s storage, about .* MB more\./)).toBeVisible();
  await expectNoViolationsInThemes(page, 'a dialog with an order');

  const newest = await open('/?index=flights');
  await expect(asRead(newest)).toBeChecked();
  await expect(asTable(newest)).toHaveAccessibleDescription('date descending');
  await asTable(newest).check();
  // It is a matter of this table: it is not remembered.
  await expect(asRead(await open('/?index=flights'))).toBeChecked();

  for (const sort of ['none', 'relevance', 'gone:asc']) {
    const plain = await open(`/?index=e2e-sorted-2&sort=${sort}`);
    await expect(asRead(plain)).toBeChecked();
    await expect(asTable(plain)).toBeDisabled();
    await expect(asTable(plain)).toHaveAccessibleDescription(/sorted by no column/);
  }
});

test('an order that there is no room for cannot be chosen, and the dialog says why', async ({ signedIn: page }) => {
  // Chromium tells no page how much it has: neither on a small disk nor where the tools give it less.
  await page.addInitScript(() =>
    Object.assign(StorageManager.prototype, { estimate: async () => ({ quota: 2_000_000, usage: 100_000 }) }),
  );
  await page.goto('/?index=flights&sort=delay:desc');
  const dialog = await openExport(page, { format: 'CSV' });
  await expect(asTable(dialog)).toBeDisabled();
  const small = /^delay descending Needs about [\d.]+ MB of the browser’s storage, which has 1\.9 MB free\.$/;
  await expect(asTable(dialog)).toHaveAccessibleDescription(small);
  await expect(asRead(dialog)).toBeChecked();
  await expect(dialog.getByText('The file will not be in the order of the table')).toBeVisible();
  await expectNoViolationsInThemes(page, 'a dialog without room for an order');

  await page.addInitScript(() => Object.assign(StorageManager.prototype, { getDirectory: undefined }));
  await page.goto('/?index=flights&sort=delay:desc');
  const unkept = await openExport(page, { format: 'CSV' });
  await expect(asTable(unkept)).toBeDisabled();
  await expect(asTable(unkept)).toHaveAccessibleDescription(/here it keeps nothing/);
});
