import { readFile } from 'node:fs/promises';
import { expect, expectRows, expectStatus, exportItems, searchFor, startExport, test } from './support/app.ts';
import { difference, openSearch, readIndex } from './support/index.ts';

test('filters made by keys, a range drawn by keys: table, address and file hold the same rows', async ({
  signedIn: page,
}) => {
  const client = openSearch();
  const count = async (query: object) => (await client.count({ index: 'flights', body: { query } })).body.count;
  await searchFor(page, 'flights', 'distance:[200 TO 2500]');
  await expect(page.getByRole('table').or(page.getByRole('grid')).first()).toBeVisible();

  await page.getByRole('button', { name: 'Add filter' }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Field' })).toBeFocused();
  await page.keyboard.type('ori');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Field' })).toHaveValue('origin');
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('is one of');
  const value = page.getByRole('combobox', { name: 'Value', exact: true });
  await value.pressSequentially('la');
  await page.getByRole('option', { name: /^LAS/ }).click();
  await value.fill('ORD');
  await value.press('Enter');
  await value.press('Enter');
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
  await expect(chips).toHaveText([/origin is one of LAS, ORD/]);

  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('combobox', { name: 'Field' }).fill('delay');
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('not between');
  await page.getByRole('textbox', { name: 'From' }).fill('soon');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'This field holds numbers.' })).toBeVisible();
  await page.getByRole('textbox', { name: 'From' }).fill('-5');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('30');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(chips).toHaveText([/origin is one of/, /delay not between -5 and 30/]);
  const filter: object[] = [{ range: { distance: { gte: 200, lte: 2500 } } }, { terms: { origin: ['LAS', 'ORD'] } }];
  const must_not = [{ range: { delay: { gte: -5, lte: 30 } } }];
  const all = await count({ bool: { filter, must_not } });
  await expectRows(page, all);

  const start = page.getByRole('slider', { name: 'Beginning of the range' });
  // The chart of the search before may be there still when the rows have come.
  await expect(async () => {
    await start.press('PageUp');
    await expect(page).toHaveURL(/from=/, { timeout: 2_000 });
  }).toPass();
  const { from, to } = Object.fromEntries(new URL(page.url()).searchParams);
  const time = { date: { gte: from, lt: to, format: 'strict_date_optional_time' } };
  const query = { bool: { filter: [...filter, { range: time }], must_not } };
  const within = await count(query);
  expect(within).toBeLessThan(all);
  await expectRows(page, within);

  await page.reload();
  await expectRows(page, within);
  await expect(chips).toHaveCount(2);
  const download = await startExport(page, { format: 'NDJSON' });
  await expectStatus(exportItems(page).first(), 'Complete');
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  const expected = await readIndex(client, 'flights', query);
  expect(
    difference(
      lines,
      expected.map((row) => JSON.stringify(row)),
    ),
  ).toEqual([]);

  await chips
    .first()
    .getByRole('button', { name: /^origin/ })
    .press('Delete');
  await expect(chips).toHaveText([/delay not between/]);
  await page.goBack();
  await expect(chips).toHaveCount(2);
  await client.close();
});

test('a click on a facet filters, and a range drawn over the chart is the search’s own', async ({ signedIn: page }) => {
  await searchFor(page, 'flights');
  const facets = page.getByRole('complementary', { name: 'Facets' });
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
  // Of the destinations, and of the origins, which may come later.
  await expect(facets.getByRole('button', { name: /^Only ORD, / })).toHaveCount(2);
  const only = facets.getByRole('button', { name: /^Only ORD, / }).last();
  const rows = Number((await only.getAttribute('aria-label'))?.replace(/\D/g, ''));
  await only.click();
  await expect(chips).toHaveText([/origin is ORD/]);
  await expectRows(page, rows);
  await expect(only).toHaveAttribute('aria-pressed', 'true');
  const other = facets.getByRole('listitem').first();
  await other.hover();
  await other.getByRole('button', { name: /^Without / }).click();
  await expect(chips).toHaveText([/origin is ORD/, /destination is not/]);

  const chart = page.getByRole('region', { name: 'Rows over time' }).getByRole('img');
  const box = await chart.boundingBox();
  if (!box) throw new Error('The chart is not there');
  await page.mouse.move(box.x + box.width * 0.3, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20, { steps: 3 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
  const ends = page.getByRole('slider');
  const [first, behind] = [
    await ends.first().getAttribute('aria-valuenow'),
    await ends.last().getAttribute('aria-valuenow'),
  ];
  expect(Number(behind)).toBeGreaterThan(Number(first) + 5);
  await page.getByRole('button', { name: 'Clear range' }).click();
  await expect(page).not.toHaveURL(/from=/);
});

test('a query is completed, checked and mended as it is written; query DSL is another way', async ({
  signedIn: page,
}) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
  const query = page.getByRole('searchbox', { name: 'Search' });
  await query.pressSequentially('ori');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(query).toHaveValue('origin:');
  await query.pressSequentially('las');
  // Not the list of before, which has it further down.
  await expect(page.getByRole('listbox').getByRole('option').first()).toHaveAccessibleName(/^LAS/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(query).toHaveValue('origin:LAS');

  await query.fill('origin:(LAS OR ATL AND delay:[60 TO *]');
  const note = page.getByRole('status').filter({ hasText: 'The bracket opened at character 8 is never closed.' });
  await expect(note).toBeVisible();
  await expect(query).toHaveAttribute('aria-invalid', 'true');
  await note.getByRole('button', { name: 'Close it after ATL' }).click();
  await expect(query).toHaveValue('origin:(LAS OR ATL) AND delay:[60 TO *]');
  await expect(note).toHaveCount(0);

  await query.fill('orign:LAS');
  await page.getByRole('button', { name: 'Use origin' }).click();
  await query.press('Enter');
  await expect(page).toHaveURL(/q=origin:LAS/);

  await page.getByRole('combobox', { name: 'Query language' }).selectOption('Query DSL');
  const dsl = page.getByRole('textbox', { name: 'Query DSL' });
  await dsl.fill('{"range": {"delay": {"gtx": 60}}}');
  await expect(page.getByRole('status').filter({ hasText: 'gtx' })).toBeVisible();
  await dsl.fill('{"term": {"origin": "LAS"}}');
  await dsl.press('Control+Enter');
  await expect(page).toHaveURL(/dsl=/);
  const client = openSearch();
  const { body } = await client.count({ index: 'flights', body: { query: { term: { origin: 'LAS' } } } });
  await expectRows(page, body.count);
  await page.getByRole('combobox', { name: 'Query language' }).selectOption('Query string');
  await expect(query).toHaveValue('origin:LAS');
  await client.close();
});
