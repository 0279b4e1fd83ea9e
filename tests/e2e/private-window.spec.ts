import { en } from '../../client/ui/messages/en.ts';
import { smallDocs } from '../support/documents.ts';
import { makeIndex } from '../support/indices.ts';
import { expect, expectRows, exportItems, exportToText, openExport, searchFor, test } from './support/app.ts';
import { difference, openSearch } from './support/index.ts';

/** A window as Firefox's private ones were for years: no service worker, and no place to pick for a file. */
const INDEX = 'places-private';
const docs = smallDocs(20_000, 'private');

test.beforeAll(async () => {
  const client = openSearch();
  await makeIndex(client, INDEX, docs, { shards: 2 });
  await client.close();
});
test.afterAll(async () => {
  const client = openSearch();
  await client.indices.delete({ index: INDEX });
  await client.close();
});
test.beforeEach(({ page }) =>
  page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
    Reflect.deleteProperty(window, 'showDirectoryPicker');
  }),
);

for (const format of ['NDJSON', 'Excel'] as const) {
  test(`without a service worker an export is gathered in memory: ${format}`, async ({ signedIn: page }) => {
    await searchFor(page, INDEX);
    await expectRows(page, docs.length);
    const dialog = await openExport(page, { format });
    const { memory, kept } = en.dialog;
    await expect(dialog).toContainText(`${memory.what} ${memory.help(200_000_000)} ${memory.larger.no_service_worker}`);
    await expect(dialog).toContainText(kept);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const { name, text } = await exportToText(page, { format });
    await expect(exportItems(page).first()).toContainText('20,000 of 20,000 rows');
    // Whether a workbook's rows are right, other tests know.
    if (format === 'Excel') return expect([name, text.slice(0, 2)]).toEqual([`${INDEX}.xlsx`, 'PK']);
    const rows = docs.map(({ source }) => source);
    expect(difference(text.slice(0, -1).split('\n'), rows)).toEqual([]);
  });
}
