import type { Page } from '@playwright/test';
import { openApp, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, test } from './support/lab.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

/** A cluster of three nodes, each shard on two of them: nodes die and come back under a running export. */
test.use({ nodes: 3, settings: { MAX_RETRIES: '30' } });
test.setTimeout(300_000);

test.beforeAll(async ({ lab }) => {
  await makeIndices(lab.client, 1);
  await untilGreen(lab);
});
test.afterAll(({ lab }) => expectNoContexts(lab.client));

async function untilGreen({ client }: Lab): Promise<void> {
  await client.cluster.health({ wait_for_status: 'green', timeout: '60s' });
}

async function begin(page: Page, lab: Lab) {
  await openApp(page, lab, 'faults');
  const download = await startSlowExport(page, lab);
  await untilRows(page, 4_000);
  return download;
}

for (const reader of ['points in time', 'scrolls']) {
  test(`one of three nodes is killed, read by ${reader}`, async ({ page, lab, cluster }) => {
    lab.gate.withoutPit = reader === 'scrolls';
    const download = await begin(page, lab);
    const [, , third] = cluster.nodes;
    await third?.signal('SIGKILL');
    await untilStatus(page, 'Complete');
    await expectExact(download, 'NDJSON');
    await expectNothingLeft(page);
    await third?.start();
    await untilGreen(lab);
  });
}

test('OpenSearch is restarted as a whole', async ({ page, lab, cluster }) => {
  const download = await begin(page, lab);
  await cluster.restart();
  await untilStatus(page, 'Complete');
  await expectExact(download, 'NDJSON');
  await expectNothingLeft(page);
});
