import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { enSeveral } from '../../client/ui/messages/en-several.ts';
import { ko } from '../../client/ui/messages/ko.ts';
import { koSeveral } from '../../client/ui/messages/ko-several.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, expectRows, exportItems, openExport, openMore, searchFor, signIn, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { difference, makeIndex, openSearch, readIndex } from './support/index.ts';

const INDEX = 'several-orders';
/** Some make the same name, and 서울 and CON have rows that have both. */
const TENANTS = [
  ...['', 'a/b', 'a:b', '..', '서울', '🎉', '*', '"quoted"', 'CON', 'x'.repeat(300), 'New York', 'new york'],
];
const NAMES = [
  ...[
    '(empty)',
    'a_b',
    'a_b (2)',
    '_',
    '서울',
    '🎉',
    '_ (2)',
    '_quoted_',
    'CON',
    'x'.repeat(80),
    'New York',
    'new york (2)',
  ],
].map((name) => `${INDEX}_${name}.ndjson`);
const NONE = `${INDEX}_(none).ndjson`;
const EACH = 30;
const BOTH = 7;
const documents = [
  ...TENANTS.flatMap((tenant, i) =>
    Array.from({ length: EACH - i }, (_, n) => JSON.stringify({ n, tenant, note: `of ${i}` })),
  ),
  ...Array.from({ length: BOTH }, (_, n) => JSON.stringify({ n, tenant: ['서울', 'CON'], note: 'both' })),
  ...Array.from({ length: 11 }, (_, n) => JSON.stringify({ n, note: 'none' })),
];

test.beforeAll(async () => {
  const client = openSearch();
  const mappings = { properties: { n: { type: 'integer' }, tenant: { type: 'keyword' }, note: { type: 'keyword' } } };
  await makeIndex(client, INDEX, { shards: 2, mappings, documents });
  await client.close();
});
test.afterAll(async () => {
  const client = openSearch();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

/** The rows that a file should have, by its name, as the index has them. */
async function expectedRows(): Promise<Map<string, string[]>> {
  const client = openSearch();
  const files = new Map<string, string[]>();
  for (const [i, tenant] of TENANTS.entries()) {
    const rows = await readIndex(client, INDEX, { term: { tenant } });
    files.set(
      NAMES[i] ?? '',
      rows.map((row) => JSON.stringify(row)),
    );
  }
  const none = await readIndex(client, INDEX, { bool: { must_not: [{ exists: { field: 'tenant' } }] } });
  files.set(
    NONE,
    none.map((row) => JSON.stringify(row)),
  );
  await client.close();
  return files;
}

async function expectFiles(found: ReadonlyMap<string, string>): Promise<void> {
  const expected = await expectedRows();
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, rows] of expected) {
    const lines = (found.get(name) ?? '').split('\n').slice(0, -1);
    expect([name, difference(lines, rows)]).toEqual([name, []]);
  }
}

const FILES = TENANTS.length + 1;
const SUM = documents.length + BOTH;
/** With the two values that some of the rows have, by rows: what the line at the end has to say. */
const END = `${enSeveral.complete(FILES, SUM)}: ${enSeveral.moreThan(documents.length)}.`;

async function openSet(page: Page, words: typeof enSeveral = enSeveral): Promise<Locator> {
  const dialog = await openExport(page, { format: 'NDJSON' });
  await dialog.getByRole('combobox', { name: words.option }).selectOption('tenant');
  await expect(dialog.getByRole('status').filter({ hasText: words.sum(FILES, SUM) })).toBeVisible();
  return dialog;
}

/** Values of as many rows are in any order. */
const namesIn = (dialog: Locator) =>
  dialog.getByRole('region', { name: enSeveral.list }).getByRole('row').getByRole('cell');

/** What is downloaded from now on. */
function gather(page: Page): Download[] {
  const downloads: Download[] = [];
  page.on('download', (download) => void downloads.push(download));
  return downloads;
}

async function textsOf(downloads: readonly Download[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const one of downloads) texts.set(one.suggestedFilename(), await readFile(await one.path(), 'utf8'));
  return texts;
}

test('one file for each value, downloaded one after another, has each row of the index', async ({ signedIn: page }) => {
  await searchFor(page, INDEX);
  await expectRows(page, documents.length);
  const dialog = await openSet(page);
  await expect(dialog.getByRole('checkbox', { name: enSeveral.without(11) })).toBeChecked();
  await expect(dialog.getByText(enSeveral.severalTimes(documents.length))).toBeVisible();
  await expect(namesIn(dialog)).toHaveCount(2 * FILES);
  await expectNoViolationsInThemes(page, 'the dialog with a file for each value');
  const downloads = gather(page);
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const set = page.getByRole('group', { name: enSeveral.label('tenant') });
  await expect(set.getByRole('status')).toHaveText(END, { timeout: 90_000 });
  await expectFiles(await textsOf(downloads));
  await expect(exportItems(page)).toHaveCount(0);
  await set.getByRole('button', { name: enSeveral.show(FILES) }).click();
  await expect(exportItems(page)).toHaveCount(FILES);
  await expectNoViolationsInThemes(page, 'the list with a set of files');
  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('dialog', { name: 'Ended exports' });
  await expect(history.getByRole('button', { name: 'Export again' })).toHaveCount(FILES);
});

/** Nobody is there to use the picker, so it gives a folder of the private file system. */
async function usePicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, {
      async showDirectoryPicker() {
        const root = await navigator.storage.getDirectory();
        return root.getDirectoryHandle('picked', { create: true });
      },
    });
  });
}

async function readPicked(page: Page, folder = INDEX): Promise<Map<string, string>> {
  const found = await page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle('picked')).getDirectoryHandle(name);
    const texts: [string, string][] = [];
    for await (const [file, handle] of folder.entries()) {
      texts.push([file, await (await (handle as FileSystemFileHandle).getFile()).text()]);
    }
    return texts;
  }, folder);
  return new Map(found);
}

test('into a folder, with a reload in the middle: all are gone on with by one press', async ({ page }) => {
  await usePicker(page);
  await page.addInitScript(() => localStorage.setItem('sluice.at-once', '1'));
  await page.goto(`/?index=${INDEX}`);
  await signIn(page);
  await expectRows(page, documents.length);
  const dialog = await openSet(page);
  await dialog.getByRole('radio', { name: en.dialog.places.picked }).check();
  await expect(dialog.getByText(enSeveral.folder(INDEX))).toBeVisible();
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const set = page.getByRole('group', { name: enSeveral.label('tenant') });
  // At once: all of them take some two seconds.
  const some = /[1-9]\d? of 13 files done/;
  await page.waitForFunction((done) => done.test(document.querySelector('.set-line')?.textContent ?? ''), some);
  page.once('dialog', (asked) => void asked.accept());
  await page.reload();
  await expect(set).toContainText(/\d+ of 13 files done/);
  await set.getByRole('button', { name: enSeveral.resumeAll }).click();
  await expect(set.getByRole('status')).toHaveText(END, { timeout: 90_000 });
  await expectFiles(await readPicked(page));
});

test('all of them are cancelled by one press, which leaves no empty file; a field of too many values is refused', async ({
  page,
}) => {
  await usePicker(page);
  await page.goto('/?index=flights&q=delay:[0 TO 149]');
  await signIn(page);
  await expect(page.getByRole('button', { name: 'Export…' })).toHaveAttribute('aria-disabled', 'false');
  const dialog = await openExport(page, { format: 'NDJSON' });
  await dialog.getByRole('radio', { name: en.dialog.places.picked }).check();
  const field = dialog.getByRole('combobox', { name: enSeveral.option });
  await field.selectOption('distance');
  await expect(dialog.getByRole('status').filter({ hasText: enSeveral.tooMany(200) })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'true');
  await field.selectOption('delay');
  await expect(dialog.getByRole('status').filter({ hasText: enSeveral.files(150) })).toBeVisible();
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const set = page.getByRole('group', { name: enSeveral.label('delay') });
  await expect(set).toContainText(/of 150 files done/);
  await set.getByRole('button', { name: enSeveral.cancelAll }).click();
  await expect(set.getByRole('status')).toContainText(/files? (are|is) not as counted/);
  await expect
    .poll(async () => [...(await readPicked(page, 'flights')).values()].filter((text) => text === ''))
    .toEqual([]);
});

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });
  test('dialog and list break no rule', async ({ page }) => {
    await page.goto(`/?index=${INDEX}`);
    await page.getByRole('textbox', { name: ko.signIn.userName }).fill(E2E_USER.name);
    await page.getByRole('textbox', { name: ko.signIn.password }).fill(E2E_USER.password);
    await page.getByRole('button', { name: ko.signIn.submit }).click();
    await page.getByRole('button', { name: ko.results.export, exact: true }).click();
    const dialog = page.getByRole('dialog', { name: ko.dialog.title });
    await openMore(dialog);
    await dialog.getByRole('combobox', { name: koSeveral.option }).selectOption('tenant');
    await expect(dialog.getByText(koSeveral.severalTimes(documents.length))).toBeVisible();
    await expectNoViolationsInThemes(page, 'the dialog in Korean');
    await dialog.getByRole('button', { name: ko.dialog.start }).click();
    const set = page.getByRole('group', { name: koSeveral.label('tenant') });
    const end = `${koSeveral.complete(FILES, SUM)}: ${koSeveral.moreThan(documents.length)}.`;
    await expect(set.getByRole('status')).toHaveText(end, { timeout: 90_000 });
    await expectNoViolationsInThemes(page, 'the list in Korean');
  });
});
