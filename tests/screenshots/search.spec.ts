import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { ko } from '../../client/ui/messages/ko.ts';
import { type ProxyProcess, startProxyProcess } from '../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../dev/test/e2e.ts';
import { hashPassword } from '../../proxy/auth/users.ts';
import { test } from '../e2e/support/app.ts';
import { LOOKS, pathOf, useOf } from './looks.ts';

/** What a search looks like, and each part of the page that writes one. */
const CATALOGUES = { 'en-US': en, 'ko-KR': ko };
type Words = typeof en;

const QUERY = 'origin:(ORD OR ATL OR DFW)';
const FILTERS = '&filter=delay:between:-30,240&filter=-destination:is:LAX';
const RANGE = '&from=2001-01-03T00:00:00Z&to=2001-01-10T00:00:00Z';

let proxy: ProxyProcess;
let folder: string;

/** Somebody who may read one index alone. */
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-screenshots-'));
  const usersFile = join(folder, 'users.json');
  const users = [{ name: E2E_USER.name, hash: await hashPassword(E2E_USER.password), indices: ['movies'] }];
  await writeFile(usersFile, JSON.stringify({ users }), { mode: 0o600 });
  proxy = await startProxyProcess({
    ...process.env,
    ...{ PORT: '0', OPENSEARCH_URL: process.env[E2E_OPENSEARCH] ?? '', AUTH: 'local', USERS_FILE: usersFile },
    ...{ SESSION_SECRET: 'a-secret-for-tests-of-enough-length', LOG_LEVEL: 'silent' },
  });
});
test.afterAll(async () => {
  await proxy.stop();
  await rm(folder, { recursive: true });
});

for (const look of LOOKS) {
  const { name, locale } = look;
  test.describe(name, () => {
    test.use({ ...useOf(look), actionTimeout: 20_000 });

    test('a search, and what writes it', async ({ page }) => {
      const at: At = {
        ...{ page, words: CATALOGUES[locale], isPhone: look.width < 700 },
        shoot: (state) => page.screenshot({ path: pathOf(state, name), animations: 'disabled' }),
      };
      await page.goto('/');
      await signIn(at);
      await showIndices(at);
      await showQuery(at);
      await showConditions(at);
      await showRows(at);
      await showDeadEnds(at);
    });
  });
}

type At = { page: Page; words: Words; isPhone: boolean; shoot: (state: string) => Promise<unknown> };

async function signIn({ page, words }: At): Promise<void> {
  await page.getByRole('textbox', { name: words.signIn.userName }).fill(E2E_USER.name);
  await page.getByRole('textbox', { name: words.signIn.password }).fill(E2E_USER.password);
  await page.getByRole('button', { name: words.signIn.submit }).click();
  await page.getByRole('combobox', { name: words.search.index }).waitFor();
}

/** Until rows, chart and facets are there. */
async function open({ page, words }: At, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('row').nth(6).waitFor();
  await page.getByRole('slider').first().waitFor();
  await page.getByText(words.facets.slow).first().waitFor({ state: 'hidden' });
}

async function showIndices({ page, words, shoot }: At): Promise<void> {
  await page.getByRole('button', { name: /^flights/ }).waitFor();
  await page.getByRole('combobox', { name: words.search.index }).click();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option').first().waitFor();
  await shoot('indices');
}

async function showQuery(at: At): Promise<void> {
  const { page, words, shoot } = at;
  await open(at, '/?index=flights');
  const query = page.getByRole('searchbox', { name: words.search.query });
  await query.pressSequentially('origin: (ORD or LA');
  await page.getByRole('option', { name: /^LAS/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await shoot('dql-completion');
  await query.fill('origin: LAS and date >= 2001-01-02T10:30');
  await page.getByRole('button', { name: words.query.mendDql.quote }).waitFor();
  await shoot('dql-fault');
  await page.getByRole('combobox', { name: words.query.language }).selectOption('q');
  await query.pressSequentially('origin:(ORD OR LA');
  await page.getByRole('option', { name: /^LAS/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await shoot('completion');
  await query.fill('orign:(ORD OR ATL AND delay:[60 TO *]');
  await page.getByRole('button', { name: words.query.closeAfter('ATL') }).waitFor();
  await page.getByRole('button', { name: words.query.didYouMean('origin') }).waitFor();
  await shoot('fault');
  await page.getByRole('combobox', { name: words.query.language }).selectOption('dsl');
  const dsl = page.getByRole('textbox', { name: words.query.dsl });
  await dsl.fill(
    '{\n  "bool": {\n    "filter": [{ "term": { "origin": "LAS" } }],\n    "must_not": { "rage": {} }\n  }\n}',
  );
  await page.getByRole('status').filter({ hasText: words.errors.query_invalid.what }).waitFor();
  await shoot('dsl');
}

async function showConditions(at: At): Promise<void> {
  const { page, words, isPhone, shoot } = at;
  await open(at, `/?index=flights&q=${QUERY}${FILTERS}&filter=origin:one_of:ORD,ATL&filter=delay:exists${RANGE}`);
  await shoot('chips');
  await page.getByRole('list', { name: words.filter.list }).getByRole('button').first().click();
  await page.getByRole('combobox', { name: words.filter.field }).waitFor();
  await shoot('filter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /2001/ }).first().click();
  await page.getByRole('button', { name: words.ranges.last.m(15) }).waitFor();
  await shoot('time');
  await page.keyboard.press('Escape');
  if (!isPhone) return;
  await page.getByRole('button', { name: words.facets.show, exact: true }).click();
  await shoot('facets');
  await page.keyboard.press('Escape');
}

async function showRows(at: At): Promise<void> {
  const { page, words, isPhone, shoot } = at;
  await open(at, `/?index=flights&q=${QUERY}`);
  await page.getByRole('button', { name: new RegExp(`^${words.table.columns}|${words.table.allColumns(5)}`) }).click();
  await page.getByRole('dialog', { name: words.table.columns }).waitFor();
  await shoot('columns');
  await page.keyboard.press('Escape');
  await page.getByRole('gridcell').nth(2).click({ button: 'right' });
  await page.getByRole('menuitem').first().waitFor();
  await shoot('value');
  await page.keyboard.press('Escape');
  await page.goto('/?index=earthquakes');
  await page.getByRole('row').nth(3).click();
  await page.getByRole('complementary', { name: words.document.label }).waitFor();
  if (!isPhone) await page.getByText(words.facets.slow).first().waitFor({ state: 'hidden' });
  await shoot('document');
}

async function showDeadEnds(at: At): Promise<void> {
  const { page, words, shoot } = at;
  await page.goto(`/?index=flights&q=${QUERY}&filter=carrier:is:UA${RANGE}`);
  await page.getByRole('heading', { name: words.results.none }).waitFor();
  await shoot('empty');
  await page.goto('/?index=flightz&q=origin:LAS');
  await page.getByRole('alert').getByRole('button', { name: 'flights' }).waitFor();
  await shoot('vanished');
  // A cookie knows no ports: the other proxy's session would do here, too.
  await page.context().clearCookies();
  await page.goto(proxy.url);
  await signIn(at);
  await page.goto(`${proxy.url}/?index=flights&q=origin:LAS`);
  await page.getByRole('alert').getByRole('button', { name: 'movies' }).waitFor();
  await shoot('forbidden');
}
