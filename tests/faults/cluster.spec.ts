import { test as base, type Page } from '@playwright/test';
import { type Cluster, startCluster } from '../../dev/opensearch/cluster.ts';
import { openApp, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, openLab } from './support/lab.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

/** A cluster of three nodes, each shard on two of them: nodes die and come back under a running export. */
const test = base.extend<object, { cluster: Cluster; lab: Lab }>({
  cluster: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const cluster = await startCluster({ name: 'faults', temporary: true, nodes: 3, heapMb: 512 });
      await use(cluster);
      await cluster.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  lab: [
    async ({ cluster }, use) => {
      const lab = await openLab(cluster.url, { MAX_RETRIES: '30' });
      await makeIndices(lab.client, 1);
      await lab.client.cluster.health({ wait_for_status: 'green', timeout: '60s' });
      await use(lab);
      await lab.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.setTimeout(300_000);

async function begin(page: Page, lab: Lab) {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  return download;
}

test('one of three nodes is killed', async ({ page, lab, cluster }) => {
  const download = await begin(page, lab);
  const [, , third] = cluster.nodes;
  await third?.signal('SIGKILL');
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await third?.start();
  await lab.client.cluster.health({ wait_for_status: 'green', timeout: '60s' });
  await expectNothingLeft(page);
});

test('no context is left open', async ({ lab }) => {
  test.setTimeout(180_000);
  await expectNoContexts(lab.client);
});
