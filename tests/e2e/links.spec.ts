import { readFile } from 'node:fs/promises';
import { expect, expectRows, expectStatus, exportItems, signIn, test } from './support/app.ts';
import { openSearch } from './support/index.ts';

/** Of 2.10: columns, an order, a pinned filter, one of its own and a query. */
const LINK =
  "https://dash.example/_dashboards/app/data-explorer/discover#?_a=(discover:(columns:!(origin,destination,delay),isDirty:!f,sort:!(!(delay,desc))),metadata:(indexPattern:flights,view:discover))&_g=(filters:!(('$state':(store:globalState),meta:(disabled:!f,key:origin,negate:!f,type:phrases),query:(bool:(minimum_should_match:1,should:!((match_phrase:(origin:LAS)),(match_phrase:(origin:ORD))))))),time:(from:'2001-01-01T00:00:00.000Z',to:'2001-01-31T23:59:59.999Z'))&_q=(filters:!((meta:(disabled:!f,key:delay,negate:!t,type:range),range:(delay:(gte:0,lt:15))),(meta:(disabled:!t,key:destination,negate:!f,type:phrase),query:(match_phrase:(destination:LAX)))),query:(dataset:(id:'::flights',timeFieldName:date,title:flights,type:INDEXES),language:lucene,query:'distance:%5B500%20TO%20*%5D'))";

const QUERY = {
  bool: {
    filter: [
      { terms: { origin: ['LAS', 'ORD'] } },
      { range: { distance: { gte: 500 } } },
      {
        range: {
          date: {
            gte: '2001-01-01T00:00:00.000Z',
            lte: '2001-01-31T23:59:59.999Z',
            format: 'strict_date_optional_time',
          },
        },
      },
    ],
    must_not: [{ range: { delay: { gte: 0, lt: 15 } } }],
  },
};

async function countOf(query: object): Promise<number> {
  const client = openSearch();
  const { body } = await client.count({ index: 'flights', body: { query } });
  await client.close();
  return body.count;
}

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

test('from the page’s load by keys alone: a link is pasted, and its rows are on their way into a file', async ({
  signedIn: page,
}) => {
  const expected = await countOf(QUERY);
  await page.evaluate((link) => navigator.clipboard.writeText(link), LINK);
  await page.goto('/');
  await expect(page.getByRole('combobox', { name: 'Index' })).toBeVisible();
  let presses = 0;
  const press = async (keys: string) => {
    presses += 1;
    await page.keyboard.press(keys);
  };
  await press('/');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
  await press('Control+v');
  await expectRows(page, expected);
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('listitem');
  await expect(chips).toHaveText([/origin is one of LAS, ORD/, /not: delay ≥ 0, < 15/]);
  await expect(page.getByRole('region', { name: 'From the link' })).toContainText(
    'The filter “destination” is switched off there.',
  );
  await expect(page.getByRole('columnheader')).toHaveText([/origin/, /destination/, /delay/]);
  await expect(page).toHaveURL(/sort=delay:desc/);

  const download = page.waitForEvent('download');
  await press('e');
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
  const start = page.getByRole('button', { name: 'Start export' });
  while (presses < 9 && !(await start.evaluate((button) => button === document.activeElement)))
    await press('Shift+Tab');
  await expect(start).toBeFocused();
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  await press('Enter');
  const file = await download;
  expect(presses).toBeLessThan(10);
  await expectStatus(exportItems(page).first(), 'Complete');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines).toHaveLength(expected + 1);
});

test('a link in the address is opened, and what it says of itself is the search', async ({ page, signedIn }) => {
  const expected = await countOf(QUERY);
  await signedIn.goto(`/?from=${encodeURIComponent(LINK)}`);
  await expectRows(page, expected);
  await expect(page).toHaveURL(/\?index=flights&/);
  await page.reload();
  await expectRows(page, expected);
  // One that somebody put there as it is.
  await page.goto('about:blank');
  await page.goto(`/?from=${LINK}`);
  await expectRows(page, expected);
});

test('what cannot be taken over says why, and the page stays where it is', async ({ signedIn: page }) => {
  const search = page.getByRole('searchbox', { name: 'Search' });
  const told = page.getByRole('region', { name: 'From the link' });
  await search.fill('https://dash.example/goto/1a2b3c4d5e6f');
  await search.press('Enter');
  await expect(told).toContainText('A short link');
  await expect(page).toHaveURL(/\/$/);
  await expect(search).toHaveValue('');
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await expect(told).toHaveCount(0);

  const ppl = LINK.replace('language:lucene', 'language:PPL').replace(/_g=.*?&_q/, '_g=h@1a2b3c4&_q');
  await search.fill(ppl);
  await search.press('Enter');
  await expect(told).toContainText('The query is in PPL');
  await expect(told).toContainText('“_g” is kept in the browser');
});

test('the index behind an id is read, or asked for once', async ({ signedIn: page }) => {
  const link = (id: string) =>
    `https://dash.example/app/discover#/?_g=(time:(from:now-90y,to:now))&_a=(index:'${id}',query:(language:lucene,query:'origin:LAS'))`;
  const expected = await countOf({ term: { origin: 'LAS' } });
  const search = page.getByRole('searchbox', { name: 'Search' });
  const dialog = page.getByRole('dialog', { name: 'Which index is it?' });
  await search.fill(link('d3d7af60-4c81-11e8-b3d7-01146121b73d'));
  await search.press('Enter');
  await expect(dialog).toContainText('d3d7af60-4c81-11e8-b3d7-01146121b73d');
  await dialog.getByRole('combobox', { name: 'Index or pattern' }).fill('flights');
  await dialog.getByRole('button', { name: 'Search' }).click();
  await expectRows(page, expected);
  await page.getByRole('link', { name: 'Sluice, start page' }).click();
  await search.fill(link('d3d7af60-4c81-11e8-b3d7-01146121b73d'));
  await search.press('Enter');
  await expectRows(page, expected);
  await expect(dialog).toHaveCount(0);
});

test('a search opens in Dashboards, where there is one, and comes back from there as it was', async ({ page }) => {
  await page.route('**/api/session', async (route) => {
    const response = await route.fetch();
    const body = await response.json().catch(() => undefined);
    const dashboards = 'https://dash.example/_dashboards';
    await route.fulfill({ response, ...(body?.user ? { json: { ...body, dashboards } } : {}) });
  });
  await page.goto('/?index=flights&dql=origin:+LAS&filter=delay:between:60,&columns=origin,delay&sort=delay:asc');
  await signIn(page);
  const expected = await countOf({
    bool: { filter: [{ term: { origin: 'LAS' } }, { range: { delay: { gte: 60 } } }] },
  });
  await expectRows(page, expected);
  const link = page.getByRole('link', { name: 'Open in Dashboards' });
  await expect(link).toHaveAttribute('href', /^https:\/\/dash\.example\/_dashboards\/app\/data-explorer\/discover#\?/);
  await expect(link).toHaveAttribute('rel', 'noopener');
  const href = (await link.getAttribute('href')) ?? '';
  await page.goto(`/?from=${encodeURIComponent(href)}`);
  await expectRows(page, expected);
  await expect(page).toHaveURL(/dql=origin:\+LAS/);
  await expect(page).toHaveURL(/sort=delay:asc/);
});
