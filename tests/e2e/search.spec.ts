import { startProxyProcess } from '../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../dev/test/e2e.ts';
import { startHttpGate } from '../support/http-gate.ts';
import { settingsOver } from '../support/session.ts';
import { expect, expectRows, searchFor, signIn, test } from './support/app.ts';
import { openSearch } from './support/index.ts';

test('a search shows its exact count and the stored values, and the address holds it', async ({ signedIn: page }) => {
  const client = openSearch();
  const query = 'origin:LAS AND distance:[2000 TO *]';
  const answer = await client.search({
    index: 'flights',
    body: { query: { query_string: { query } }, sort: [{ date: 'desc' }, '_seq_no'], size: 1, track_total_hits: true },
  });
  const { total, hits } = answer.body.hits;
  const first = hits[0]?._source as Record<string, unknown>;

  await searchFor(page, 'flights', query);
  await expectRows(page, typeof total === 'object' ? total.value : Number(total));
  for (const column of ['date', 'delay', 'distance', 'origin', 'destination']) {
    await expect(page.getByRole('columnheader', { name: column })).toBeVisible();
  }
  const row = page
    .getByRole('row')
    .filter({ hasText: String(first.date) })
    .first();
  for (const value of Object.values(first)) await expect(row).toContainText(String(value));
  expect(new URL(page.url()).searchParams.get('q')).toBe(query);
  await client.close();
});

test('operators in small letters are told, and one press makes them operators', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:LAS and distance:[2000 TO *]');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await expect(page.getByText('“and” in small letters is a word to search for, not an operator.')).toBeVisible();
  await page.getByRole('button', { name: 'Use AND' }).click();
  await expect(search).toHaveValue('origin:LAS AND distance:[2000 TO *]');
  await expect(page.getByText('in small letters')).toBeHidden();
});

test('going back brings the search before', async ({ signedIn: page }) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
  await searchFor(page, 'movies');
  await expect(page.getByRole('columnheader', { name: 'Title' })).toBeVisible();
  await page.goBack();
  await expectRows(page, 300_000);
  await expect(page.getByRole('combobox', { name: 'Index' })).toHaveValue('flights');
});

test('the index is picked from the list with the keyboard alone', async ({ signedIn: page }) => {
  const index = page.getByRole('combobox', { name: 'Index' });
  await index.focus();
  await page.keyboard.type('fligh');
  await expect(page.getByRole('option', { name: /^flights/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(index).toHaveValue('flights');
  await expectRows(page, 300_000);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: '300,000 rows' }).click();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
});

test('who may not list indices types a name or a pattern', async ({ page }) => {
  const gate = await startHttpGate(process.env[E2E_OPENSEARCH] ?? '');
  gate.withoutListing = true;
  const proxy = await startProxyProcess(settingsOver(gate.url, { DEMO_PASSWORD: E2E_USER.password }));
  try {
    await page.goto(proxy.url);
    await signIn(page);
    const picker = page.getByRole('combobox', { name: 'Index' });
    const words = page.getByText('You may not list indices. Type the name or pattern you may read.');
    await expect(words.filter({ visible: true })).toHaveCount(1);
    await picker.click();
    await expect(words.filter({ visible: true })).toHaveCount(2);
    await expect(page.getByRole('option', { name: 'flights' })).toHaveCount(0);
    await picker.fill('movie*,earthquakes');
    await picker.press('Enter');
    await expectRows(page, 4_908);
    await expect(page).toHaveURL(/index=movie\*(?:,|%2C)earthquakes/);
    await picker.fill('nothing-here');
    await picker.press('Enter');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await expect(picker).toHaveValue('nothing-here');
  } finally {
    await proxy.stop();
    await gate.close();
  }
});

test('a range of time narrows the search', async ({ signedIn: page }) => {
  await page.goto('/?index=flights&from=2001-01-02T00:00:00Z&to=2001-01-03T00:00:00Z');
  const client = openSearch();
  const range = { date: { gte: '2001-01-02T00:00:00', lt: '2001-01-03T00:00:00' } };
  const { body } = await client.count({ index: 'flights', body: { query: { range } } });
  await expectRows(page, body.count);
  await page.getByRole('button', { name: /^Time range/ }).click();
  await page.getByRole('button', { name: 'Any time' }).last().click();
  await expectRows(page, 300_000);
  await client.close();
});

test('a broken query is told at its place, and the rows before stay', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:LAS');
  await expect(page.getByRole('grid')).toBeVisible();
  await searchFor(page, 'flights', 'origin:(LAS OR ATL');
  await expect(page.getByRole('alert')).toContainText('The query cannot be read.');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('from the last search that worked')).toBeVisible();
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export…' })).toHaveAttribute('aria-disabled', 'true');
  await searchFor(page, 'flights', 'origin:(LAS OR ATL)');
  await expect(page.getByRole('alert')).toHaveCount(0);

  // From many rows to one: the word follows.
  await searchFor(page, 'movies', 'Title:"The Land Girls"');
  await expectRows(page, 1);

  await page.goto('/?index=flights&q=origin:LAS&filter=delay:is:late');
  await expect(page.getByRole('alert')).toHaveText('The filter on delay cannot be read. “late” is not a number.');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveAttribute('aria-invalid', 'false');
  const chip = page.getByRole('list', { name: 'Filters' }).getByRole('button', { name: /^The filter on delay/ });
  await expect(chip).toHaveAccessibleName(/delay is late$/);
  await chip.press('Delete');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('grid')).toBeVisible();
});

test('an index that is not there, and a search without rows, say what to do', async ({ signedIn: page }) => {
  await searchFor(page, 'flightz');
  await expect(page.getByRole('alert')).toContainText('There is no such index.');
  await page.getByRole('button', { name: 'flights', exact: true }).click();
  await expectRows(page, 300_000);
  await searchFor(page, 'flights', 'origin:NOWHERE');
  await expect(page.getByRole('heading', { name: 'No row matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Every row, without the query' }).click();
  await expectRows(page, 300_000);
});

test('the answer to an older search that comes late is dropped', async ({ signedIn: page }) => {
  let held = true;
  await page.route('**/api/search', async (route) => {
    if (held) {
      held = false;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    await route.continue().catch(() => undefined);
  });
  await searchFor(page, 'flights');
  await searchFor(page, 'movies');
  await expect(page.getByRole('columnheader', { name: 'Title' })).toBeVisible();
  await page.waitForTimeout(2000);
  await expect(page.getByRole('columnheader', { name: 'Title' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'origin' })).toHaveCount(0);
});

test('a proxy that has too much to do is asked again, and only one that stays busy is told of', async ({
  signedIn: page,
}) => {
  let left = 2;
  const body = { code: 'busy', message: 'Ask again in a moment.', retryable: true, retryAfter: 50 };
  await page.route(/\/api\/(search|facets|histogram|fields)/, async (route) => {
    if (left-- > 0) await route.fulfill({ status: 503, json: { error: body } });
    else await route.continue();
  });
  await searchFor(page, 'movies');
  await expectRows(page, 3201);
  await expect(page.getByRole('alert')).toHaveCount(0);
  left = Number.POSITIVE_INFINITY;
  await searchFor(page, 'flights');
  await expect(page.getByRole('alert')).toContainText('Sluice is busy.');
  left = 0;
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expectRows(page, 300_000);
});

test('a row opens its document', async ({ signedIn: page }) => {
  await searchFor(page, 'earthquakes');
  await page.getByRole('row').nth(1).click();
  const document = page.getByRole('complementary', { name: 'Document' });
  await expect(document).toContainText('"properties": {');
  await expect(document).toContainText('1 / 1,707');
  await document.getByRole('button', { name: 'Next row' }).click();
  await expect(document).toContainText('2 / 1,707');
  await document.getByRole('button', { name: 'Close' }).click();
  await expect(document).toHaveCount(0);
});
