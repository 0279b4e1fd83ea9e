import { test as base } from '@playwright/test';
import { testCluster } from '../../dev/test/cluster.ts';
import { type Lab, openLab } from '../faults/support/lab.ts';

/** A lab over the run's server, which other tests may share: nothing of it is restarted. */
export const test = base.extend<{ calm: undefined }, { lab: Lab }>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
    async ({}, use) => {
      const cluster = await testCluster();
      const lab = await openLab(cluster.url, { MAX_RETRIES: '3' });
      await use(lab);
      await lab.close();
      await cluster.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  calm: [
    async ({ lab }, use) => {
      lab.gate.bytesPerSecond = undefined;
      await use(undefined);
    },
    { auto: true },
  ],
});
