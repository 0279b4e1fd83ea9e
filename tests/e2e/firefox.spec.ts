import { test } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { systemFirefox } from '../../dev/test/browser.ts';
import { E2E_OPENSEARCH } from '../../dev/test/e2e.ts';
import { type Lab, openLab } from '../faults/support/lab.ts';
import { makeIndices } from '../faults/support/rows.ts';
import { startUpgradeGate } from '../support/upgrade-gate.ts';
import type { Driven } from './support/browsers/driven.ts';
import { driveFirefox } from './support/browsers/firefox.ts';
import { type Choice, expectWhole, resumeAfterReload, signInAndSearch, start } from './support/browsers/story.ts';

const firefox = systemFirefox();
test.skip(firefox === undefined, 'Firefox is not installed.');

const CHOICES: readonly Choice[] = [
  { format: 'CSV' },
  { format: 'NDJSON' },
  { format: 'JSON' },
  { format: 'CSV', gzip: true },
  { format: 'Parquet' },
  { format: 'Excel' },
];

let lab: Lab;
let browser: Driven;

test.beforeAll(async () => {
  lab = await openLab(process.env[E2E_OPENSEARCH] ?? '');
  await makeIndices(lab.client);
  browser = await driveFirefox(firefox ?? '');
  await signInAndSearch(browser, lab);
});
test.afterAll(async () => {
  await browser?.close();
  await lab?.client.indices.delete({ index: 'faults*' });
  await lab?.close();
});

for (const choice of CHOICES) {
  test(`Firefox: a file of each row in ${choice.format}${choice.gzip ? ' in gzip' : ''}`, async () => {
    await start(browser, choice);
    await expectWhole(browser, choice.format);
  });
}

test('Firefox: the page is reloaded, and the export goes on into a new file', async () => {
  await resumeAfterReload(browser, lab, { format: 'NDJSON' });
});

test('Firefox: where WebSockets are blocked on the way, a file comes by ordinary requests', async () => {
  const gate = await startUpgradeGate(lab.url);
  gate.fate = 'refused';
  const other = await driveFirefox(firefox ?? '');
  await signInAndSearch(other, { ...lab, url: gate.url });
  await start(other, { format: 'NDJSON' }, en.dialog.overRequests);
  await expectWhole(other, 'NDJSON');
  await other.close();
  await gate.close();
});
