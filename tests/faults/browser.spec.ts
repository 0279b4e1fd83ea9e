import { type Download, expect } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { exportItems, openExport, signIn } from '../e2e/support/app.ts';
import { openApp, resume, rowsShown, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { test } from './support/lab.ts';
import { expectExact, expectHashed, expectNoContexts, expectNothingLeft, keptIn, makeIndices } from './support/rows.ts';

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

test('the tab is reloaded, and the export goes on into a new file', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const first = await startSlowExport(page, lab, 'CSV');
  await untilRows(page, 8_000);
  await page.waitForTimeout(1_700);
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
  // In the browser’s list, too, it is over.
  expect(await first.failure()).not.toBeNull();
  const kept = await rowsShown(page);
  expect(kept).toBeGreaterThan(5_000);
  await expect(exportItems(page).first()).toContainText(en.exports.leftWaits);
  const download = await resume(page);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'CSV');
  await expectHashed(page, download);
  await expectNothingLeft(page);
});

test('the tab is reloaded before a row has come', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  lab.gate.fault = () => ({ kind: 'stall', afterBytes: 0, ms: 20_000 });
  const dialog = await openExport(page, { format: 'CSV' });
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(exportItems(page).first()).toContainText('0 of 40,000 rows');
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
  await expect(exportItems(page).first()).toContainText(en.exports.leftWhy(0));
  lab.gate.fault = () => undefined;
  const download = await resume(page);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'CSV');
  await expectNothingLeft(page);
});

test('the tab is reloaded before OpenSearch has said what there is to read', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const dialog = await openExport(page, { format: 'CSV', fileName: 'first' });
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'false');
  lab.gate.isDown = true;
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(exportItems(page).first()).toContainText('retr');
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
  lab.gate.isDown = false;
  const download = await resume(page);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'CSV');
  await expectNothingLeft(page);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Exports' })).toContainText('None yet');
});

test('the tab is reloaded just after the turn of an export has come', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  await startSlowExport(page, lab, 'CSV');
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  const dialog = await openExport(page, { format: 'NDJSON', fileName: 'second' });
  await dialog.getByLabel(en.dialog.gzip).setChecked(true);
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await untilStatus(page, 'Queued');
  lab.gate.isDown = true;
  await exportItems(page).last().getByRole('button', { name: 'Cancel' }).click();
  await untilStatus(page, 'Running');
  await expect(exportItems(page).first()).toContainText('retr');
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
  Object.assign(lab.gate, { isDown: false, bytesPerSecond: undefined });
  const download = await resume(page);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await expectNothingLeft(page);
});

test('the tab is closed and opened again', async ({ page, context, lab }) => {
  await openApp(page, lab, 'faults');
  await startSlowExport(page, lab, 'JSON');
  await untilRows(page, 8_000);
  await page.waitForTimeout(1_700);
  await page.close();
  const again = await context.newPage();
  await again.goto(lab.url);
  await untilStatus(again, 'Interrupted');
  const download = await resume(again);
  await untilStatus(again, 'Complete');
  await expectExact(download, 'JSON');
  await expectNothingLeft(again);
});

test('the worker dies, and another takes its place', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const first = await startSlowExport(page, lab);
  await untilRows(page, 8_000);
  await page.waitForTimeout(1_700);
  const again: Download[] = [];
  page.on('download', (download) => again.push(download));
  const worker = page.workers().at(-1);
  await worker?.evaluate(() => self.close()).catch(() => {});
  expect(await first.failure()).not.toBeNull();
  await untilStatus(page, 'Complete');
  // A worker that is slow to begin, on a busy machine, is taken for dead as well, and its download fails, be it the last to begin.
  const failures = await Promise.all(again.map((download) => download.failure()));
  const [whole, ...more] = again.filter((_, at) => failures[at] === null);
  if (!whole || more.length > 0) throw new Error(`Of ${again.length} other downloads not one came: ${failures}`);
  await expectExact(whole, 'NDJSON');
  await expectNothingLeft(page);
});

test('the session ends in the middle: signing in again lets it go on', async ({ page, context, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  await context.clearCookies();
  lab.wire.cut();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 30_000 });
  await signIn(page, E2E_USER.password);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
});

test('two tabs: one makes it, the other shows it and takes over', async ({ page, context, lab }) => {
  await openApp(page, lab, 'faults');
  await startSlowExport(page, lab, 'CSV');
  await untilRows(page, 4_000);
  const other = await context.newPage();
  await other.goto(lab.url);
  await untilStatus(other, 'Running');
  await untilRows(other, 8_000);
  await expect(exportItems(other).first().getByRole('button', { name: 'Pause' })).toHaveCount(0);
  await other.waitForTimeout(1_700);
  await page.close();
  await untilStatus(other, 'Interrupted');
  const download = await resume(other);
  await untilStatus(other, 'Complete');
  await expectExact(download, 'CSV');
  await expectNothingLeft(other);
});

test('cancelled in the browser’s own list of downloads', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  await download.cancel();
  await untilStatus(page, 'Cancelled');
  await expectNothingLeft(page);
});

test('cancelled while it is interrupted, it leaves nothing', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  await page.waitForTimeout(1_700);
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
  expect((await keptIn(page)).spools).toHaveLength(1);
  await exportItems(page).first().getByRole('button', { name: 'Cancel' }).click();
  await untilStatus(page, 'Cancelled');
  await expectNothingLeft(page);
});

test('paused for longer than the keep-alive', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  await exportItems(page).first().getByRole('button', { name: 'Pause' }).click();
  await untilStatus(page, 'Paused');
  await lab.client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' });
  await page.waitForTimeout(1_000);
  await exportItems(page).first().getByRole('button', { name: 'Resume' }).click();
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await expectNothingLeft(page);
});
