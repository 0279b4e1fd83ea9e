import type { Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { type ProxyProcess, startProxyProcess } from '../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../dev/test/e2e.ts';
import { expect, signIn, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';

/** Parts of the page that are fetched when they are needed, and do not come. */

const missing = (page: Page) => page.getByRole('alertdialog', { name: en.missing.title });
const again = { name: en.results.tryAgain };
const LATE = '/?index=flights&q=origin:LAS';

function startOwn(port: string): Promise<ProxyProcess> {
  return startProxyProcess({
    ...process.env,
    ...{ PORT: port, OPENSEARCH_URL: process.env[E2E_OPENSEARCH] ?? '', AUTH: 'local' },
    ...{ DEMO_PASSWORD: E2E_USER.password, SESSION_SECRET: 'a-secret-for-tests-of-enough-length' },
    ...{ LOG_LEVEL: 'warn', AUDIT_LOG: 'off' },
  });
}

test('a proxy that is away: what cannot be fetched says so, and comes as it should once the proxy is back', async ({
  page,
}) => {
  let proxy = await startOwn('0');
  try {
    await page.goto(proxy.url + LATE);
    await signIn(page);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await proxy.kill();
    await page.getByRole('button', { name: 'History' }).click();
    await expect(missing(page)).toContainText(en.missing.away);
    await expectNoViolationsInThemes(page, 'a part that did not come');
    await missing(page).getByRole('button', again).click();
    await expect(missing(page)).toContainText(en.missing.away);
    await missing(page).getByRole('button', { name: 'Close' }).click();
    await expect(missing(page)).toHaveCount(0);

    await page.getByRole('link', { name: 'Monitor' }).click();
    const note = page.getByRole('alert').filter({ hasText: en.missing.title });
    await expect(note).toContainText(en.missing.away);
    await page.getByRole('button', { name: 'Saved', exact: true }).click();
    await expect(missing(page)).toBeVisible();

    proxy = await startOwn(new URL(proxy.url).port);
    await missing(page).getByRole('button', again).click();
    const saved = page.getByRole('dialog', { name: 'Saved exports' });
    await expect(saved).toContainText('Nothing is saved yet');
    // Its own styles as well, which the build asks for only once.
    await expect(saved).toHaveCSS('width', '720px');
    await page.keyboard.press('Escape');
    await note.getByRole('button', again).click();
    await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
  } finally {
    await proxy.stop();
  }
});

test('“Export…” whose dialog does not come says so, and is there when it is asked for again', async ({
  signedIn: page,
}) => {
  await page.route(/\/export-dialog-[^/]*\.(js|css)$/, (route) => route.abort());
  await page.goto(LATE);
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(missing(page)).toContainText(en.missing.there);
  await page.unroute(/\/export-dialog-[^/]*\.(js|css)$/);
  await missing(page).getByRole('button', again).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('button', { name: 'Start export' })).toBeVisible();
});

test('after a deployment the parts have other names: the page is to be reloaded', async ({ signedIn: page }) => {
  await page.route(/\/history-dialog-[^/]*\.js$/, (route) => route.fulfill({ status: 404, body: '' }));
  await page.route(/\/$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/index-[^/]*\.js/, 'index-another.js') });
  });
  await page.getByRole('button', { name: 'History' }).click();
  await expect(missing(page)).toContainText(en.missing.moved);
  await page.unrouteAll();
  const loaded = page.waitForEvent('load');
  await missing(page).getByRole('button', { name: en.missing.reload }).click();
  await loaded;
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByRole('dialog', { name: 'Ended exports' })).toBeVisible();
});
