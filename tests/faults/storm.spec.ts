import { expect } from '@playwright/test';
import type { Format } from '../e2e/support/app.ts';
import type { GateFault } from '../support/http-gate.ts';
import { openApp, resume, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { test } from './support/lab.ts';
import { expectExact, expectHashed, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

/** Many faults in one export: each format, each reader, four shards and an index shrunk to one. */
const FORMATS: Format[] = ['CSV', 'NDJSON', 'JSON'];
const READERS = ['points in time', 'scrolls'];
const INDICES = ['faults', 'faults-shrunk'];
const FAULTS: GateFault[] = [
  { kind: 'answer', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'cut', afterBytes: 900 },
  { kind: 'answer', status: 503 },
  { kind: 'garble', afterBytes: 900 },
];

test.describe.configure({ mode: 'parallel' });
test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

/** `STORMS=all` runs each combination; else one of each format, plain and packed by turns: each reader and index is among them. */
const isAll = process.env.STORMS === 'all';

/** A file that is struck in the midst of its row groups, its sheets and its parts. */
const OTHERS: Story[] = [
  { format: 'Parquet', reader: 'points in time', index: 'faults', gzip: false, parts: false },
  { format: 'Parquet', reader: 'scrolls', index: 'faults-shrunk', gzip: false, parts: true },
  { format: 'Excel', reader: 'points in time', index: 'faults-shrunk', gzip: false, parts: false },
  { format: 'CSV', reader: 'points in time', index: 'faults', gzip: true, parts: true },
  { format: 'JSON', reader: 'scrolls', index: 'faults', gzip: false, parts: true },
];
type Story = { format: Format; reader: string; index: string; gzip: boolean; parts: boolean };

const TEXT = FORMATS.flatMap((format, f) =>
  READERS.flatMap((reader) =>
    INDICES.map((index): Story & { isUsual: boolean } => {
      const gzip = (reader === 'scrolls') === (index === 'faults');
      const isUsual = gzip === (f % 2 === 1) && (reader === 'scrolls') === (f === 1);
      return { format, reader, index, gzip, parts: false, isUsual };
    }),
  ),
).filter(({ isUsual }) => isAll || isUsual);

for (const { format, reader, index, gzip, parts } of [...TEXT, ...OTHERS.slice(0, isAll ? undefined : 3)]) {
  test(`${format}${gzip ? ' in gzip' : ''}${parts ? ' in parts' : ''} of ${index} by ${reader}`, async ({
    page,
    lab,
  }) => {
    test.setTimeout(240_000);
    lab.gate.withoutPit = reader === 'scrolls';
    await openApp(page, lab, index);
    const before = lab.gate.pages;
    lab.gate.fault = (page) => ((page - before) % 4 === 0 ? FAULTS[(page - before) / 4 - 1] : undefined);
    lab.gate.bytesPerSecond = 20_000;
    await startSlowExport(page, lab, format, { gzip, parts });
    await untilRows(page, 4_000);
    await lab.replaceProxy();
    await untilRows(page, 8_000);
    lab.wire.cutAfter(3_333);
    await untilRows(page, 12_000);
    await page.waitForTimeout(1_700);
    page.once('dialog', (dialog) => dialog.accept());
    await page.reload();
    await untilStatus(page, 'Interrupted');
    await lab.client.transport.request({ method: 'DELETE', path: '/_search/point_in_time/_all' });
    lab.gate.bytesPerSecond = undefined;
    const download = await resume(page);
    await untilStatus(page, 'Complete');
    await expectExact(download, format);
    await expectHashed(page, download);
    await expectNothingLeft(page);
    expect(lab.gate.pages - before).toBeGreaterThan(8);
  });
}
