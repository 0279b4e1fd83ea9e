import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { type ProxyProcess, startProxyProcess } from '../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../dev/test/e2e.ts';
import { resume, rowsShown, untilRows, untilStatus } from '../faults/support/flow.ts';
import { smallDocs } from '../support/documents.ts';
import { type Gate, startHttpGate } from '../support/http-gate.ts';
import { makeIndex } from '../support/indices.ts';
import { type PathFront, type PathWay, startPathFront } from '../support/path-front.ts';
import { test as base, expect, expectRows, exportToText, searchFor, signIn, startExport } from './support/app.ts';
import { difference, openSearch } from './support/index.ts';
import { EDGE_RUNTIMES, startEdge } from './support/runtimes.ts';

/** Below a path of a host that has other applications, too. */
const BASE = '/tools/sluice/';
const INDEX = 'places-below';
const ROWS = 20_000;
const docs = smallDocs(ROWS, 'below');
let gate: Gate;
let proxy: ProxyProcess;

base.beforeAll(async () => {
  const client = openSearch();
  await makeIndex(client, INDEX, docs, { shards: 2 });
  await client.close();
  gate = await startHttpGate(process.env[E2E_OPENSEARCH] ?? '');
  proxy = await startProxyProcess({
    ...process.env,
    ...{ PORT: '0', BASE_PATH: BASE, OPENSEARCH_URL: gate.url, AUTH: 'local', DEMO_PASSWORD: E2E_USER.password },
    ...{
      SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
      LOG_LEVEL: 'warn',
      AUDIT_LOG: 'off',
      BATCH_SIZE: '200',
    },
  });
});
base.afterAll(async () => {
  await proxy.stop();
  await gate.close();
  const client = openSearch();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

const test = base.extend<{ way: PathWay; front: PathFront }>({
  way: ['taken away', { option: true }],
  front: async ({ way, page }, use) => {
    const front = await startPathFront(proxy.url, BASE, { way });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    // The Content-Security-Policy's complaints among them; a call that says “signed out” is none.
    page.on('console', (said) => said.type() === 'error' && !said.text().includes('401') && faults.push(said.text()));
    await use(front);
    // Nothing was asked of the host's other application, nor was a cookie given to it.
    expect(front.strays).toEqual([]);
    expect(faults).toEqual([]);
    gate.bytesPerSecond = undefined;
    await front.close();
  },
});

for (const runtime of EDGE_RUNTIMES) {
  base(`on ${runtime}: the page below the path, and an export`, async ({ page }) => {
    const edge = await startEdge(runtime, { BASE_PATH: BASE });
    const { origin } = new URL(edge.url);
    try {
      await page.goto(`${origin}${BASE}?index=${INDEX}`);
      await signIn(page);
      await expectRows(page, ROWS);
      await page.getByRole('link', { name: 'Monitor' }).click();
      await expect(page).toHaveURL(/\/monitor$/);
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
      await page.getByRole('link', { name: 'Search', exact: true }).click();
      const own = await page.request.get(`${origin}${BASE}`);
      expect(own.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
      const script = /assets\/[\w.-]+\.js/.exec(await own.text())?.[0] ?? '';
      const { headers } = await fetch(`${origin}${BASE}${script}`);
      expect(headers.get('cache-control')).toContain('immutable');
      await searchFor(page, INDEX);
      await expectRows(page, ROWS);
      expectLines((await exportToText(page, { format: 'NDJSON' })).text);
    } finally {
      await edge.stop();
    }
  });
}

async function expectRowsOf(download: Download): Promise<void> {
  expectLines(await readFile(await download.path(), 'utf8'));
}

function expectLines(text: string): void {
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.slice(0, -1).split('\n');
  const rows = docs.map(({ source }) => source);
  expect(difference(lines, rows)).toEqual([]);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'demo, account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
}

for (const way of ['taken away', 'passed on'] as const) {
  test.describe(`the path is ${way} by the server before`, () => {
    test.use({ way });

    test('sign-in, search, an address opened again, an export, sign-out', async ({ page, front, context }) => {
      await page.goto(front.url.slice(0, -1));
      await signIn(page);
      await searchFor(page, INDEX);
      await expectRows(page, ROWS);
      expect(page.url()).toBe(`${front.url}?index=${INDEX}`);
      const cookies = await context.cookies();
      expect(cookies.map(({ path, sameSite, httpOnly }) => [path, sameSite, httpOnly])).toEqual(
        cookies.map(() => [BASE, 'Strict', true]),
      );
      await page.reload();
      await expectRows(page, ROWS);
      await page.getByRole('link', { name: 'Monitor' }).click();
      await expect(page).toHaveURL(`${front.url}monitor`);
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
      await page.goBack();
      await expect(page).toHaveURL(`${front.url}?index=${INDEX}`);
      await expectRows(page, ROWS);
      await page.getByRole('link', { name: 'Monitor' }).click();
      await page.getByRole('link', { name: 'Search', exact: true }).click();
      await expect(page).toHaveURL(`${front.url}?index=${INDEX}`);
      const { name, text } = await exportToText(page, { format: 'NDJSON' });
      expect(name).toBe(`${INDEX}.ndjson`);
      expectLines(text);
      await page.getByRole('link', { name: 'Sluice' }).click();
      await expect(page).toHaveURL(front.url);
      await signOut(page);
      await page.reload();
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    });

    test('an export that a reload interrupts goes on', async ({ page, front }) => {
      await page.goto(`${front.url}?index=${INDEX}`);
      await signIn(page);
      await expectRows(page, ROWS);
      gate.bytesPerSecond = 10_000;
      await startExport(page, { format: 'NDJSON' });
      await untilRows(page, 3_000);
      await page.waitForTimeout(1_700);
      page.on('dialog', (dialog) => dialog.accept());
      await page.reload();
      await untilStatus(page, 'Interrupted');
      expect(await rowsShown(page)).toBeGreaterThan(1_000);
      gate.bytesPerSecond = undefined;
      const download = await resume(page);
      await untilStatus(page, 'Complete');
      await expectRowsOf(download);
    });
  });
}
