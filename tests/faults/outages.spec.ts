import { expect, type Page } from '@playwright/test';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { exportItems, signIn, startExport } from '../e2e/support/app.ts';
import { openApp, rowsShown, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, test } from './support/lab.ts';
import { OUTAGES } from './support/outages.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

/**
 * What is away for longer than retries last, and comes back: with no retries at all each of it interrupts, and the export goes on by
 * itself. The same for a minute each, with retries as they are by default: `npm run test:soak`.
 */
test.use({ settings: { MAX_RETRIES: '0' } });
test.setTimeout(240_000);
test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

const AWAY_MS = 8_000;
const item = (page: Page) => exportItems(page).first();

/** An export that is Interrupted, since the cluster is away. */
async function openInterrupted(page: Page, lab: Lab) {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 2_000);
  lab.gate.isDown = true;
  await untilStatus(page, 'Interrupted');
  return download;
}

test('cluster, proxy and network are away in turn, and nobody presses anything', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab, 'CSV');
  for (const { strike } of OUTAGES) {
    const before = await rowsShown(page);
    const away = strike(lab, AWAY_MS);
    await untilStatus(page, 'Interrupted');
    await expect(item(page)).toContainText(/looks again (by itself in \d+ s|now), and goes on when it can/);
    await away;
    await untilStatus(page, 'Running');
    await untilRows(page, before + 1_000);
  }
  await untilStatus(page, 'Complete');
  await expectExact(download, 'CSV');
  await expectNothingLeft(page);
});

test('the plan, too, is asked for until it comes', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  lab.gate.isDown = true;
  // The browser tells of a download with its first byte.
  const download = startExport(page, { format: 'NDJSON' });
  await untilStatus(page, 'Interrupted');
  await expect(item(page)).toContainText('No row has come yet; keep this tab open.');
  lab.gate.isDown = false;
  await untilStatus(page, 'Complete');
  await expectExact(await download, 'NDJSON');
});

test('Resume looks at once', async ({ page, lab }) => {
  const download = await openInterrupted(page, lab);
  // By now it waits for longer than the test does.
  await expect(item(page)).toContainText(/by itself in [234]\d s/, { timeout: 90_000 });
  lab.gate.isDown = false;
  lab.gate.bytesPerSecond = undefined;
  await item(page).getByRole('button', { name: 'Resume' }).click();
  await expect(item(page).getByText('Complete', { exact: true })).toBeVisible({ timeout: 15_000 });
  await expectExact(download, 'NDJSON');
});

test('a network that is back, and a tab that is looked at, make it look at once', async ({ page, lab }) => {
  const download = await openInterrupted(page, lab);
  await expect(item(page)).toContainText(/by itself in [234]\d s/, { timeout: 90_000 });
  // Still away: it looks, in vain, and begins anew with short waits.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(item(page)).toContainText(/by itself in [1-5] s/, { timeout: 5_000 });
  await expect(item(page)).toContainText(/by itself in [234]\d s/, { timeout: 90_000 });
  lab.gate.isDown = false;
  lab.gate.bytesPerSecond = undefined;
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(item(page).getByText('Complete', { exact: true })).toBeVisible({ timeout: 15_000 });
  await expectExact(download, 'NDJSON');
});

for (const moment of ['it waits', 'it looks', 'it has just been interrupted']) {
  test(`Cancel ends it while ${moment}`, async ({ page, lab }) => {
    await openInterrupted(page, lab);
    if (moment === 'it looks') {
      // The way to the proxy swallows everything, so that a look takes its time.
      lab.wire.frozen = true;
      await expect(item(page)).toContainText('It looks again now');
    }
    if (moment === 'it waits') await expect(item(page)).toContainText(/by itself in \d+ s/);
    await item(page).getByRole('button', { name: 'Cancel' }).click();
    await untilStatus(page, 'Cancelled');
    lab.wire.frozen = false;
    lab.gate.isDown = false;
    await expectNothingLeft(page);
  });
}

test('those that go on by themselves take no more places than there are', async ({ page, lab }) => {
  const first = await openInterrupted(page, lab);
  lab.gate.isDown = false;
  lab.gate.bytesPerSecond = undefined;
  await untilStatus(page, 'Complete');
  await expectExact(first, 'NDJSON');

  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  lab.gate.bytesPerSecond = 30_000;
  const one = await startExport(page, { format: 'NDJSON', fileName: 'one' });
  await untilRows(page, 2_000);
  lab.gate.isDown = true;
  await untilStatus(page, 'Interrupted');
  const second = startExport(page, { format: 'NDJSON', fileName: 'two' });
  const named = (name: string) => exportItems(page).filter({ hasText: name });
  await expect(named('two').getByText('Interrupted', { exact: true })).toBeVisible();
  lab.gate.isDown = false;
  await expect(page.getByText(/looks again by itself when a place is free/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('1 running')).toBeVisible();
  for (const name of ['one', 'two']) {
    await expect(named(name).getByText('Complete', { exact: true })).toBeVisible({ timeout: 90_000 });
  }
  for (const download of [one, await second]) await expectExact(download, 'NDJSON');
});

test('the session ends in the middle: signing in, in another tab, goes on', async ({ page, context, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  await context.clearCookies();
  lab.wire.cut();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 30_000 });
  // Nothing but a sign-in helps.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  const other = await context.newPage();
  await other.goto(lab.url);
  await signIn(other, E2E_USER.password);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await expectNothingLeft(page);
});

test('at an identity provider, signing in takes no page away that makes exports', async ({ page, context, lab }) => {
  // The same session, said to be one of a provider's.
  await page.route('**/api/session', async (route) => {
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    await route.fulfill({ response, json: { ...(await response.json()), auth: 'oidc' } });
  });
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  await context.clearCookies();
  lab.wire.cut();
  await expect(page.getByText('It opens another tab')).toBeVisible({ timeout: 30_000 });
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const other = await opened;
  expect(new URL(other.url()).pathname).toBe('/api/session/begin');
  await other.goto(lab.url);
  await signIn(other, E2E_USER.password);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
});
