import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expect, expectRows, exportToText, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Rows' });
const head = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });
/** A row by its place among all, from 1. */
const rowAt = (page: Page, place: number) => grid(page).locator(`[role="row"][aria-rowindex="${place + 1}"]`);
const textsOf = (row: Locator) => row.getByRole('gridcell').allInnerTexts();
const heads = (page: Page) =>
  page.getByRole('columnheader').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));

test('rows come as one scrolls, in the order of a column, and the table says where it ends', async ({
  signedIn: page,
}) => {
  await searchFor(page, 'flights');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '300001');
  await head(page, 'delay').click();
  await expect(head(page, 'delay')).toHaveAttribute('aria-sort', 'ascending');
  await head(page, 'delay').click();
  await expect(head(page, 'delay')).toHaveAttribute('aria-sort', 'descending');
  expect(new URL(page.url()).searchParams.get('sort')).toBe('delay:desc');

  const client = openSearch();
  const answer = await client.search({ index: 'flights', body: { sort: [{ delay: 'desc' }], size: 2000 } });
  const delays = answer.body.hits.hits.map(({ _source }) => String((_source as { delay: number }).delay));
  await client.close();
  await rowAt(page, 1).getByRole('gridcell').first().click();
  await page.keyboard.press('Escape');
  for (let place = 1; place < 2000; ) {
    expect((await textsOf(rowAt(page, place)))[1]).toBe(delays[place - 1]);
    await page.keyboard.press('Control+End');
    const row = grid(page)
      .getByRole('row')
      .filter({ has: page.locator(':focus') });
    await expect(row).toBeVisible();
    place = Math.min(Number(await row.getAttribute('aria-rowindex')) - 1, 2000);
  }
  // Only what is in sight is in the page.
  expect(await page.getByRole('row').count()).toBeLessThan(80);

  await page.goto('/?index=flights&sort=nothing:asc&columns=origin,nothing');
  await expect(page.getByRole('alert')).toContainText('cannot be sorted by “nothing”');
  expect(await heads(page)).toEqual(['origin', 'nothing']);
  await page.getByRole('button', { name: 'Remove the sort' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expectRows(page, 300_000);
});

test('columns are chosen, moved and made wider; the address, this browser and the file follow', async ({
  signedIn: page,
}) => {
  await searchFor(page, 'flights', 'origin:LAS AND distance:[2000 TO *]');
  await page.getByRole('button', { name: '5 columns' }).click();
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await chooser.getByRole('searchbox', { name: 'Find a column' }).fill('date');
  await chooser.getByRole('checkbox', { name: 'date', exact: true }).uncheck();
  await chooser.getByRole('searchbox', { name: 'Find a column' }).fill('');
  await chooser.getByRole('button', { name: 'Move destination up' }).click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: '4 of 5 columns' })).toBeFocused();
  expect(await heads(page)).toEqual(['delay', 'destination', 'distance', 'origin']);

  await head(page, 'origin').dragTo(head(page, 'delay'));
  expect(await heads(page)).toEqual(['origin', 'delay', 'destination', 'distance']);
  await page.keyboard.press('Control+ArrowRight');
  expect(await heads(page)).toEqual(['delay', 'origin', 'destination', 'distance']);
  const width = async () => (await head(page, 'origin').boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('Shift+ArrowRight');
  expect(await width()).toBeGreaterThan(before);
  await page.keyboard.press(' ');
  await page.getByRole('menuitem', { name: 'Hide column' }).click();
  await page.getByRole('button', { name: '3 of 5 columns' }).click();
  await chooser.getByRole('checkbox', { name: 'origin', exact: true }).check();
  await page.keyboard.press('Escape');
  const columns = ['delay', 'destination', 'distance', 'origin'];
  expect(await heads(page)).toEqual(columns);
  expect(page.url()).toContain('columns=delay,destination,distance,origin');
  const wide = await width();
  expect(wide).toBeGreaterThan(before);

  await page.goto('/?index=flights&q=origin:LAS+AND+distance:[2000+TO+*]');
  await expect(head(page, 'delay')).toBeVisible();
  expect(await heads(page)).toEqual(columns);
  expect(await width()).toBe(wide);
  expect(page.url()).toContain('columns=delay,destination,distance,origin');

  // The file holds what the table shows.
  const shown: string[] = [];
  const count = Number(await grid(page).getAttribute('aria-rowcount')) - 1;
  await rowAt(page, 1).getByRole('gridcell').first().click();
  await page.keyboard.press('Escape');
  for (let place = 1; place <= count; place += 1) {
    shown.push((await textsOf(rowAt(page, place))).join(','));
    if (place >= 60) break;
    await page.keyboard.press('ArrowDown');
  }
  const { text } = await exportToText(page, { format: 'CSV' });
  const [names, ...rows]: string[][] = parse(text);
  expect(names).toEqual(columns);
  expect(rows).toHaveLength(count);
  const inFile = new Set(rows.map((row) => row.join(',')));
  for (const row of shown) expect(inFile).toContain(row);
});

test('a document is read with the keyboard, and a value becomes a filter', async ({ signedIn: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await searchFor(page, 'flights', 'distance:[2000 TO *]');
  await rowAt(page, 1).getByRole('gridcell').first().click();
  const document = page.getByRole('complementary', { name: 'Document' });
  await expect(document).toContainText('1 / ');
  await page.keyboard.press('ArrowDown');
  await expect(document).toContainText('2 / ');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('j');
  await expect(document).toContainText('3 / ');
  await document.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(document.getByText('Copied')).toBeVisible();
  expect(Object.keys(JSON.parse(await copied()))).toContain('origin');
  await document.getByRole('tab', { name: 'JSON' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(document.getByRole('tab', { name: 'Fields' })).toBeFocused();
  const [, , , origin = ''] = await textsOf(rowAt(page, 3));
  await document.getByRole('button', { name: origin, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy' }).click();
  expect(await copied()).toBe(origin);
  await page.keyboard.press('Escape');
  await expect(document).toHaveCount(0);
  await expect(rowAt(page, 3).getByRole('gridcell').first()).toBeFocused();

  const client = openSearch();
  const clauses = [{ query_string: { query: 'distance:[2000 TO *]' } }, { term: { origin } }];
  const { body } = await client.count({ index: 'flights', body: { query: { bool: { filter: clauses } } } });
  await client.close();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  await page.getByRole('menuitem', { name: 'Filter for' }).press('Enter');
  await expectRows(page, body.count);
});

test('values of every kind keep the rows as they are; a page that fails and an index that vanished are told', async ({
  signedIn: page,
}) => {
  const client = openSearch();
  const odd = {
    long: 'x'.repeat(3000),
    rtl: 'שלום עולם',
    emoji: '👩‍👩‍👧‍👦 🏳️‍🌈',
    korean: '대한민국 서울',
    lines: 'a\nb',
    nothing: null,
    empty: '',
    list: [1, { a: null }],
    object: {},
  };
  const documents = Array.from({ length: 400 }, (_, n) => JSON.stringify(n === 0 ? { n, ...odd } : { n }));
  const properties = { n: { type: 'integer' } };
  await makeIndex(client, 'e2e-table', { shards: 2, documents, mappings: { dynamic: false, properties } });
  await searchFor(page, 'e2e-table', '');
  await head(page, 'n').click();
  await expect(head(page, 'n')).toHaveAttribute('aria-sort', 'ascending');
  for (const text of ['null', '""', '[1,{"a":null}]', '{}', odd.rtl, odd.korean, 'a↵b']) {
    await expect(rowAt(page, 1).getByRole('gridcell', { name: text, exact: true })).toBeAttached();
  }
  await expect(rowAt(page, 2).getByRole('gridcell', { name: '–' }).first()).toBeVisible();
  expect((await rowAt(page, 1).boundingBox())?.height).toBe((await rowAt(page, 2).boundingBox())?.height);

  let fail = true;
  await page.route('**/api/search', async (route) => {
    const isNext = route.request().postData()?.includes('"after"') ?? false;
    if (fail && isNext) await route.abort();
    else await route.continue();
  });
  await page.goto('/?index=e2e-table');
  await rowAt(page, 1).getByRole('gridcell').first().click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+End');
  await expect(page.getByText('The connection to Sluice is lost.')).toBeVisible();
  await expect(page.getByText('100 of 400 rows are loaded.')).toBeAttached();
  fail = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('100 of 400 rows are loaded.')).toHaveCount(0);
  await rowAt(page, 100).getByRole('gridcell').first().click();
  await page.keyboard.press('Control+End');
  await expect(rowAt(page, 400)).toBeVisible();

  await client.indices.delete({ index: 'e2e-table' });
  await client.close();
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('There is no such index.');
  await expect(page.getByText('from the last search that worked')).toBeVisible();
  await expect(rowAt(page, 400)).toBeVisible();
});
