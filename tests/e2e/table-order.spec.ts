import type { Page } from '@playwright/test';
import { expect, expectRows, searchFor, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { makeIndex, openSearch } from './support/index.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Rows' });
const head = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });
const rowAt = (page: Page, place: number) => grid(page).locator(`[role="row"][aria-rowindex="${place + 1}"]`);
const sortOf = (page: Page) => new URL(page.url()).searchParams.get('sort');
const item = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true });
const sorted = (page: Page, text: string) =>
  expect(page.getByRole('status').filter({ hasText: text })).toHaveText(text);

/** The first rows' values, in the order of the columns. */
async function firstRows(page: Page, count: number): Promise<string[][]> {
  const rows: string[][] = [];
  for (let place = 1; place <= count; place += 1) {
    rows.push(await rowAt(page, place).getByRole('gridcell').allInnerTexts());
  }
  return rows;
}

/** The same as OpenSearch sorts them in one page. */
async function expectedRows(count: number, sort: readonly object[], query: object = { match_all: {} }) {
  const client = openSearch();
  const { body } = await client.search({
    index: 'flights',
    body: { query, size: count, sort: [...sort, { _seq_no: 'asc' }, { _index: 'asc' }] } as object,
  });
  await client.close();
  const columns = ['date', 'delay', 'distance', 'origin', 'destination'];
  return body.hits.hits.map(({ _source }) => columns.map((name) => String((_source as Record<string, unknown>)[name])));
}

test('an index with a time opens with the newest rows first, by relevance or as written on demand', async ({
  signedIn: page,
}) => {
  await searchFor(page, 'flights');
  await expect(head(page, 'date')).toHaveAttribute('aria-sort', 'descending');
  await sorted(page, 'Sorted by date descending');
  expect(sortOf(page)).toBeNull();
  expect(await firstRows(page, 10)).toEqual(await expectedRows(10, [{ date: 'desc' }]));
  const query = { query_string: { query: 'origin:LAS OR delay:60' } };
  await searchFor(page, 'flights', query.query_string.query);
  await expect(head(page, 'date')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => firstRows(page, 10)).toEqual(await expectedRows(10, [{ date: 'desc' }], query));

  // Its column turns, and then goes.
  for (const state of ['ascending', 'descending', 'none']) {
    await head(page, 'date').click();
    await expect(head(page, 'date')).toHaveAttribute('aria-sort', state);
  }
  expect(sortOf(page)).toBe('relevance');
  await expect.poll(() => firstRows(page, 10)).toEqual(await expectedRows(10, ['_score'] as never, query));
  await page.goto('/?index=flights&sort=none&q=origin:LAS+OR+delay:60');
  await expect(head(page, 'date')).toHaveAttribute('aria-sort', 'none');
  expect(await firstRows(page, 10)).toEqual(await expectedRows(10, [], query));

  const client = openSearch();
  await makeIndex(client, 'e2e-order-timeless', { documents: ['{"n":1}', '{"n":2}'] });
  await client.close();
  await searchFor(page, 'e2e-order-timeless');
  await expectRows(page, 2);
  await expect(head(page, 'n')).toHaveAttribute('aria-sort', 'none');
  expect(sortOf(page)).toBeNull();
});

test('rows are sorted by up to four columns with the pointer, the keys and the menu; the address and this browser keep it', async ({
  signedIn: page,
}) => {
  await searchFor(page, 'flights');
  await head(page, 'delay').click();
  await head(page, 'delay').click();
  await head(page, 'date').click({ modifiers: ['Shift'] });
  await expect(head(page, 'date')).toHaveAttribute('aria-sort', 'ascending');
  await expect(head(page, 'delay')).toHaveAttribute('aria-sort', 'descending');
  await expect(head(page, 'date')).toHaveAccessibleDescription(/^Column 2 of 2 that rows are sorted by, /);
  await expect(head(page, 'delay').locator('.sort-place')).toHaveText('1');
  await sorted(page, 'Sorted by delay descending, then date ascending');
  expect(sortOf(page)).toBe('delay:desc,date:asc');
  const both = [{ delay: 'desc' }, { date: 'asc' }];
  await expect.poll(() => firstRows(page, 20)).toEqual(await expectedRows(20, both));

  // From the keyboard: another one, and this one turned and taken out again, while the others stay.
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowRight');
  await expect(head(page, 'origin')).toBeFocused();
  await page.keyboard.press('Shift+Enter');
  await sorted(page, 'Sorted by delay descending, then date ascending, then origin ascending');
  await page.keyboard.press('Shift+Enter');
  await sorted(page, 'Sorted by delay descending, then date ascending, then origin descending');
  await page.keyboard.press('Shift+Enter');
  await sorted(page, 'Sorted by delay descending, then date ascending');

  await page.keyboard.press(' ');
  await item(page, 'Sort by it too, descending').press('Enter');
  await expect(head(page, 'origin')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press(' ');
  await item(page, 'Sort by it too, ascending').press('Enter');
  const four = 'Sorted by delay descending, then date ascending, then origin descending, then distance ascending';
  await sorted(page, four);
  expect(sortOf(page)).toBe('delay:desc,date:asc,origin:desc,distance:asc');
  await expectNoViolationsInThemes(page, 'sorted by four columns');
  await head(page, 'destination').click({ modifiers: ['Shift'] });
  await sorted(page, four);
  await page.keyboard.press(' ');
  await expect(page.getByText('Rows are sorted by 4 columns at most.')).toBeVisible();
  await expect(item(page, 'Sort by it too, ascending')).toBeDisabled();
  await expectNoViolationsInThemes(page, 'the menu of one column more');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Home');
  await expect(head(page, 'date')).toBeFocused();
  await page.keyboard.press(' ');
  await item(page, 'Do not sort by it').press('Enter');
  await sorted(page, 'Sorted by delay descending, then origin descending, then distance ascending');

  // Opened anew it is as it was left; another index is not; and back is what was there before.
  const kept = 'delay:desc,origin:desc,distance:asc';
  await page.goto('/?index=flights&q=distance:[2000+TO+*]');
  await expect(head(page, 'delay').locator('.sort-place')).toHaveText('1');
  expect(sortOf(page)).toBe(kept);
  await searchFor(page, 'movies');
  await expect(head(page, 'delay')).toHaveCount(0);
  expect(sortOf(page)).toBeNull();
  await searchFor(page, 'flights');
  await expect(head(page, 'delay').locator('.sort-place')).toHaveText('1');
  expect(sortOf(page)).toBe(kept);
  await head(page, 'date').click();
  await sorted(page, 'Sorted by date ascending');
  await page.goBack();
  await sorted(page, 'Sorted by delay descending, then origin descending, then distance ascending');
  expect(sortOf(page)).toBe(kept);
});

test('what has no order is not offered, and an order in the address goes without it', async ({ signedIn: page }) => {
  const client = openSearch();
  const properties = {
    words: { type: 'text' },
    price: { type: 'scaled_float', scaling_factor: 100 },
    place: { type: 'geo_point' },
    hidden: { type: 'keyword', doc_values: false },
    n: { type: 'integer' },
  };
  const documents = [3, 1, 2].map((n) => `{"n":${n},"words":"w","price":1.5,"place":"1,2","hidden":"h"}`);
  await makeIndex(client, 'e2e-order-none', { documents, mappings: { properties } });
  await client.close();
  await searchFor(page, 'e2e-order-none');
  await expectRows(page, 3);
  for (const name of ['words', 'price', 'place', 'hidden']) {
    await head(page, name).click({ modifiers: ['Shift'] });
    await expect(head(page, name)).not.toHaveAttribute('aria-sort');
    await page.keyboard.press(' ');
    for (const way of ['Sort ascending', 'Sort descending']) await expect(item(page, way)).toBeDisabled();
    await expect(page.getByText('Rows cannot be sorted by this column.')).toBeVisible();
    await page.keyboard.press('Escape');
  }
  expect(sortOf(page)).toBeNull();

  await page.goto('/?index=e2e-order-none&sort=words:asc,n:desc,gone:asc');
  await expect(page.getByRole('alert')).toHaveText(/cannot be sorted by “words”, “gone”/);
  await expect(head(page, 'n')).toHaveAttribute('aria-sort', 'descending');
  await expect(rowAt(page, 1).getByRole('gridcell', { name: '3', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Remove the sort' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(sortOf(page)).toBe('n:desc');
  await expect(head(page, 'n')).toHaveAttribute('aria-sort', 'descending');
});
