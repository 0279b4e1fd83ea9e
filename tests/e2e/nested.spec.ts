import { expect, expectRows, exportToText, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const NESTED = 'e2e-nested';
const IN_ROOT = 'e2e-in-root';
const OBJECTS = 'e2e-not-nested';

type Item = { sku: string; at: string };
/** Row `n` has the items n, n + 1 and so on: one as an object, several as an array, some rows none. */
const ROWS = Array.from({ length: 60 }, (_, n) => ({
  n,
  items: Array.from({ length: n % 4 }, (_, i) => ({
    sku: `sku-${(n + i) % 6}`,
    at: new Date(Date.UTC(2001, 0, 1 + ((n + i) % 20))).toISOString(),
  })),
}));
const DOCUMENTS = ROWS.map(({ n, items }) =>
  JSON.stringify(items.length === 0 ? { n } : { n, items: items.length === 1 ? items[0] : items }),
);
const mappingsOf = (items: object) => ({
  dynamic: false,
  properties: {
    n: { type: 'integer' },
    items: { ...items, properties: { sku: { type: 'keyword' }, at: { type: 'date' } } },
  },
});
const rowsWith = (matches: (item: Item) => boolean) => ROWS.filter(({ items }) => items.some(matches));
const documentsOf = (rows: typeof ROWS) => rows.map(({ n }) => DOCUMENTS[n]).sort();

test.beforeAll(async () => {
  const client = openSearch();
  await makeIndex(client, NESTED, { shards: 2, mappings: mappingsOf({ type: 'nested' }), documents: DOCUMENTS });
  const inRoot = mappingsOf({ type: 'nested', include_in_root: true });
  await makeIndex(client, IN_ROOT, { mappings: inRoot, documents: DOCUMENTS });
  await makeIndex(client, OBJECTS, { mappings: mappingsOf({}), documents: DOCUMENTS });
  await client.close();
});

test('a value in a nested cell filters, and a time range on nested dates finds its rows: table, chart and file agree', async ({
  signedIn: page,
}) => {
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
  await searchFor(page, NESTED);
  await expectRows(page, ROWS.length);
  const facets = page.getByRole('complementary', { name: 'Facets' });
  const has3 = rowsWith(({ sku }) => sku === 'sku-3');
  await expect(facets.getByRole('button', { name: `Only sku-3, ${has3.length} rows` })).toBeVisible();

  // An object's own cell, and one value of an array's.
  const document = page.getByRole('complementary', { name: 'Document' });
  await page.getByRole('gridcell', { name: 'sku-3', exact: true }).first().click();
  await document.getByRole('tab', { name: 'Fields' }).click();
  await document.getByRole('button', { name: 'sku-3', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Filter for', exact: true }).click();
  await expect(chips).toHaveText([/items\.sku is sku-3/]);
  await expectRows(page, has3.length);
  const array = { name: /^\[\{.*sku-4/ };
  await page.getByRole('gridcell', array).first().click();
  await document.getByRole('tab', { name: 'Fields' }).click();
  await document.getByRole('button', array).click();
  await page.getByRole('menuitem', { name: 'Filter for items.sku: sku-4' }).click();
  await expect(chips).toHaveText([/items\.sku is sku-3/, /items\.sku is sku-4/]);
  const both = has3.filter(({ items }) => items.some(({ sku }) => sku === 'sku-4'));
  expect(both.length).toBeGreaterThan(0);
  await expectRows(page, both.length);

  await page.getByRole('button', { name: 'Remove all' }).click();
  await expectRows(page, ROWS.length);
  const [from, to] = ['2001-01-05T00:00:00.000Z', '2001-01-08T00:00:00.000Z'];
  await page.getByRole('button', { name: /^Time range/ }).click();
  await page.getByLabel('From', { exact: true }).fill('2001-01-05T00:00:00');
  await page.getByLabel('To', { exact: true }).fill('2001-01-08T00:00:00');
  await page.getByRole('button', { name: 'Apply' }).click();
  const within = rowsWith(({ at }) => at >= from && at < to);
  await expectRows(page, within.length);
  await expect(page.getByRole('region', { name: 'Rows over time' }).getByRole('img')).toBeVisible();
  const { text } = await exportToText(page, { format: 'NDJSON' });
  expect(text.trimEnd().split('\n').sort()).toEqual(documentsOf(within));
});

test('a query string on a nested field is told to find nothing there, and one press mends it', async ({
  signedIn: page,
}) => {
  const query = page.getByRole('searchbox', { name: 'Search' });
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
  const note = page.getByRole('status').filter({ hasText: '“items.sku” stands in nested objects (“items”)' });
  await searchFor(page, NESTED, 'n:<50 AND NOT items.sku:sku-3');
  await expectRows(page, 50);
  await expect(note).toContainText(`it misses ${rowsWith(() => true).length} rows`);
  await note.getByRole('button', { name: 'Make it a filter' }).click();
  const without = ROWS.filter(({ n, items }) => n < 50 && !items.some(({ sku }) => sku === 'sku-3'));
  await expectRows(page, without.length);
  await expect(query).toHaveValue('n:<50');
  await expect(chips).toHaveText([/items\.sku is not sku-3/]);
  await expect(note).toHaveCount(0);

  // As long as nobody knows what is nested, nothing is shown that may be wrong.
  await page.route('**/api/fields*', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: / rows?$/ })).toHaveCount(0);
  await page.unroute('**/api/fields*');
  await page.reload();
  await expectRows(page, without.length);

  await page.goBack();
  await expect(query).toHaveValue('n:<50 AND NOT items.sku:sku-3');
  await query.fill('n:7 OR items.sku:sku-3');
  await note.getByRole('button', { name: 'Ask it in query DSL' }).click();
  const either = ROWS.filter(({ n, items }) => n === 7 || items.some(({ sku }) => sku === 'sku-3'));
  await expectRows(page, either.length);
  await expect(page.getByRole('textbox', { name: 'Query DSL' })).toHaveValue(/"nested"/);
  await page.getByRole('combobox', { name: 'Query language' }).selectOption('Query string');
  await expect(query).toHaveValue('n:7 OR items.sku:sku-3');

  // Where the mapping writes nested values into the rows as well, the query string finds them.
  await searchFor(page, IN_ROOT, 'items.sku:sku-3');
  await expectRows(page, rowsWith(({ sku }) => sku === 'sku-3').length);
  await expect(
    page
      .getByRole('complementary', { name: 'Facets' })
      .getByRole('button', { name: /^Only / })
      .first(),
  ).toBeVisible();
  await expect(note).toHaveCount(0);
});

test('where a field is nested in one index only, both give their rows, and what cannot be counted says so', async ({
  signedIn: page,
}) => {
  const is3 = rowsWith(({ sku }) => sku === 'sku-3');
  const time = 'from=2001-01-05T00:00:00Z&to=2001-01-08T00:00:00Z';
  await page.goto(`/?index=${NESTED},${OBJECTS}&filter=items.sku:is:sku-3`);
  await expectRows(page, 2 * is3.length);
  await expect(page.getByRole('complementary', { name: 'Facets' })).toContainText('Not counted, as the indices differ');
  await expect(page.getByRole('region', { name: 'Rows over time' })).toContainText('No chart');
  const { text } = await exportToText(page, { format: 'NDJSON' });
  expect(text.trimEnd().split('\n').sort()).toEqual(documentsOf([...is3, ...is3]));
  await page.goto(`/?index=${NESTED},${OBJECTS}&filter=-items.sku:is:sku-3&${time}`);
  const within = rowsWith(({ at }) => at >= '2001-01-05' && at < '2001-01-08');
  await expectRows(page, 2 * within.filter(({ items }) => items.every(({ sku }) => sku !== 'sku-3')).length);

  await searchFor(page, `${NESTED},${OBJECTS}`, 'items.sku:sku-3');
  await page.getByRole('button', { name: 'Make it a filter' }).click();
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('');
  await expect(page).toHaveURL(/filter=items\.sku:is:sku-3/);
});
