import { readFile } from 'node:fs/promises';
import { expect, expectRows, expectStatus, exportItems, searchFor, startExport, test } from './support/app.ts';
import { expectNoViolations } from './support/axe.ts';
import { makeIndex, openSearch } from './support/index.ts';

/** Documents that end in a comment without an end, which no reader can take: behind the table's rows, among the sample's. */
const INDEX = 'e2e-unreadable';
const COUNT = 300;
const OPEN = [150, 151, 250];
const READABLE = Array.from({ length: COUNT }, (_, n) => n).filter((n) => !OPEN.includes(n));

test.beforeAll(async () => {
  const client = openSearch();
  const documents = Array.from({ length: COUNT }, (_, n) => `{"n":${n}}${OPEN.includes(n) ? '// never ends' : ''}`);
  await makeIndex(client, INDEX, { mappings: { properties: { n: { type: 'integer' } } }, documents });
  await client.close();
});

test.beforeEach(async ({ signedIn: page }) => {
  await searchFor(page, INDEX);
  await expectRows(page, COUNT);
});

const numbersIn = (ndjson: string) =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { n: number }).n)
    .sort((a, b) => a - b);

test('an export waits at the first, and goes on without them by one press', async ({ signedIn: page }) => {
  const download = await startExport(page, { format: 'NDJSON' });
  const item = exportItems(page).first();
  await expectStatus(item, 'Interrupted');
  await expect(item.getByText(/The document "150" of "e2e-unreadable"/)).toBeVisible();
  await expect(item.getByText(/goes on without such documents/)).toBeVisible();
  await expectNoViolations(page, 'an export that waits at a document');
  await item.getByRole('button', { name: 'Leave them out' }).click();
  await expectStatus(item, 'Complete, but for documents left out');
  await expect(item.getByText('297 of 300 rows, 0 of 1 shard')).toBeVisible();
  await expect(item.getByText('Complete, but 3 documents that cannot be read are left out:')).toBeVisible();
  await expect(item.getByText('150 of e2e-unreadable, 151 of e2e-unreadable, 250 of e2e-unreadable')).toBeVisible();
  await expectNoViolations(page, 'a verdict that names documents left out');
  expect(numbersIn(await readFile(await download.path(), 'utf8'))).toEqual(READABLE);
});

test('the dialog tells of them, and leaves them out from the start', async ({ signedIn: page }) => {
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  // In sight by itself, as there are some.
  await expect(dialog.getByText('3 of the first documents cannot be read.')).toBeVisible();
  await expect(dialog.getByText('300 rows', { exact: false }).first()).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Leave out documents that cannot be read' }).check();
  await expectNoViolations(page, 'the switch of the Export dialog');
  const begun = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const download = await begun;
  const item = exportItems(page).first();
  await expectStatus(item, 'Complete, but for documents left out');
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n').slice(1, -1).map(Number);
  expect(lines.sort((a, b) => a - b)).toEqual(READABLE);
  // The history says so, too, and after a reload.
  await page.reload();
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByRole('dialog').getByText('Complete, but for documents left out').first()).toBeVisible();
});
