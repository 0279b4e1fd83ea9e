import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import type { SavedExport } from '../../client/export/saved-exports.ts';
import { enSaved } from '../../client/ui/messages/en-saved.ts';
import { enSeveral } from '../../client/ui/messages/en-several.ts';
import { packExport } from '../../client/ui/saved/run-link.ts';
import { expect, expectStatus, exportItems, openExport, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { difference, makeIndex, openSearch, readIndex } from './support/index.ts';

const INDEX = 'saved-sets';
const TITLE = 'Each tenant <b>매주</b>';
const DAY_MS = 86_400_000;
/** Within the last day; the older ones are in no file. */
const QUERY = { range: { '@timestamp': { gte: 'now-1d', lt: 'now' } } };

const rowOf = (tenant: string | undefined, n: number, days = 0.1) =>
  JSON.stringify({ '@timestamp': new Date(Date.now() - days * DAY_MS).toISOString(), n, ...(tenant && { tenant }) });
const documents = [
  ...[rowOf('서울', 1), rowOf('서울', 2), rowOf('a/b', 3), rowOf('gone', 4), rowOf(undefined, 5)],
  ...[rowOf('서울', 6, 3), rowOf('old', 7, 3)],
];

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const client = openSearch();
  const mappings = { properties: { tenant: { type: 'keyword' }, n: { type: 'integer' } } };
  await makeIndex(client, INDEX, { mappings, documents });
  await client.close();
});
test.afterAll(async () => {
  const client = openSearch();
  await client.indices.delete({ index: INDEX, ignore_unavailable: true });
  await client.close();
});

/** Another week: a value is new, and one has gone. */
async function changeRows(): Promise<void> {
  const client = openSearch();
  await client.index({ index: INDEX, body: JSON.parse(rowOf('new', 8)) });
  await client.deleteByQuery({ index: INDEX, body: { query: { term: { tenant: 'gone' } } }, refresh: true });
  await client.close();
}

async function saveSet(page: Page): Promise<void> {
  await page.goto(`/?index=${INDEX}&from=now-1d&to=now`);
  await expect(page.getByRole('button', { name: 'Export…' })).toHaveAttribute('aria-disabled', 'false');
  const dialog = await openExport(page, { format: 'NDJSON', fileName: 'set_{index}' });
  await dialog.getByRole('combobox', { name: enSeveral.option }).selectOption('tenant');
  await expect(dialog.getByRole('status').filter({ hasText: enSeveral.sum(4, 5) })).toBeVisible();
  for (const told of ['Saved as', 'in place of the one that had this title']) {
    await dialog.getByRole('button', { name: 'Save this export' }).click();
    await dialog.getByRole('textbox', { name: 'Title' }).fill(TITLE);
    await dialog.getByRole('textbox', { name: 'Title' }).press('Enter');
    await expect(dialog.getByRole('status').filter({ hasText: told })).toContainText(TITLE);
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click();
}

/** The files of a set that a press begins hold what the index holds now: one for each value of the last day, and one of none. */
async function expectSet(page: Page, press: () => Promise<void>): Promise<void> {
  const downloads: Download[] = [];
  const gather = (download: Download) => void downloads.push(download);
  page.on('download', gather);
  await press();
  const set = page.getByRole('group', { name: enSeveral.label('tenant') }).first();
  await expect(set.getByRole('status')).toHaveText(`${enSeveral.complete(4, 5)}: ${enSeveral.asFound}.`);
  page.off('download', gather);
  const rows = await withIndex();
  expect(downloads.map((one) => one.suggestedFilename()).sort()).toEqual([...rows.keys()].sort());
  for (const one of downloads) {
    const lines = (await readFile(await one.path(), 'utf8')).split('\n').slice(0, -1);
    expect(difference(lines, rows.get(one.suggestedFilename()) ?? [])).toEqual([]);
  }
  await page.getByRole('button', { name: 'Clear finished' }).click();
}

async function withIndex(): Promise<Map<string, string[]>> {
  const client = openSearch();
  const rows = await readIndex(client, INDEX, QUERY);
  await client.close();
  const named = ({ tenant = '(none)' }: { tenant?: string }) => `set_${INDEX}_${tenant.replace('/', '_')}.ndjson`;
  const files = new Map<string, string[]>();
  for (const row of rows) files.set(named(row), [...(files.get(named(row)) ?? []), JSON.stringify(row)]);
  expect([...files.keys()].some((name) => name.endsWith('_new.ndjson'))).toBe(true);
  return files;
}

async function choose(page: Page, list: Locator, file: string | { name: string; mimeType: string; buffer: Buffer }) {
  const choosing = page.waitForEvent('filechooser');
  await list.getByRole('button', { name: enSaved.fromFile }).click();
  await (await choosing).setFiles(file);
}

test('a file for each value is saved as that: run again it is made of the values that there are by then', async ({
  signedIn: page,
}) => {
  await saveSet(page);
  await changeRows();
  await page.getByRole('button', { name: 'Saved', exact: true }).click();
  const list = page.getByRole('dialog', { name: enSaved.title });
  await list.getByText(TITLE).click();
  await expect(list).toContainText(`${enSaved.eachOf('tenant')}${enSaved.andWithout}: set_${INDEX}_….ndjson`);
  await expectNoViolationsInThemes(page, 'a saved set');
  await list.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const saving = page.waitForEvent('download');
  await list.getByRole('button', { name: enSaved.toFile }).click();
  const file = await (await saving).path();
  await expectSet(page, () => list.getByRole('button', { name: `Run ${TITLE}` }).click());
  await expect(list).toHaveCount(0);

  // One file of it once more: that value's rows, and no others.
  await page.getByRole('button', { name: 'History' }).click();
  const own = page.getByRole('row', { name: `set_${INDEX}_서울.ndjson` });
  await expect(own).toContainText(enSeveral.oneOf(4, 'tenant'));
  const again = page.waitForEvent('download');
  await own.getByRole('button', { name: 'Export again' }).click();
  await expectStatus(exportItems(page).first(), 'Complete');
  const text = await readFile(await (await again).path(), 'utf8');
  expect(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).n)
      .sort(),
  ).toEqual([1, 2]);
  await page.getByRole('button', { name: 'Clear finished' }).click();

  await page.goto(link);
  await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
  await expectSet(page, () => page.getByRole('button', { name: enSaved.start }).click());
  await page.getByRole('button', { name: enSaved.keep }).click();
  await expect(page.getByText(enSaved.keptBefore)).toBeVisible();

  await page.getByRole('button', { name: 'Saved', exact: true }).click();
  await list.getByRole('button', { name: `Remove ${TITLE}` }).click();
  await choose(page, list, file);
  await expect(list.getByText(enSaved.read(1))).toBeVisible();
  await choose(page, list, file);
  await expect(list.getByText(enSaved.there(1))).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  // Modal yet, though what it shows was read again.
  expect(await list.evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
  await expectSet(page, () => list.getByRole('button', { name: `Run ${TITLE}` }).click());
});

test('files that hold no saved exports, odd titles, and an index that has gone', async ({ signedIn: page }) => {
  const saved: SavedExport = {
    ...{ title: '\u202eمرحبا 🎉 <script>alert(1)</script> ../'.padEnd(200, 'x'), template: 'a', place: 'downloads' },
    request: { search: { index: 'saved-sets-gone', q: '' }, format: { kind: 'ndjson' } },
  };
  const set = { ...saved, request: { ...saved.request, each: { field: 'tenant', without: true } } };
  const json = (exports: unknown) => ({
    ...{ name: 'saved.json', mimeType: 'application/json' },
    buffer: Buffer.from(JSON.stringify({ kind: 'sluice-saved-exports', version: 1, exports })),
  });
  await page.getByRole('button', { name: 'Saved', exact: true }).click();
  const list = page.getByRole('dialog', { name: enSaved.title });
  await choose(page, list, { ...json([]), buffer: Buffer.from('{"kind": "sluice-saved-exports", "ver') });
  await expect(list.getByText(enSaved.noFile)).toBeVisible();
  await choose(page, list, json([saved, set, { ...saved, newer: 1 }, { title: 'x' }, null]));
  await expect(list.getByText(`${enSaved.read(2)} ${enSaved.unread(3)}`)).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  expect(await list.evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth)).toBe(true);

  // A file for each value of what is gone: it is said where it was pressed, and nothing is begun.
  const second = list.getByRole('listitem').filter({ hasText: '(2)' });
  await second.getByRole('button', { name: enSaved.run }).click();
  await expect(list.getByRole('alert')).toContainText('index_not_found');
  await page.goto(`/run#${await packExport(set)}`);
  await page.getByRole('button', { name: enSaved.start }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('index_not_found');
  await expect(exportItems(page)).toHaveCount(0);
  await page.goto(`/run#${await packExport(saved)}`);
  await page.getByRole('button', { name: enSaved.start }).click();
  await expect(exportItems(page).first()).toContainText('index_not_found');
});
