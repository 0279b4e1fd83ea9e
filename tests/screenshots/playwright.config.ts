import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** Takes pictures of each state into `screenshots/`, and those that README shows into docs/screenshots: `npm run screenshots`. */
export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: '../../dev/test/e2e-setup.ts',
  // What one does to the cluster would be in the other's picture.
  workers: 1,
  projects: [{ name: 'screenshots' }],
});
