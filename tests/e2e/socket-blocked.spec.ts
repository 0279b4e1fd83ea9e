import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { e2eUrl } from '../../dev/test/e2e.ts';
import { type AnswerFate, startUpgradeGate, type UpgradeFate, type UpgradeGate } from '../support/upgrade-gate.ts';
import {
  test as base,
  expect,
  expectRows,
  expectStatus,
  exportItems,
  openExport,
  searchFor,
  signIn,
} from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { difference, openSearch, type Row, readIndex } from './support/index.ts';

/** Searches get through to the proxy, and WebSockets do not. */
const test = base.extend<{ gate: UpgradeGate }>({
  gate: async ({ page }, use) => {
    const gate = await startUpgradeGate(e2eUrl() ?? '');
    await page.goto(gate.url);
    await signIn(page);
    await searchFor(page, 'flights', 'origin:LAS');
    await expectRows(page, rows.length);
    await use(gate);
    await gate.close();
  },
});

const SAID = 'Something on the way to Sluice lets no WebSocket through.';
const NOTE = 'WebSockets are blocked on the way; Sluice uses ordinary requests instead.';

/** All rows of the index and those that are searched for, read once for all tests of this file. */
let index: Row[];
let rows: Row[];

test.beforeAll(async () => {
  const client = openSearch();
  index = await readIndex(client, 'flights');
  rows = index.filter(({ origin }) => origin === 'LAS');
  await client.close();
});

async function expectFile(download: Download, expected: readonly Row[]): Promise<void> {
  const text = await readFile(await download.path(), 'utf8');
  expect(
    difference(
      text.slice(0, -1).split('\n'),
      expected.map((row) => JSON.stringify(row)),
    ),
  ).toEqual([]);
}

for (const fate of ['refused', 'answered', 'swallowed', 'dropped', 'muted'] as const satisfies UpgradeFate[]) {
  test(`WebSockets are ${fate} on the way: the export comes by ordinary requests, and is whole`, async ({
    page,
    gate,
  }) => {
    gate.fate = fate;
    const dialog = await openExport(page, { format: 'NDJSON' });
    await expect(dialog.getByText(NOTE)).toBeVisible({ timeout: 40_000 });
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    if (fate === 'refused') await expectNoViolationsInThemes(page, 'the way in the dialog');
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Start export' }).click();
    const item = exportItems(page).first();
    await expect(item.getByText(NOTE)).toBeVisible();
    await expectStatus(item, 'Complete');
    await expectFile(await download, rows);
    await expect.poll(() => gate.open).toBe(0);
  });
}

for (const answer of ['kept', 'refused'] as const satisfies AnswerFate[]) {
  test(`where the other way is ${answer} as well, the Export dialog says so before the start`, async ({
    page,
    gate,
  }) => {
    gate.fate = 'refused';
    gate.answer = answer;
    const dialog = await openExport(page, { format: 'NDJSON' });
    const alert = dialog.getByRole('alert').filter({ hasText: SAID });
    await expect(alert).toContainText('socket_blocked', { timeout: 40_000 });
    const start = dialog.getByRole('button', { name: 'Start export' });
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    gate.answer = 'passed';
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(dialog.getByText(NOTE)).toBeVisible();
    await expect(alert).toHaveCount(0);
    await expect(start).toHaveAttribute('aria-disabled', 'false');
  });
}

test('where they get through, the look costs one, closed at once', async ({ page, gate }) => {
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect.poll(() => [gate.asked, gate.open]).toEqual([1, 0]);
  await expect(dialog.getByRole('alert')).toHaveCount(0);
});

test('the look ends with the dialog', async ({ page, gate }) => {
  gate.fate = 'swallowed';
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect.poll(() => gate.open).toBe(1);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => gate.open, { timeout: 3_000 }).toBe(0);
  expect(gate.asked).toBe(1);
});

/** The dialog's files come once there are rows. */
async function untilDialogLoaded(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const names = performance.getEntriesByType('resource').map(({ name }) => name);
    return ['js', 'css'].every((end) => names.some((name) => name.includes('/export-dialog-') && name.endsWith(end)));
  });
  await page.waitForLoadState('networkidle');
}

test('a proxy that is away altogether is not taken for one', async ({ page, gate }) => {
  await untilDialogLoaded(page);
  gate.isDown = true;
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect(dialog.getByRole('alert')).toContainText('The connection to Sluice is lost.');
  await expect.poll(() => gate.asked).toBe(2);
  await expect(dialog.getByText(SAID)).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'false');
});

test('an export that meets it before the dialog knows goes on by ordinary requests', async ({ page, gate }) => {
  await searchFor(page, 'flights');
  await expectRows(page, index.length);
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect.poll(() => [gate.asked, gate.open]).toEqual([1, 0]);
  gate.fate = 'refused';
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const item = exportItems(page).first();
  await expect(item.getByText(NOTE)).toBeVisible();
  await expectStatus(item, 'Complete');
  await expectFile(await download, index);
});

test('more of them than a browser has connections for wait for their turn', async ({ page, gate }) => {
  gate.fate = 'refused';
  // As four other exports of this browser do, in whatever tab.
  await page.evaluate(() => {
    const over = new Promise<void>((resolve) => addEventListener('exports-over', () => resolve(), { once: true }));
    for (let n = 0; n < 4; n++) void navigator.locks.request(`sluice-carrier-${n}`, () => over);
  });
  const dialog = await openExport(page, { format: 'NDJSON' });
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const item = exportItems(page).first();
  await expect(item).toContainText('rate_limited');
  await page.evaluate(() => dispatchEvent(new Event('exports-over')));
  await expectStatus(item, 'Complete');
  await expectFile(await download, rows);
});

test('an export that no way is left for says so, and goes on by itself once one is mended', async ({ page, gate }) => {
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect.poll(() => [gate.asked, gate.open]).toEqual([1, 0]);
  gate.fate = 'refused';
  gate.answer = 'refused';
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const item = exportItems(page).first();
  await expectStatus(item, 'Interrupted');
  await expect(item).toContainText(SAID);
  gate.fate = 'passed';
  await expectStatus(item, 'Complete');
  await expect(item).toContainText(`of ${rows.length.toLocaleString('en-US')} rows`);
});
