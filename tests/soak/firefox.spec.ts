import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from 'puppeteer-core';
import { systemFirefox } from '../../dev/test/browser.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { launchFirefox } from '../e2e/support/browsers/firefox.ts';
import { type Lab, test as labTest } from '../faults/support/lab.ts';
import { expectExactText, expectNoContexts, makeIndices, ROWS } from '../faults/support/rows.ts';
import { STORIES } from './slow.ts';

/**
 * The same in Firefox, which ends a service worker, and the download with it, when nobody speaks to it for half a
 * minute.
 */
type Firefox = { page: Page; folder: string };

const test = labTest.extend<{ firefox: Firefox }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  firefox: async ({}, use) => {
    const { browser, folder } = await launchFirefox(systemFirefox() ?? '');
    await use({ page: await browser.newPage(), folder });
    await browser.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

test.skip(systemFirefox() === undefined, 'Firefox is not installed.');
test.use({ settings: { DOWNLOAD_TIMEOUT: '900000' } });
test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

const named = (role: string, name: string) => `::-p-aria([name="${name}"][role="${role}"])`;

/** The element of that accessible name, once it is shown. */
async function find(page: Page, name: string, role?: string) {
  const selector = role === undefined ? `::-p-aria([name="${name}"])` : named(role, name);
  const element = await page.waitForSelector(selector, { visible: true });
  if (!element) throw new Error(`There is no “${name}”.`);
  return element;
}

/** Signs in, searches, and opens the dialog. */
async function begin(page: Page, lab: Lab): Promise<void> {
  // A field for passwords has no role of its own.
  const type = async (name: string, text: string) => (await find(page, name)).type(text);
  const press = async (role: string, name: string) => (await find(page, name, role)).click();
  await page.goto(`${lab.url}/?index=faults`);
  await type('User name', E2E_USER.name);
  await type('Password', E2E_USER.password);
  await press('button', 'Sign in');
  await find(page, `${ROWS.toLocaleString('en-US')} rows`, 'heading');
  await press('button', 'Export…');
  await press('radio', 'NDJSON');
}

async function rowsShown(page: Page): Promise<number> {
  const text = await page.$eval(named('region', 'Exports'), (region) => region.textContent);
  return Number(/([\d,]+) of [\d,]+ rows/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0);
}

/** While it is written, Firefox has it in a file that ends in `.part`. */
async function fileIn(folder: string): Promise<string> {
  await expect.poll(() => readdir(folder), { timeout: 60_000 }).toEqual([expect.stringMatching(/\.ndjson$/)]);
  const [name = ''] = await readdir(folder);
  return readFile(join(folder, name), 'utf8');
}

for (const { name, bytesPerSecond, tell } of STORIES) {
  test(`${name}, in Firefox`, async ({ firefox: { page, folder }, lab }) => {
    await begin(page, lab);
    lab.gate.bytesPerSecond = bytesPerSecond;
    await (await find(page, 'Start export', 'button')).click();
    await expect.poll(() => rowsShown(page), { timeout: 60_000 }).toBeGreaterThan(200);
    await tell(lab, { rowsShown: () => rowsShown(page) });
    await page.locator('::-p-text(Complete)').setTimeout(90_000).wait();
    expectExactText(await fileIn(folder), 'NDJSON');
  });
}
