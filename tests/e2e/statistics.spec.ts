import type { Page } from '@playwright/test';
import { expect, expectRows, searchFor, test } from './support/app.ts';
import { openSearch } from './support/index.ts';

const head = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });
const QUERY = 'origin:LAS AND distance:[2000 TO *]';

/** The rows of the search, read one by one. */
async function readRows(): Promise<{ destination: string; distance: number }[]> {
  const client = openSearch();
  const query = { query_string: { query: QUERY } };
  const answer = await client.search({ index: 'flights', body: { query, size: 10_000, track_total_hits: true } });
  await client.close();
  const { total, hits } = answer.body.hits;
  const rows = hits.map(({ _source }) => _source as { destination: string; distance: number });
  expect(total).toMatchObject({ value: rows.length });
  return rows;
}

test('a column’s statistics are those of all rows of the search, and a value of them becomes a filter', async ({
  signedIn: page,
}) => {
  const rows = await readRows();
  await searchFor(page, 'flights', QUERY);
  await expectRows(page, rows.length);

  // By the keyboard alone: the heading's menu, its entry, and back.
  await page.getByRole('gridcell').first().focus();
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight', ' ']) await page.keyboard.press(key);
  await page.getByRole('menuitem', { name: 'Statistics' }).press('Enter');
  const numbers = page.getByRole('dialog', { name: 'Statistics of distance' });
  await expect(numbers.getByRole('button', { name: 'Close' })).toBeFocused();
  const distances = rows.map(({ distance }) => distance);
  const figure = (name: string) => numbers.locator('dl > div', { hasText: name }).locator('dd');
  await expect(figure('Rows with a value')).toHaveText(`${rows.length.toLocaleString('en')} 100%`);
  await expect(figure('Rows without')).toHaveText('0 0%');
  await expect(figure('Lowest')).toHaveText(String(Math.min(...distances)));
  await expect(figure('Highest')).toHaveText(String(Math.max(...distances)));
  await expect(figure('Sum')).toHaveText(distances.reduce((sum, one) => sum + one, 0).toLocaleString('en'));
  await expect(figure('Different values')).toHaveText(new Set(distances).size.toLocaleString('en'));
  await page.keyboard.press('Escape');
  await expect(numbers).toHaveCount(0);
  await expect(head(page, 'distance')).toBeFocused();

  await head(page, 'destination').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Statistics' }).click();
  const words = page.getByRole('dialog', { name: 'Statistics of destination' });
  const listOf = (name: string) => rows.filter(({ destination }) => destination === name);
  const names = [...new Set(rows.map(({ destination }) => destination))];
  const [most = []] = names.map(listOf).sort((a, b) => b.length - a.length);
  const value = most[0]?.destination ?? '';
  const listed = words.getByRole('listitem').first();
  await expect(listed).toContainText(most.length.toLocaleString('en'));
  await listed.getByRole('button', { name: `Filter for ${value}` }).click();
  await expect(words).toHaveCount(0);
  await expectRows(page, most.length);
});

test('statistics that fail say so and are asked for again; closed, they are waited for no more', async ({
  signedIn: page,
}) => {
  await searchFor(page, 'flights', QUERY);
  const open = async () => {
    await head(page, 'origin').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Statistics' }).click();
  };
  const error = { code: 'page_partial', message: 'A part.', retryable: true };
  await page.route('**/api/column', (route) => route.fulfill({ status: 503, json: { error } }), { times: 1 });
  await open();
  const dialog = page.getByRole('dialog', { name: 'Statistics of origin' });
  await expect(dialog.getByRole('alert')).toContainText('page_partial');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(head(page, 'origin')).toBeFocused();

  await page.route('**/api/column', () => {});
  const left = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/column'));
  await open();
  await expect(dialog.getByRole('status')).toHaveText('Counting…');
  await page.keyboard.press('Escape');
  expect((await left).failure()?.errorText).toContain('ABORTED');
});
