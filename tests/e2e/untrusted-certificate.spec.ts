import type { Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { type ProxyProcess, startProxyProcess } from '../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../dev/test/e2e.ts';
import { smallDocs } from '../support/documents.ts';
import { makeIndex } from '../support/indices.ts';
import { type PathFront, startPathFront } from '../support/path-front.ts';
import { TEST_TLS } from '../support/tls.ts';
import { expect, expectRows, exportToText, openExport, searchFor, signIn, test } from './support/app.ts';
import { difference, openSearch } from './support/index.ts';

/** A certificate that somebody made for a first try: Chromium shows the page on request, and refuses its service worker all the same. */
const BASE = '/sluice/';
const INDEX = 'places-untrusted';
const docs = smallDocs(20_000, 'untrusted');
let proxy: ProxyProcess;
let front: PathFront;

test.beforeAll(async () => {
  const client = openSearch();
  await makeIndex(client, INDEX, docs, { shards: 2 });
  await client.close();
  proxy = await startProxyProcess({
    ...process.env,
    ...{ PORT: '0', BASE_PATH: BASE, TRUSTED_PROXIES: '127.0.0.1', OPENSEARCH_URL: process.env[E2E_OPENSEARCH] },
    ...{ AUTH: 'local', DEMO_PASSWORD: E2E_USER.password, SESSION_SECRET: 'a-secret-for-tests-of-enough-length' },
    ...{ LOG_LEVEL: 'warn', AUDIT_LOG: 'off' },
  });
  front = await startPathFront(proxy.url, BASE, { way: 'passed on', tls: TEST_TLS });
});
test.afterAll(async () => {
  await front?.close();
  await proxy?.stop();
  const client = openSearch();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

test('a page whose certificate the browser does not trust gathers a file in memory, and says why', async ({ page }) => {
  // Without a picker, as in Firefox and Safari: where there is one, the dialog asks for a place.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await openPastWarning(page);
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect(dialog).toContainText(en.dialog.memory.larger.untrusted);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const { text } = await exportToText(page, { format: 'NDJSON' });
  const rows = docs.map(({ source }) => source);
  expect(difference(text.trimEnd().split('\n'), rows)).toEqual([]);
});

test('with a picker, the place that cannot be chosen says why', async ({ page }) => {
  await openPastWarning(page);
  const dialog = await openExport(page, { format: 'NDJSON' });
  const downloads = dialog.getByRole('radio', { name: en.dialog.places.downloads });
  await expect(downloads).toBeDisabled();
  await expect(downloads).toHaveAccessibleDescription(
    `${en.dialog.placeHelp.downloads} ${en.dialog.notHere.untrusted}`,
  );
  await expect(dialog.getByText(en.dialog.notHere.untrusted)).toBeVisible();
  const picked = dialog.getByRole('radio', { name: en.dialog.places.picked });
  await expect(picked).toBeChecked();
  await expect(picked).toHaveAccessibleDescription(en.dialog.placeHelp.picked);
});

/** Signed in, with the rows of the index, on a page that Chromium warns of. */
async function openPastWarning(page: Page): Promise<void> {
  await expect(page.goto(front.url)).rejects.toThrow('ERR_CERT');
  const field = page.getByRole('textbox', { name: 'User name' });
  // The way past Chromium's warning that needs no translation.
  await expect(async () => {
    await page.keyboard.type('thisisunsafe', { delay: 20 });
    await expect(field).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await signIn(page);
  await searchFor(page, INDEX);
  await expectRows(page, docs.length);
}
