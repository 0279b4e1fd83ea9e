import { test } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { systemWebKit } from '../../dev/test/browser.ts';
import { E2E_OPENSEARCH } from '../../dev/test/e2e.ts';
import { type Lab, openLab } from '../faults/support/lab.ts';
import { makeIndices } from '../faults/support/rows.ts';
import { type Driven, fileBytes, until, untilText } from './support/browsers/driven.ts';
import { type Choice, expectWhole, signInAndSearch, start } from './support/browsers/story.ts';
import { driveWebKit } from './support/browsers/webkit.ts';

/**
 * WebKitGTK, the one WebKit that Debian has. Safari is another port of it: what this holds of its service workers and downloads is that they
 * can do it. Its windows under WebDriver are private ones, which keep nothing.
 */
const webkit = systemWebKit();
test.skip(webkit === undefined, 'WebKitGTK, its driver or Xvfb is not installed.');

const CHOICES: readonly Choice[] = [{ format: 'CSV' }, { format: 'CSV', gzip: true }, { format: 'Parquet' }];

let lab: Lab;
let browser: Driven;

test.beforeAll(async () => {
  if (!webkit) return;
  lab = await openLab(process.env[E2E_OPENSEARCH] ?? '');
  await makeIndices(lab.client);
  browser = await driveWebKit(webkit);
  await signInAndSearch(browser, lab);
});
test.afterAll(async () => {
  await browser?.close();
  await lab?.client.indices.delete({ index: 'faults*' });
  await lab?.close();
});

for (const choice of CHOICES) {
  test(`WebKitGTK: a file of each row in ${choice.format}${choice.gzip ? ' in gzip' : ''}`, async () => {
    await start(browser, choice);
    await expectWhole(browser, choice.format);
  });
}

test('WebKitGTK: the file grows on disk while rows arrive, and the dialog says what is not kept', async () => {
  lab.gate.bytesPerSecond = 30_000;
  await start(browser, { format: 'NDJSON' }, en.dialog.unkept);
  const first = await until('A file', () => fileBytes(browser.folder));
  await until('More of it', async () => ((await fileBytes(browser.folder)) ?? 0) > first + 100_000);
  await untilText(browser, /\bRunning\b/);
  lab.gate.bytesPerSecond = undefined;
  await expectWhole(browser, 'NDJSON');
});
