import { expect } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { exportItems } from '../e2e/support/app.ts';
import { openApp, resume, rowsShown, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { reopen, test } from './support/profile.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

for (const gzip of [false, true]) {
  test(`the browser is killed and opened again${gzip ? ', a file in gzip' : ''}`, async ({ profile, lab }) => {
    const page = await profile.open();
    await openApp(page, lab, 'faults');
    await startSlowExport(page, lab, 'CSV', { gzip });
    await untilRows(page, 12_000);
    await page.waitForTimeout(1_700);
    const before = await rowsShown(page);
    await profile.kill();
    const again = await reopen(profile, lab);
    await untilStatus(again, 'Interrupted');
    expect(await rowsShown(again)).toBeGreaterThan(before / 2);
    const download = await resume(again);
    await untilStatus(again, 'Complete');
    await expectExact(download, 'CSV');
    await expectNothingLeft(again);
  });
}

test('the browser gives no more room: the export goes on, and says that it cannot be resumed', async ({
  profile,
  lab,
}) => {
  const page = await profile.open();
  await openApp(page, lab, 'faults');
  const devtools = await page.context().newCDPSession(page);
  // The browser hands out room in steps, so the end of it must lie behind the first and before the file's last byte.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: lab.url, quotaSize: 2_000_000 });
  const download = await startSlowExport(page, lab);
  await expect(exportItems(page).first()).toContainText(en.exports.unkept, { timeout: 60_000 });
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await expectNothingLeft(page);
});
