import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../dev/opensearch/cluster.ts';
import { openApp, rowsShown, startSlowExport, untilRows, untilStatus } from '../faults/support/flow.ts';
import { test } from '../faults/support/lab.ts';
import { OUTAGES } from '../faults/support/outages.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from '../faults/support/rows.ts';

/** Three outages of a minute in one export, with retries and all else as they are by default, and nobody who presses anything. */
const MINUTE_MS = 60_000;
const TIMES = 3;

const DEFAULTS = ['MAX_RETRIES', 'BATCH_SIZE', 'MAX_CHUNK_SIZE', 'SCROLL_TIMEOUT', 'PING_INTERVAL', 'PING_TIMEOUT'];
test.use({ settings: Object.fromEntries(DEFAULTS.map((name) => [name, ''])) });
test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

for (const { name, strike } of OUTAGES) {
  test(`three times ${name} is away for a minute`, async ({ page, lab, cluster }) => {
    await openApp(page, lab, 'faults');
    lab.gate.bytesPerSecond = 5_000;
    const download = await startSlowExport(page, lab);
    for (let times = 1; times <= TIMES; times++) {
      await untilRows(page, (await rowsShown(page)) + 1_000);
      const away = name === 'the cluster' ? killed(cluster) : strike(lab, MINUTE_MS);
      await untilStatus(page, 'Interrupted');
      await away;
      await untilStatus(page, 'Running');
    }
    lab.gate.bytesPerSecond = undefined;
    await untilStatus(page, 'Complete');
    await expectExact(download, 'NDJSON');
    await expectNothingLeft(page);
  });
}

/** Each node is killed, and started again a minute later. */
async function killed({ nodes, untilReady }: Cluster): Promise<void> {
  for (const node of nodes) await node.signal('SIGKILL');
  await sleep(MINUTE_MS);
  for (const node of nodes) await node.start();
  await untilReady();
}
