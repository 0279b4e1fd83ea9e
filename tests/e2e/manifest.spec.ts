import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { manifestSchema } from '../../client/export/manifest.ts';
import { en } from '../../client/ui/messages/en.ts';
import { sha256Of } from '../support/sha256.ts';
import { expect, expectStatus, exportItems, searchFor, startExport, test } from './support/app.ts';

const read = async (path: string) => v.parse(manifestSchema, JSON.parse(await readFile(path, 'utf8')));

test('a manifest is saved beside the file, and again from History', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:LAS');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
  const download = await startExport(page, {
    format: 'CSV',
    options: (dialog) => dialog.getByLabel(en.dialog.manifest).check(),
  });
  const beside = await page.waitForEvent('download');
  await expectStatus(exportItems(page).first(), 'Complete');
  const name = download.suggestedFilename();
  expect(beside.suggestedFilename()).toBe(`${name}.manifest.json`);
  const manifest = await read(await beside.path());
  const file = await readFile(await download.path());
  const rows = file.toString('utf8').trimEnd().split('\r\n');
  const columns = (rows.shift() ?? '').split(',');
  expect(manifest.file).toEqual({ name, bytes: file.length, rows: rows.length, sha256: sha256Of(file) });
  expect(manifest.columns?.map((column) => column.name)).toEqual(columns);
  expect(manifest.request.search).toMatchObject({ index: 'flights', q: 'origin:LAS' });
  expect(manifest.indices.map(({ index, uuid, written }) => ({ index, uuid, written }))).toEqual([
    { index: 'flights', uuid: expect.stringMatching(/^[\w-]{22}$/), written: rows.length },
  ]);
  expect(manifest.verdict).toMatchObject({ complete: true, written: rows.length });

  await page.getByRole('button', { name: 'History' }).click();
  const row = page
    .getByRole('dialog')
    .getByRole('row')
    .filter({ hasText: sha256Of(file) });
  const again = page.waitForEvent('download');
  await row.getByRole('button', { name: en.history.manifest }).click();
  expect(await read(await (await again).path())).toEqual(manifest);
});
