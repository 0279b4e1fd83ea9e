import { readFile } from 'node:fs/promises';
import { en } from '../../client/ui/messages/en.ts';
import { sha256Of } from '../support/sha256.ts';
import { expect, expectStatus, exportItems, type Format, searchFor, startExport, test } from './support/app.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const kinds: { format: Format; packed: boolean }[] = [
  { format: 'CSV', packed: false },
  { format: 'JSON', packed: true },
];

for (const { format, packed } of kinds) {
  test(`the hash of ${format}${packed ? ' in gzip' : ''} is told and can be copied, also from History`, async ({
    signedIn: page,
  }) => {
    await searchFor(page, 'flights', 'origin:LAS');
    await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
    const download = await startExport(page, {
      format,
      options: (dialog) => dialog.getByLabel(en.dialog.gzip).setChecked(packed),
    });
    const item = exportItems(page).first();
    await expectStatus(item, 'Complete');
    const hash = sha256Of(await readFile(await download.path()));
    await expect(item.getByText(hash, { exact: true })).toBeVisible();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await item.getByRole('button', { name: en.exports.copyHash }).click();
    await expect.poll(copied).toBe(hash);
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.getByRole('button', { name: 'History' }).click();
    const row = page.getByRole('dialog').getByRole('row').filter({ hasText: hash });
    await row.getByRole('button', { name: en.exports.copyHash }).click();
    await expect.poll(copied).toBe(hash);
  });
}

test('where no hash can be made, the export is whole without one', async ({ signedIn: page }) => {
  await page.context().route('**/sha256-*.js', (route) => route.abort());
  await searchFor(page, 'movies');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
  await startExport(page, { format: 'NDJSON' });
  const item = exportItems(page).first();
  await expectStatus(item, 'Complete');
  await expect(item.getByRole('button', { name: en.exports.copyHash })).toHaveCount(0);
});
