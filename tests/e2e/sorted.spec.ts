import type { Locator } from '@playwright/test';
import { expect, exportToText, openExport, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const order = (dialog: Locator) => dialog.getByRole('radiogroup', { name: 'Order' });
const asTable = (dialog: Locator) => order(dialog).getByRole('radio', { name: 'As in the table' });
const asRead = (dialog: Locator) => order(dialog).getByRole('radio', { name: 'As read, fastest' });

test('the file is in the table’s order where somebody chose that, and else as it is read', async ({
  signedIn: page,
}) => {
  const client = openSearch();
  const documents = [2, 3, 1].map((n) => `{"n":${n}}`);
  await makeIndex(client, 'e2e-sorted-few', { documents });
  await client.close();
  const open = async (address: string) => {
    await page.goto(address);
    return openExport(page, { format: 'CSV' });
  };
  const chosen = await open('/?index=flights&sort=delay:desc,date:asc');
  await expect(asTable(chosen)).toBeChecked();
  await expect(asTable(chosen)).toHaveAccessibleDescription('delay descending, date ascending');

  const newest = await open('/?index=flights');
  await expect(asRead(newest)).toBeChecked();
  await expect(asTable(newest)).toHaveAccessibleDescription('date descending');
  await asTable(newest).check();
  // It is a matter of this table: it is not remembered.
  await expect(asRead(await open('/?index=flights'))).toBeChecked();

  for (const sort of ['none', 'relevance', 'gone:asc']) {
    const plain = await open(`/?index=e2e-sorted-few&sort=${sort}`);
    await expect(asRead(plain)).toBeChecked();
    await expect(asTable(plain)).toBeDisabled();
    await expect(asTable(plain)).toHaveAccessibleDescription(/sorted by no column/);
  }

  await page.goto('/?index=e2e-sorted-few&sort=n:desc');
  expect((await exportToText(page, { format: 'CSV' })).text).toBe('n\r\n3\r\n2\r\n1\r\n');
});
