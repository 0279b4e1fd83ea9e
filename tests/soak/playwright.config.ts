import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** Downloads of many minutes, too long for each run of all tests: `npm run test:soak`. */
export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: './setup.ts',
  // They do next to nothing most of the time.
  workers: 4,
  fullyParallel: true,
  timeout: 20 * 60_000,
  projects: [{ name: 'soak' }],
});
