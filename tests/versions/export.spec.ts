import { expect } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { exportItems, type Format, startExport } from '../e2e/support/app.ts';
import { openApp, resume, startSlowExport, untilRows, untilStatus } from '../faults/support/flow.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices, ROWS } from '../faults/support/rows.ts';
import { smallDocs } from '../support/documents.ts';
import { makeIndex } from '../support/indices.ts';
import { test } from './server-lab.ts';

/** Each format row by row, and an export that its tab, its snapshots or its index are taken from. */
test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

const FORMATS: readonly Format[] = ['CSV', 'NDJSON', 'JSON', 'Parquet', 'Excel'];

test('each format holds each row once', async ({ page, lab }) => {
  // As long as each of them may take.
  test.setTimeout(FORMATS.length * 60_000);
  await openApp(page, lab, 'faults');
  for (const format of FORMATS) {
    const download = await startExport(page, { format, fileName: `all-${format}` });
    const item = exportItems(page).filter({ hasText: `all-${format}` });
    await expect(item.getByText(en.exports.status.complete, { exact: true })).toBeVisible({ timeout: 60_000 });
    await expectExact(download, format);
  }
  await expectNothingLeft(page);
});

test('an export goes on after a reload', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, en.exports.status.interrupted);
  lab.gate.bytesPerSecond = undefined;
  const download = await resume(page);
  await untilStatus(page, en.exports.status.complete);
  await expectExact(download, 'NDJSON');
});

test('snapshots that the server forgets are opened anew', async ({ page, lab }) => {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  for (const path of ['/_search/point_in_time/_all', '/_search/scroll/_all']) {
    await lab.client.transport.request({ method: 'DELETE', path }).catch(() => {});
  }
  for (const id of lab.gate.pits) {
    await lab.client.transport.request({ method: 'DELETE', path: '/_pit', body: { id } }).catch(() => {});
  }
  lab.gate.bytesPerSecond = undefined;
  await untilStatus(page, en.exports.status.complete);
  await expect(exportItems(page).first()).toContainText('dropped the snapshot');
  await expectExact(download, 'NDJSON');
});

test('an index that is made anew under its name ends the export', async ({ page, lab }) => {
  const index = 'versions-anew';
  await makeIndex(lab.client, index, smallDocs(ROWS, 'first'), { shards: 2 });
  await openApp(page, lab, index);
  await startSlowExport(page, lab);
  await exportItems(page).first().getByRole('button', { name: 'Pause' }).click();
  await untilStatus(page, en.exports.status.paused);
  await makeIndex(lab.client, index, smallDocs(ROWS, 'other'), { shards: 2 });
  lab.gate.bytesPerSecond = undefined;
  await exportItems(page).first().getByRole('button', { name: 'Resume' }).click();
  await untilStatus(page, en.exports.status.failed);
  await expect(exportItems(page).first()).toContainText('was deleted and made anew');
  await expectNothingLeft(page);
});
