import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { exportItems, signIn } from '../e2e/support/app.ts';
import { openApp, resume, rowsShown, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, test as labTest } from './support/lab.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

/** A browser with a profile on disk, as people have it: it can be killed and opened again. */
type Profile = { open(): Promise<Page>; kill(): Promise<void> };

const test = labTest.extend<{ profile: Profile }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  profile: async ({}, use, info) => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-profile-'));
    let context: BrowserContext | undefined;
    await use({
      async open() {
        context = await chromium.launchPersistentContext(folder, {
          ...info.project.use.launchOptions,
          acceptDownloads: true,
        });
        return context.pages()[0] ?? context.newPage();
      },
      async kill() {
        // All of its processes carry the profile's folder in their command lines.
        await promisify(execFile)('pkill', ['-KILL', '-f', folder]).catch(() => {});
        await context?.close().catch(() => {});
      },
    });
    await context?.close().catch(() => {});
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

/** Signing in again is needed where the cookie was not on disk yet. */
async function reopen(profile: Profile, lab: Lab): Promise<Page> {
  const page = await profile.open();
  await page.goto(lab.url);
  const button = page.getByRole('button', { name: 'Sign in' });
  await expect(button.or(page.getByRole('combobox', { name: 'Index' }))).toBeVisible();
  if (await button.isVisible()) await signIn(page);
  return page;
}

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
