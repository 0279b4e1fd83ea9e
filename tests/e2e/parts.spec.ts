import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { en } from '../../client/ui/messages/en.ts';
import { sha256Of } from '../support/sha256.ts';
import { type ZipFile, zipFiles } from '../support/zip-files.ts';
import {
  expect,
  expectStatus,
  exportItems,
  exportToText,
  type Format,
  openMore,
  searchFor,
  startExport,
  test,
} from './support/app.ts';

const ROWS = 1_000;

const READERS = {
  CSV: ({ bytes }: ZipFile) => parse(bytes.toString('utf8'), { columns: true, record_delimiter: '\r\n' }).map(keyOf),
  NDJSON: ({ bytes }: ZipFile) => bytes.toString('utf8').trimEnd().split('\n'),
  JSON: ({ bytes }: ZipFile) => JSON.parse(bytes.toString('utf8')).map(keyOf),
} satisfies Partial<Record<Format, (file: ZipFile) => string[]>>;

const keyOf = (row: unknown) => JSON.stringify(row);

for (const format of ['CSV', 'NDJSON', 'JSON'] as const) {
  test(`${format} in parts has the rows of one file, so many in each`, async ({ signedIn: page }) => {
    await searchFor(page, 'flights', 'origin:LAS');
    await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
    const whole = await exportToText(page, {
      format,
      options: async (dialog) => {
        await dialog.getByLabel(en.dialog.parts, { exact: true }).selectOption(en.dialog.partsBy.none);
      },
    });
    const download = await startExport(page, {
      format,
      options: async (dialog) => {
        await dialog.getByLabel(en.dialog.parts, { exact: true }).selectOption(en.dialog.partsBy.rows);
        await dialog.getByLabel(en.dialog.partRows).fill(String(ROWS));
        await dialog.getByLabel(en.dialog.partRows).blur();
      },
    });
    await expectStatus(exportItems(page).first(), 'Complete');
    expect(download.suggestedFilename()).toBe('flights.zip');
    const archive = await readFile(await download.path());
    await expect(exportItems(page).first().getByText(sha256Of(archive), { exact: true })).toBeVisible();
    const parts = await zipFiles(archive);
    const read = parts.map(READERS[format]);
    expect(parts[0]?.name).toBe(`flights-0001.${format.toLowerCase()}`);
    expect(parts.length).toBeGreaterThan(2);
    for (const rows of read.slice(0, -1)) expect(rows).toHaveLength(ROWS);
    const asOne = { name: '', bytes: Buffer.from(whole.text), method: 0, versions: [20, 20] } satisfies ZipFile;
    expect(read.flat().sort()).toEqual(READERS[format](asOne).sort());
  });
}

test('Parquet in parts of so many MB: each is a whole file', async ({ signedIn: page }) => {
  await searchFor(page, 'flights');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByText(en.dialog.moreFormats).click();
  await dialog.getByRole('radio', { name: 'Parquet' }).check();
  await openMore(dialog);
  await dialog.getByLabel(en.dialog.parts, { exact: true }).selectOption(en.dialog.partsBy.megabytes);
  await dialog.getByLabel(en.dialog.partMegabytes).fill('1');
  await dialog.getByLabel(en.dialog.partMegabytes).blur();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const download = await downloading;
  await expectStatus(exportItems(page).first(), 'Complete');
  const parts = await zipFiles(await readFile(await download.path()));
  expect(parts.length).toBeGreaterThan(2);
  let rows = 0;
  for (const { name, bytes } of parts) {
    expect(name).toMatch(/^flights-\d{4}\.parquet$/);
    expect(bytes.length).toBeLessThan(1_100_000);
    rows += (await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors })).length;
  }
  expect(rows).toBe(300_000);
});

test('what few exports need is out of sight, and in sight again where it was chosen', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:LAS');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const parts = dialog.getByLabel(en.dialog.parts, { exact: true });
  await expect(dialog.locator('.more-options > summary')).toContainText(en.dialog.moreOptionsWhich(true));
  await expect(parts).toBeHidden();
  await page.keyboard.press('Escape');
  await startExport(page, {
    format: 'NDJSON',
    options: async (opened) => {
      await opened.getByLabel(en.dialog.parts, { exact: true }).selectOption(en.dialog.partsBy.rows);
    },
  });
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(parts).toBeVisible();
  await expect(dialog.locator('.more-options > summary')).toContainText(en.dialog.partsBy.rows);
});
