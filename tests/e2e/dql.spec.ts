import { expect, expectRows, exportToText, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const NESTED = 'e2e-dql';
const DOCUMENTS = Array.from({ length: 40 }, (_, n) =>
  JSON.stringify({
    n,
    items: [
      { sku: `sku-${n % 5}`, count: n % 3 },
      { sku: 'other', count: 9 },
    ],
  }),
);

test.beforeAll(async () => {
  const client = openSearch();
  const properties = { sku: { type: 'keyword' }, count: { type: 'integer' } };
  const mappings = { dynamic: false, properties: { n: { type: 'integer' }, items: { type: 'nested', properties } } };
  await makeIndex(client, NESTED, { mappings, documents: DOCUMENTS });
  await client.close();
});

test('DQL is there from the start: fields, comparisons, values and operators are suggested, and the file holds what it finds', async ({
  signedIn: page,
}) => {
  const query = page.getByRole('searchbox', { name: 'Search' });
  const option = (name: string | RegExp) => page.getByRole('option', { name });
  await expect(page.getByRole('combobox', { name: 'Query language' })).toHaveValue('dql');
  await searchFor(page, 'flights', '', 'dql');
  await expectRows(page, 300_000);
  await query.pressSequentially('orig');
  await option(/^origin/).click();
  await expect(query).toHaveValue('origin: ');
  await query.pressSequentially('LA');
  await option(/^LAS/).click();
  await expect(query).toHaveValue('origin: LAS');
  await query.pressSequentially(' ');
  await expect(option('and both hold')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(query).toHaveValue('origin: LAS and ');
  await query.pressSequentially('delay ');
  await option('>= at least').click();
  await expect(query).toHaveValue('origin: LAS and delay >= ');
  await query.pressSequentially('120');
  await query.press('Enter');
  const client = openSearch();
  const filter = [{ term: { origin: 'LAS' } }, { range: { delay: { gte: 120 } } }];
  const { body } = await client.count({ index: 'flights', body: { query: { bool: { filter } } } });
  await client.close();
  expect(body.count).toBeGreaterThan(0);
  await expectRows(page, body.count);
  expect(new URL(page.url()).searchParams.get('dql')).toBe('origin: LAS and delay >= 120');
  const { text } = await exportToText(page, { format: 'NDJSON' });
  expect(text.trimEnd().split('\n')).toHaveLength(body.count);

  // The address is the search; so is the way back.
  await page.reload();
  await expect(query).toHaveValue('origin: LAS and delay >= 120');
  await expectRows(page, body.count);
});

test('a fault is told at its place and mended; what looks like a query string is asked as one', async ({
  signedIn: page,
}) => {
  const query = page.getByRole('searchbox', { name: 'Search' });
  const language = page.getByRole('combobox', { name: 'Query language' });
  await searchFor(page, 'flights', 'origin: LAS and date >= 2001-01-02T10:30', 'dql');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The query cannot be read. “:” cannot stand here.');
  await expect(query).toHaveAttribute('aria-invalid', 'true');
  await alert.getByRole('button', { name: 'Go to it' }).click();
  expect(await query.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(37);
  await alert.getByRole('button', { name: 'Put the value in quotes' }).click();
  await expect(query).toHaveValue('origin: LAS and date >= "2001-01-02T10:30"');
  await query.press('Enter');
  await expect(page.getByRole('heading', { name: /rows$/ })).toBeVisible();
  await expect(alert).toHaveCount(0);

  // A value that its field cannot hold is OpenSearch's to tell: the value is marked.
  await searchFor(page, 'flights', 'delay: late', 'dql');
  await expect(alert).toContainText('“late” is not a number.');
  await expect(page.locator('.token-fault')).toHaveText('late');

  await query.fill('orign: LAS');
  await page.getByRole('button', { name: 'Use origin' }).click();
  await expect(query).toHaveValue('origin: LAS');

  await query.fill('origin:LAS AND delay:[120 TO 130]');
  await page.getByRole('button', { name: 'Ask it as a query string' }).click();
  await expect(language).toHaveValue('q');
  await expect(page.getByRole('heading', { name: /rows$/ })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('q')).toBe('origin:LAS AND delay:[120 TO 130]');

  // And the other way.
  await query.fill('origin: LAS and delay >= 120');
  await page.getByRole('button', { name: 'Read as DQL' }).click();
  await expect(language).toHaveValue('dql');
  await expect(page.getByRole('button', { name: 'Read as DQL' })).toHaveCount(0);
  await expect.poll(() => new URL(page.url()).searchParams.get('dql')).toBe('origin: LAS and delay >= 120');
  await page.getByRole('combobox', { name: 'Query language' }).selectOption('q');

  // What was chosen last is chosen the next time.
  await page.goto('/');
  await expect(language).toHaveValue('q');
});

test('nested objects: one that meets all, and a field of any', async ({ signedIn: page }) => {
  await searchFor(page, NESTED, 'items: { sku: sku-1 and count > 1 }', 'dql');
  await expectRows(page, DOCUMENTS.filter((_, n) => n % 5 === 1 && n % 3 === 2).length);
  await searchFor(page, NESTED, 'items.sku: sku-1 and items.count > 8', 'dql');
  await expectRows(page, 8);
  const query = page.getByRole('searchbox', { name: 'Search' });
  await query.fill('items: { sk');
  await page.getByRole('option', { name: /^items\.sku/ }).click();
  await expect(query).toHaveValue('items: { sku: ');
  await page.getByRole('option', { name: /^sku-2/ }).click();
  await expect(query).toHaveValue('items: { sku: sku-2');
});
