import { expect } from '@playwright/test';
import { exportItems } from '../e2e/support/app.ts';
import type { GateFault } from '../support/http-gate.ts';
import { openApp, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { randomMoment, test } from './support/lab.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

test('the proxy is killed and started again at twenty moments', async ({ page, lab }) => {
  test.setTimeout(300_000);
  await openApp(page, lab, 'faults');
  lab.gate.bytesPerSecond = 4_000;
  const download = await startSlowExport(page, lab, 'CSV');
  for (let kills = 0; kills < 20; kills++) {
    await randomMoment(300, 1_800);
    await lab.replaceProxy();
  }
  await expect(exportItems(page).first().getByText('Running', { exact: true })).toBeVisible();
  lab.gate.bytesPerSecond = undefined;
  await untilStatus(page, 'Complete');
  await expectExact(download, 'CSV');
  await expectNothingLeft(page);
});

test('the socket is cut in the middle of frames', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  for (let cuts = 0; cuts < 6; cuts++) {
    lab.wire.cutAfter(3_001 + cuts * 1_777);
    await randomMoment(900, 1_500);
  }
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await expectNothingLeft(page);
});

test('the wire falls silent, and nobody is told', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  lab.wire.frozen = true;
  await expect(exportItems(page).first()).toContainText('The connection', { timeout: 30_000 });
  lab.wire.frozen = false;
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
});

test('OpenSearch is busy, broken, late, and cut off in the middle of pages', async ({ page, lab }) => {
  const faults: GateFault[] = [
    {
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': '1' },
      body: '{"error":{"type":"rejected_execution_exception"},"status":429}',
    },
    { kind: 'cut', afterBytes: 900 },
    { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' },
    { kind: 'reset', afterBytes: 900 },
    { kind: 'answer', status: 503 },
    { kind: 'garble', afterBytes: 900 },
    { kind: 'delay', ms: 1_500 },
    { kind: 'answer', status: 200, body: 'garbage' },
    { kind: 'stall', afterBytes: 900, ms: 1_500 },
  ];
  await openApp(page, lab, 'faults');
  const before = lab.gate.pages;
  lab.gate.fault = (page) => ((page - before) % 2 === 0 ? faults[(page - before) / 2 - 1] : undefined);
  const download = await startSlowExport(page, lab, 'JSON');
  await untilStatus(page, 'Complete');
  await expectExact(download, 'JSON');
  await expectNothingLeft(page);
});

test('the points in time are deleted under it', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  for (let times = 1; times <= 3; times++) {
    await untilRows(page, times * 4_000);
    await lab.client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' });
  }
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await expectNothingLeft(page);
});

test('the network is gone for longer than retries last', async ({ page, context, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await context.setOffline(true);
  lab.wire.frozen = true;
  lab.wire.cut();
  await page.waitForTimeout(20_000);
  await expect(exportItems(page).first().getByText('Running', { exact: true })).toBeVisible();
  lab.wire.frozen = false;
  await context.setOffline(false);
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
});
