import type { Page } from '@playwright/test';
import { type ProxyProcess, startProxyProcess } from '../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../dev/test/e2e.ts';
import { untilRows } from '../faults/support/flow.ts';
import { contextsOn } from '../integration/proxy/contexts.ts';
import { smallDocs } from '../support/documents.ts';
import { type Gate, startHttpGate } from '../support/http-gate.ts';
import { makeIndex } from '../support/indices.ts';
import { settingsOver } from '../support/session.ts';
import { expect, expectStatus, exportItems, searchFor, signIn, startExport, test } from './support/app.ts';
import { openSearch } from './support/index.ts';

/** What a tab that is closed leaves open in the cluster: what Resume goes on with, and nothing else. */
const INDEX = 'e2e-given-up';
const client = openSearch();
let gate: Gate;
let proxy: ProxyProcess;
/** Far from here, so that nothing ends by itself. */
const SETTINGS = { DEMO_PASSWORD: E2E_USER.password, BATCH_SIZE: '200', SCROLL_TIMEOUT: '5m' };
const startProxy = () => startProxyProcess({ ...process.env, ...settingsOver(gate.url, SETTINGS) });

test.beforeAll(async () => {
  await makeIndex(client, INDEX, smallDocs(20_000));
  gate = await startHttpGate(process.env[E2E_OPENSEARCH] ?? '');
  proxy = await startProxy();
});
test.afterAll(async () => {
  await proxy.stop();
  await gate.close();
  await client.close();
});

async function leaveInTheMiddle(page: Page): Promise<void> {
  await page.goto(proxy.url);
  await signIn(page);
  await searchFor(page, INDEX);
  gate.bytesPerSecond = 10_000;
  await startExport(page, { format: 'NDJSON' });
  await untilRows(page, 400);
  expect(await contextsOn(client, INDEX)).toBe(1);
  page.on('dialog', (dialog) => dialog.accept());
  await page.goto('about:blank');
}

test('scrolls are closed: Resume opens its own', async ({ page }) => {
  gate.withoutPit = true;
  await leaveInTheMiddle(page);
  await expect.poll(() => contextsOn(client, INDEX), { timeout: 15_000 }).toBe(0);
});

test('points in time stay for Resume, which gives them back', async ({ page }) => {
  gate.withoutPit = false;
  // The first one has found out that there are none, and keeps to it.
  await proxy.stop();
  proxy = await startProxy();
  await leaveInTheMiddle(page);
  await page.waitForTimeout(2_000);
  expect(await contextsOn(client, INDEX)).toBe(1);
  gate.bytesPerSecond = undefined;
  await page.goto(proxy.url);
  await exportItems(page).first().getByRole('button', { name: 'Resume' }).click();
  await expectStatus(exportItems(page).first(), 'Complete');
  await expect.poll(() => contextsOn(client, INDEX), { timeout: 15_000 }).toBe(0);
});
