import { openApp, rowsShown, startSlowExport, untilRows, untilStatus } from '../faults/support/flow.ts';
import { test } from '../faults/support/lab.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from '../faults/support/rows.ts';
import { STORIES } from './slow.ts';

/** Chromium ends a service worker after half a minute without events: the download that it began must not need it. */
test.use({ settings: { DOWNLOAD_TIMEOUT: '900000' } });
test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

for (const { name, bytesPerSecond, tell } of STORIES) {
  test(name, async ({ page, lab }) => {
    await openApp(page, lab, 'faults');
    lab.gate.bytesPerSecond = bytesPerSecond;
    const download = await startSlowExport(page, lab);
    await untilRows(page, 200);
    await tell(lab, { rowsShown: () => rowsShown(page) });
    await untilStatus(page, 'Complete');
    await expectExact(download, 'NDJSON');
    await expectNothingLeft(page);
  });
}
