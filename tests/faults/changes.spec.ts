import { expect, type Page } from '@playwright/test';
import { expectRows, exportItems, searchFor, signIn, startExport } from '../e2e/support/app.ts';
import { smallDocs } from '../support/documents.ts';
import { addDocs, makeIndex } from '../support/indices.ts';
import { openApp, rowsShown, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, test } from './support/lab.ts';
import { ROWS as ALL_ROWS, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

/** What can no longer be had is named, with the reason. */
const ROWS = 20_000;

test.afterAll(({ lab }) => expectNoContexts(lab.client));

async function openChanging(page: Page, lab: Lab): Promise<void> {
  await makeIndex(lab.client, 'faults-changing', smallDocs(ROWS, 'changing'), { shards: 2 });
  await page.goto(lab.url);
  await signIn(page);
  await searchFor(page, 'faults-changing');
  await expectRows(page, ROWS);
  lab.gate.bytesPerSecond = 15_000;
  await startExport(page, { format: 'NDJSON' });
  await untilRows(page, 1);
}

test('rows that changed while the snapshot was lost are counted', async ({ page, lab }) => {
  await openChanging(page, lab);
  const changed = Array.from({ length: 100 }, (_, n) => ({ id: `changing-${ROWS - 1 - n}`, source: '{"n":-1}' }));
  await addDocs(lab.client, 'faults-changing', changed);
  await lab.client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' });
  await untilStatus(page, 'Incomplete');
  await expect(exportItems(page).first()).toContainText('19,900 of 20,000 rows');
  await expectNothingLeft(page);
});

test('the index is deleted under it', async ({ page, lab }) => {
  await openChanging(page, lab);
  await lab.client.indices.delete({ index: 'faults-changing' });
  await untilStatus(page, 'Failed');
  await expect(exportItems(page).first()).toContainText('There is no such index');
  await expectNothingLeft(page);
});

test('the index is made anew under the same name', async ({ page, lab }) => {
  await openChanging(page, lab);
  await exportItems(page).first().getByRole('button', { name: 'Pause' }).click();
  await untilStatus(page, 'Paused');
  await makeIndex(lab.client, 'faults-changing', smallDocs(ROWS, 'other'), { shards: 2 });
  await exportItems(page).first().getByRole('button', { name: 'Resume' }).click();
  await untilStatus(page, 'Failed');
  await expect(exportItems(page).first()).toContainText('was deleted and made anew');
  await expectNothingLeft(page);
});

test('a resumed export reads only what was left', async ({ page, lab }) => {
  await makeIndices(lab.client);
  await openApp(page, lab, 'faults');
  await startSlowExport(page, lab);
  await untilRows(page, 16_000);
  const written = await rowsShown(page);
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
  const kept = await rowsShown(page);
  // A crash costs two seconds of work at most, here some thousand rows.
  expect(written - kept).toBeLessThan(14_000);
  const before = lab.gate.rows;
  await exportItems(page).first().getByRole('button', { name: 'Resume' }).click();
  await untilStatus(page, 'Complete');
  // Beside what was left, a full page's last row is read again with the next page.
  expect(lab.gate.rows - before).toBeLessThan(ALL_ROWS - kept + 200);
});
