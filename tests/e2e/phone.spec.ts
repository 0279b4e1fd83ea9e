import { readFile } from 'node:fs/promises';
import { test as base, type Locator, type Page, type TestInfo } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { chooseLanguage, expect, expectRows, expectStatus, exportItems } from './support/app.ts';
import { expectNoViolations } from './support/axe.ts';
import { difference, openSearch, readIndex } from './support/index.ts';
import { expectTargets, swipe } from './support/touch.ts';

const test = base.extend({});
test.use({
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  contextOptions: { reducedMotion: 'reduce' },
});

const COLUMNS = ['date', 'delay', 'distance', 'origin', 'destination'];
const QUERY = {
  bool: {
    must: [{ range: { distance: { gte: 200, lte: 2500 } } }],
    filter: [{ terms: { origin: ['LAS', 'ORD'] } }, { range: { delay: { gte: 30 } } }],
  },
};

/** What holds of each state that a phone shows: nothing beside the page, all of it to be tapped, no rule of axe's broken. */
async function expectFit(page: Page, state: string, info: TestInfo): Promise<void> {
  const path = info.outputPath(`${state}.png`);
  await page.screenshot({ path });
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `${state}: the page’s width`).toBe(360);
  await expectTargets(page, state);
  await expectNoViolations(page, state);
}

/** As thumbs write: a tap, and then the keyboard that comes up. */
async function write(field: Locator, text: string): Promise<void> {
  await field.tap();
  await field.pressSequentially(text);
}

async function signIn(page: Page): Promise<void> {
  await write(page.getByRole('textbox', { name: 'User name' }), E2E_USER.name);
  await write(page.getByRole('textbox', { name: 'Password' }), E2E_USER.password);
  await page.getByRole('button', { name: 'Sign in' }).tap();
}

async function search(page: Page): Promise<void> {
  await write(page.getByRole('combobox', { name: 'Index' }), 'fli');
  await page.getByRole('option', { name: /^flights/ }).tap();
  await chooseLanguage(page, 'q');
  await write(page.getByRole('searchbox', { name: 'Search' }), 'distance:[200 TO 2500]');
  await page.getByRole('button', { name: 'Search', exact: true }).tap();
  await expect(page.getByRole('grid', { name: 'Rows' })).toBeVisible();
}

async function filter(page: Page, info: TestInfo): Promise<void> {
  await page.getByRole('button', { name: 'Add filter' }).tap();
  await write(page.getByRole('combobox', { name: 'Field' }), 'ori');
  await page.getByRole('option', { name: /^origin/ }).tap();
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('is one of');
  const value = page.getByRole('combobox', { name: 'Value', exact: true });
  await write(value, 'la');
  await page.getByRole('option', { name: /^LAS/ }).tap();
  await write(value, 'or');
  await page.getByRole('option', { name: /^ORD/ }).tap();
  await expectFit(page, 'filter', info);
  await page.getByRole('button', { name: 'Apply' }).tap();

  await page.getByRole('button', { name: 'Add filter' }).tap();
  await write(page.getByRole('combobox', { name: 'Field' }), 'del');
  await page.getByRole('option', { name: /^delay/ }).tap();
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('between');
  await write(page.getByRole('textbox', { name: 'From' }), '30');
  await page.getByRole('button', { name: 'Apply' }).tap();
  await expect(page.getByRole('list', { name: 'Filters' }).getByRole('listitem')).toHaveText([
    /origin is one of LAS, ORD/,
    /delay at least 30/,
  ]);
}

/** To rows that were not there at first, down and up again, and to the last column. */
async function scrollTable(page: Page, info: TestInfo): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Rows' });
  const last = async () => Number(await grid.getByRole('row').last().getAttribute('aria-rowindex'));
  const first = await last();
  await expect(async () => {
    await swipe(grid, { y: -500 });
    expect(await last()).toBeGreaterThan(first + 40);
  }).toPass();
  await expect(grid.getByRole('gridcell').first()).not.toBeEmpty();
  const destination = page.getByRole('columnheader', { name: 'destination', exact: true });
  await swipe(grid, { x: -600 });
  await expect(destination).toBeInViewport();
  await expectFit(page, 'scrolled', info);
  await grid.getByRole('row').nth(8).getByRole('gridcell').last().tap();
  await expect(page.getByRole('complementary', { name: 'Document' })).toBeVisible();
  await expectFit(page, 'document', info);
  await page.getByRole('complementary', { name: 'Document' }).getByRole('button', { name: 'Close' }).tap();
}

test('a phone: from sign-in to a finished file by taps alone', async ({ page }, info) => {
  test.slow();
  const client = openSearch();
  const wanted = await readIndex(client, 'flights', QUERY);
  await client.close();
  await page.goto('/');
  await expectFit(page, 'sign-in', info);
  await signIn(page);
  await expect(page.getByRole('combobox', { name: 'Index' })).toBeVisible();
  await expectFit(page, 'start', info);
  await search(page);
  await expectFit(page, 'found', info);
  await filter(page, info);
  await expectRows(page, wanted.length);
  await expectFit(page, 'filtered', info);
  await page.getByRole('button', { name: 'Facets', exact: true }).tap();
  await expectFit(page, 'facets', info);
  await page.getByRole('complementary', { name: 'Facets' }).getByRole('button', { name: 'Close' }).tap();
  await scrollTable(page, info);

  await page.getByRole('button', { name: 'Export…' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByText('NDJSON', { exact: true }).tap();
  await expectFit(page, 'dialog', info);
  await dialog.getByText('CSV', { exact: true }).tap();
  await dialog.locator('.more-options > summary').tap();
  await expectFit(page, 'options', info);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Start export' }).tap();
  const file = await download;
  await expectStatus(exportItems(page).first(), 'Complete');
  await exportItems(page).first().getByText('By shard').tap();
  await expectFit(page, 'complete', info);

  const [header, ...rows]: string[][] = parse(await readFile(await file.path(), 'utf8'), { record_delimiter: '\r\n' });
  expect(header).toEqual(COLUMNS);
  expect(rows).toHaveLength(wanted.length);
  const expected = wanted.map((row) => COLUMNS.map((column) => String(row[column])).join('|'));
  expect(
    difference(
      rows.map((row) => row.join('|')),
      expected,
    ),
  ).toEqual([]);
});
