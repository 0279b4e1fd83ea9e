import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { signIn } from '../../e2e/support/app.ts';
import { type Lab, test as labTest } from './lab.ts';

/** A browser with a profile on disk, as people have it: it can be killed and opened again. */
export type Profile = { open(): Promise<Page>; kill(): Promise<void> };

export const test = labTest.extend<{ profile: Profile }>({
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
        for (const pid of await processesOf(folder)) end(pid);
        await context?.close().catch(() => {});
      },
    });
    await context?.close().catch(() => {});
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

/** All processes of a browser carry the profile's folder in their command lines. */
async function processesOf(folder: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,args='], { maxBuffer: 64 * 1024 * 1024 });
  const lines = stdout.split('\n').filter((line) => line.includes(folder));
  return lines.map((line) => Number.parseInt(line, 10));
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with another of them.
  }
}

/** Opens the app in the same profile. Signing in again is needed where the cookie was not on disk yet. */
export async function reopen(profile: Profile, lab: Lab): Promise<Page> {
  const page = await profile.open();
  await page.goto(lab.url);
  const button = page.getByRole('button', { name: 'Sign in' });
  await expect(button.or(page.getByRole('combobox', { name: 'Index' }))).toBeVisible();
  if (await button.isVisible()) await signIn(page);
  return page;
}
