import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** The app in a browser over one server of those that people have, as `npm run test:versions` starts them. */
export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: '../soak/setup.ts',
  // They share one server.
  workers: 1,
  projects: [{ name: 'versions' }],
});
