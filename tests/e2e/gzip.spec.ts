import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Download, Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { gunzipOne } from '../support/gunzip.ts';
import {
  expect,
  expectRows,
  expectStatus,
  exportItems,
  exportToText,
  type Format,
  searchFor,
  startExport,
  test,
} from './support/app.ts';

const run = promisify(execFile);
const BYTES = 256 * 1024 * 1024;

async function exportPacked(page: Page, format: Format): Promise<Download> {
  const download = await startExport(page, {
    format,
    options: (dialog) => dialog.getByLabel(en.dialog.gzip).check(),
  });
  await expectStatus(exportItems(page).first(), 'Complete');
  return download;
}

/** Rows come in another order each time; those of a JSON array are parted by commas, each at a line's end. */
const sorted = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/,$/, ''))
    .sort();

for (const format of ['CSV', 'NDJSON', 'JSON'] as const) {
  test(`${format} in gzip holds what the plain file holds, for every reader`, async ({ signedIn: page }) => {
    await searchFor(page, 'flights', 'origin:LAS');
    await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
    const plain = await exportToText(page, {
      format,
      options: (dialog) => dialog.getByLabel(en.dialog.gzip).uncheck(),
    });
    const download = await exportPacked(page, format);
    expect(download.suggestedFilename()).toBe(`${plain.name}.gz`);
    const path = await download.path();
    const file = await readFile(path);
    expect(sorted(gunzipOne(file))).toEqual(sorted(plain.text));
    expect(file.length).toBeLessThan(plain.text.length / 2);
    await run('sh', ['-c', `gunzip -t < '${path}'`]);
    const { stdout } = await run('sh', ['-c', `zcat < '${path}'`], { maxBuffer: BYTES });
    expect(stdout).toBe(gunzipOne(file));
    const inBrowser = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
      return new Response(stream).text();
    }, file.toString('base64'));
    expect(inBrowser).toBe(stdout);
  });
}

test('the size of a packed file is estimated from the sample, within reason', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:LAS');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
  let told = 0;
  const download = await startExport(page, {
    format: 'NDJSON',
    options: async (dialog) => {
      await dialog.getByLabel(en.dialog.gzip).check();
      const size = dialog.getByText(/ rows · about /);
      await expect(size).toBeVisible();
      const [, figure = '', unit = ''] = /about ([\d.,]+) (\w+)/.exec((await size.textContent()) ?? '') ?? [];
      told = Number(figure.replaceAll(',', '')) * ({ B: 1, KB: 1e3, kB: 1e3, MB: 1e6, GB: 1e9 }[unit] ?? Number.NaN);
    },
  });
  await expectStatus(exportItems(page).first(), 'Complete');
  const { length } = await readFile(await download.path());
  expect(told / length).toBeGreaterThan(0.5);
  expect(told / length).toBeLessThan(2);
});

test('nothing found makes a packed file with the header alone', async ({ signedIn: page }) => {
  await searchFor(page, 'movies', 'Title:nothing_is_called_this');
  await expectRows(page, 0);
  const download = await exportPacked(page, 'CSV');
  expect(gunzipOne(await readFile(await download.path()))).toMatch(/^[^\r\n]+\r\n$/);
});
