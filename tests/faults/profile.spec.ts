import { expect } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { exportItems, type Format } from '../e2e/support/app.ts';
import { openApp, resume, rowsShown, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { reopen, test } from './support/profile.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices, PART_ROWS, ROWS } from './support/rows.ts';

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

/** `STORMS=all` kills the browser in the midst of each kind of file; else of a text, and of what has most to go on with. */
const isAll = process.env.STORMS === 'all';

/** Where a file is kept by its row groups, or each half a minute, ms: long enough that one was kept. */
const UNIT_MS = 33_000;

type Story = { format: Format; gzip?: boolean; parts?: boolean };
const USUAL: Story[] = [{ format: 'CSV' }, { format: 'Excel' }];
const OTHERS: Story[] = [
  { format: 'CSV', gzip: true },
  { format: 'CSV', gzip: true, parts: true },
  { format: 'JSON', parts: true },
  { format: 'Parquet' },
  { format: 'Parquet', parts: true },
];

for (const { format, gzip = false, parts = false } of [...USUAL, ...(isAll ? OTHERS : [])]) {
  const packing = `${gzip ? ' in gzip' : ''}${parts ? ' in parts' : ''}`;
  test(`the browser is killed and opened again: ${format}${packing}`, async ({ profile, lab }) => {
    const isKeptByUnits = format === 'Parquet';
    test.setTimeout(240_000);
    const page = await profile.open();
    await openApp(page, lab, 'faults');
    if (isKeptByUnits) lab.gate.bytesPerSecond = 8_000;
    await startSlowExport(page, lab, format, { gzip, parts });
    await page.waitForTimeout(isKeptByUnits ? UNIT_MS : 0);
    await untilRows(page, 12_000);
    await page.waitForTimeout(1_700);
    const before = await rowsShown(page);
    expect(before).toBeLessThan(ROWS);
    await profile.kill();
    const again = await reopen(profile, lab);
    await untilStatus(again, 'Interrupted');
    expect(await rowsShown(again)).toBeGreaterThan(isKeptByUnits ? PART_ROWS / 2 : before / 2);
    lab.gate.bytesPerSecond = 60_000;
    const download = await resume(again);
    await untilStatus(again, 'Complete');
    await expectExact(download, format);
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
