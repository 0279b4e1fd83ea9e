import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { expectRows, expectStatus, exportItems, searchFor, signIn, startExport } from '../e2e/support/app.ts';
import { difference } from '../e2e/support/index.ts';
import { makeIndex } from '../support/indices.ts';
import { test } from './server-lab.ts';

/** Sign-in, search, filters, facets, rows over time and an order, as people do it; counts and rows are those of the documents. */
const INDEX = 'versions-search';
const FROM = Date.parse('2026-01-01T00:00:00Z');
/** In small letters the last one lies behind all others, which some servers stumble over. */
const KINDS = ['red', 'green', 'ZINC'] as const;

type Row = { n: number; kind: string; at: string };

const rows: Row[] = Array.from({ length: 3_000 }, (_, i) => ({
  n: (i * 7_919) % 3_001,
  kind: KINDS[i % 7 === 0 ? 2 : i % 2] ?? '',
  at: new Date(FROM + i * 600_000).toISOString(),
}));

const properties = { n: { type: 'integer' }, kind: { type: 'keyword' }, at: { type: 'date' } };

test.beforeAll(async ({ lab }) => {
  const docs = rows.map((row, i) => ({ id: String(i), source: JSON.stringify(row) }));
  await makeIndex(lab.client, INDEX, docs, { shards: 2, mapping: { properties } });
  // As it is right after a rollover: no document, no mapping.
  await makeIndex(lab.client, `${INDEX}-empty`, [], { mapping: {} });
});

const isColoured = ({ kind }: Row) => kind !== 'green';
const grid = (page: Page) => page.getByRole('grid', { name: 'Rows' });
const chips = (page: Page) => page.getByRole('list', { name: 'Filters' }).getByRole('listitem');

/** Draws a range over the chart by keys, and returns the rows that are within. */
async function drawRange(page: Page, found: readonly Row[]): Promise<Row[]> {
  const start = page.getByRole('slider', { name: en.histogram.start });
  await expect(async () => {
    await start.press('PageUp');
    await expect(page).toHaveURL(/from=/, { timeout: 2_000 });
  }).toPass();
  const { from = '', to = '' } = Object.fromEntries(new URL(page.url()).searchParams);
  const within = found.filter(({ at }) => at >= new Date(from).toISOString() && at < new Date(to).toISOString());
  expect(within.length).toBeLessThan(found.length);
  return within;
}

/** The column `n` of the table's first rows. */
async function firstNumbers(page: Page, count: number): Promise<number[]> {
  const head = page.getByRole('columnheader', { name: 'n', exact: true });
  const column = await head.getAttribute('aria-colindex');
  const cells = Array.from({ length: count }, (_, i) =>
    grid(page)
      .locator(`[role="row"][aria-rowindex="${i + 2}"] [aria-colindex="${column}"]`)
      .textContent(),
  );
  return (await Promise.all(cells)).map(Number);
}

test('search, filter, facet, rows over time, order, and the file of it', async ({ page, lab }) => {
  await page.goto(lab.url);
  await signIn(page);
  await searchFor(page, `${INDEX}*`, 'NOT kind:green');
  let found = rows.filter(isColoured);
  await expectRows(page, found.length);

  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('combobox', { name: 'Field' }).fill('n');
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('not between');
  await page.getByRole('textbox', { name: 'From' }).fill('100');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('400');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(chips(page)).toHaveText([/n not between 100 and 400/]);
  found = found.filter(({ n }) => n < 100 || n > 400);
  await expectRows(page, found.length);

  const facets = page.getByRole('complementary', { name: en.facets.label });
  await facets.getByRole('button', { name: /^Only red, / }).click();
  found = found.filter(({ kind }) => kind === 'red');
  await expectRows(page, found.length);
  await expect(chips(page)).toHaveText([/n not between/, /kind is red/]);

  found = await drawRange(page, found);
  await expectRows(page, found.length);

  const head = page.getByRole('columnheader', { name: 'n', exact: true });
  await expect(async () => {
    await head.click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending', { timeout: 2_000 });
  }).toPass();
  const inOrder = found.map(({ n }) => n).sort((a, b) => a - b);
  await expect.poll(() => firstNumbers(page, 10)).toEqual(inOrder.slice(0, 10));

  const download = await startExport(page, { format: 'NDJSON' });
  await expectStatus(exportItems(page).first(), en.exports.status.complete);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  expect(
    difference(
      lines,
      found.map((row) => JSON.stringify(row)),
    ),
  ).toEqual([]);
});

test('values are suggested as they are typed, in either case', async ({ page, lab }) => {
  await page.goto(lab.url);
  await signIn(page);
  await searchFor(page, INDEX);
  await expectRows(page, rows.length);
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('combobox', { name: 'Field' }).fill('kind');
  await page.getByRole('combobox', { name: 'Value', exact: true }).pressSequentially('zi');
  await expect(page.getByRole('option').filter({ hasText: /\d rows$/ })).toHaveText([/^ZINC/]);
});
