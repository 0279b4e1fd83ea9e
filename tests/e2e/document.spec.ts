import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const INDEX = 'e2e-document';
const ROWS = 400;
/** Megabytes of JSON, in thousands of fields. */
const large = () =>
  Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, `value ${i} ${'x'.repeat(400)}`]));

test.beforeAll(async () => {
  const client = openSearch();
  const documents = Array.from({ length: ROWS }, (_, n) => {
    if (n === 1) return JSON.stringify({ n, large: large() });
    const text = `${'line '.repeat(200)}Needle (1.5) at the end`;
    return JSON.stringify({ n, needle: { of: 'hay', text }, tags: ['a', 'needle'] });
  });
  const mappings = { dynamic: false, properties: { n: { type: 'integer' } } };
  await makeIndex(client, INDEX, { shards: 2, documents, mappings });
  await client.close();
});

const panel = (page: Page) => page.getByRole('complementary', { name: 'Document' });
const field = (page: Page) => panel(page).getByRole('searchbox', { name: 'Find in this document' });
const cell = (page: Page, row: number) => page.locator(`[aria-rowindex="${row + 1}"] [role="gridcell"]`).first();

/** The marked texts of the JSON; the present one first, and whether it is in sight. */
const markedJson = (page: Page) =>
  page.evaluate(() => {
    const texts = (name: string) => [...(CSS.highlights.get(name) ?? [])].map((range) => (range as Range).toString());
    const [now] = CSS.highlights.get('document-hit') ?? [];
    const inner = (now as Range | undefined)?.getBoundingClientRect();
    const outer = document.querySelector('#document-json')?.getBoundingClientRect();
    const isSeen = inner && outer ? inner.top >= outer.top && inner.bottom <= outer.bottom : false;
    return { all: texts('document-hits'), now: texts('document-hit'), isSeen };
  });

test('a text is found in the names and values of a document, in both of its views', async ({ signedIn: page }) => {
  await page.goto(`/?index=${INDEX}&sort=n:asc`);
  await cell(page, 1).click();
  await panel(page).getByRole('tab', { name: 'JSON' }).focus();
  await page.keyboard.press('Control+f');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('needle');
  await expect(panel(page).getByRole('status')).toHaveText('1 of 3');
  expect(await markedJson(page)).toEqual({ all: ['needle', 'Needle', 'needle'], now: ['needle'], isSeen: true });
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('status')).toHaveText('2 of 3');
  expect(await markedJson(page)).toMatchObject({ now: ['Needle'], isSeen: true });
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(panel(page).getByRole('status')).toHaveText('3 of 3');

  await panel(page).getByRole('tab', { name: 'Fields' }).click();
  // By each field's path, the name is in two of them.
  await expect(panel(page).getByRole('status')).toHaveText('1 of 4');
  await expect(panel(page).getByRole('listitem')).toHaveCount(3);
  await expect(panel(page).locator('mark')).toHaveText(['needle', 'needle', 'Needle', 'needle']);
  await page.keyboard.press('/');
  await field(page).fill('(1.5)');
  await expect(panel(page).getByRole('status')).toHaveText('1 of 1');
  await expect(panel(page).locator('mark[data-now]')).toBeInViewport();
  await field(page).fill('nowhere');
  await expect(panel(page).getByRole('status')).toHaveText('Not found');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await expect(panel(page).locator('mark')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
});

test('megabytes of JSON are looked through at once, and what is wanted stays from document to document', async ({
  signedIn: page,
}) => {
  await page.goto(`/?index=${INDEX}&sort=n:asc&columns=n`);
  await cell(page, 2).click();
  const started = Date.now();
  await field(page).fill('value 49');
  await expect(panel(page).getByRole('status')).toHaveText('1 of 111');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Enter');
  expect(await markedJson(page)).toMatchObject({ now: ['value 49'], isSeen: true });
  await field(page).fill('x');
  await expect(panel(page).getByRole('status')).toHaveText('1 of 10,000 or more');
  await panel(page).getByRole('tab', { name: 'Fields' }).click();
  await field(page).fill('value 4999');
  await expect(panel(page).getByRole('status')).toHaveText('1 of 1');
  await expect(panel(page).getByText('large.f4999')).toBeVisible();
  expect(Date.now() - started).toBeLessThan(20_000);
  await field(page).fill('hay');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(panel(page).getByRole('status')).toHaveText('1 of 1');
  await expect(panel(page)).toContainText('3 / 400');
});

test('the next document behind the last one that is loaded is loaded, and the table goes along', async ({
  signedIn: page,
}) => {
  let fail = true;
  await page.route('**/api/search', async (route) => {
    const isNext = route.request().postData()?.includes('"after"') ?? false;
    if (fail && isNext) await route.abort();
    else await route.continue();
  });
  await page.goto(`/?index=${INDEX}&sort=n:asc&columns=n`);
  await cell(page, 1).click();
  await page.keyboard.press('j');
  await expect(panel(page)).toContainText('2 / 400');
  await cell(page, 1).click();
  await cell(page, 1).focus();
  await page.keyboard.press('Control+End');
  await expect(panel(page)).toContainText('100 / 400');
  await page.keyboard.press('j');
  await expect(panel(page).getByRole('alert')).toContainText('The connection to Sluice is lost.');
  fail = false;
  await page.keyboard.press('j');
  await expect(panel(page)).toContainText('101 / 400');
  await expect(panel(page).getByRole('alert')).toHaveCount(0);
  await expect(cell(page, 101)).toBeInViewport();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('j');
  await expect(cell(page, 104)).toBeInViewport();
  await expect(page.locator('[aria-rowindex="105"]')).toHaveAttribute('aria-selected', 'true');
});
