import { defineConfig } from '@playwright/test';
import { systemChromium } from './dev/test/browser.ts';
import { e2eUrl, TESTS_AT_ONCE } from './dev/test/e2e.ts';

const executablePath = systemChromium();
const url = e2eUrl();
const LOOKS = /accessibility[^/]*\.spec\.ts$/;

/** The app in a real Chromium, over a real proxy and OpenSearch with the sample data (dev/test/e2e-setup.ts). */
export default defineConfig({
  globalSetup: './dev/test/e2e-setup.ts',
  workers: TESTS_AT_ONCE,
  timeout: 120_000,
  // On two busy cores an answer takes its time; a test that fails at five seconds has found nothing.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  // Faults strike at random moments, on machines of any load: once more is allowed, and told.
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  projects: [
    /** One at a time: they share one cluster, and with those of faults, which wait most of the time, they fill two cores. */
    { name: 'flows', testDir: 'tests/e2e', testIgnore: LOOKS, workers: 1 },
    /** Everything between the browser and OpenSearch fails, and the file is whole. Each worker has a cluster of its own. */
    { name: 'faults', testDir: 'tests/faults' },
    /** They change nothing in the cluster, so they have the workers that are done with faults. */
    { name: 'looks', testDir: 'tests/e2e', testMatch: LOOKS },
  ],
  use: {
    ...(url === undefined ? {} : { baseURL: url }),
    browserName: 'chromium',
    acceptDownloads: true,
    // Recording costs a quarter more of the CPU: in a run of all, only of what is tried again.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
});
