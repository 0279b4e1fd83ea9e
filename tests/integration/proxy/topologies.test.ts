import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { eachOf } from '../../../proxy/base/pool.ts';
import { READERS, type Reader } from '../../../shared/request.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { type Exported, runExport, sortedLines } from '../../support/run-export.ts';
import { build, raze, topologies, truthOf } from '../../support/topology.ts';

/**
 * Random topologies: what one plain search over the same expression gives is in the file, or the export is not Complete.
 * `TOPOLOGIES` says how many, `TOPOLOGY_SEED` which.
 */
const RUNS = Number(process.env.TOPOLOGIES ?? 6);
const AT_ONCE = 4;
const SEED = Number(process.env.TOPOLOGY_SEED ?? Date.now() % 1_000_000_007);

const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;
beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), {
    ...{ MAX_RETRIES: '0', BATCH_SIZE: '23', MAX_CHUNK_SIZE: '60', PLANS_PER_MINUTE: '100000' },
  });
  session = await proxy.signIn();
});
afterAll(async () => {
  await raze(client, 'topo');
  await proxy.close();
  await client.close();
});

it('no export is Complete that is not', async () => {
  let complete = 0;
  const sampled = [...fc.sample(topologies, { numRuns: RUNS, seed: SEED }).entries()];
  await eachOf(sampled, AT_ONCE, async ([i, topology]) => {
    // The number's length is fixed: `topo1*` would reach into topo10.
    const prefix = `topo${String(i).padStart(4, '0')}`;
    await raze(client, prefix);
    const expressions = await build(client, topology, prefix);
    const told = `TOPOLOGY_SEED=${SEED}, number ${i}: ${JSON.stringify(topology)}`;
    for (const [n, index] of expressions.entries()) {
      const reader: Reader = READERS[(i + n) % READERS.length] ?? 'pit';
      const truth = await truthOf(client, index);
      const exported = await runExport(session, { search: { index }, reader });
      const why = `${index} by ${reader}, ${told} ${JSON.stringify(exported.events.slice(-3))}`;
      if (exported.verdict?.complete) {
        complete += 1;
        expect(truth, why).toBeDefined();
        expect(sortedLines(exported.text).map(parsed).sort(), why).toEqual(truth);
        expect(exported.verdict.written, why).toBe(truth?.length);
      } else {
        expect(truth === undefined || mayFail(exported), why).toBe(true);
      }
    }
    await raze(client, prefix);
  });
  // Where all were refused nothing would be shown.
  expect(complete).toBeGreaterThan(RUNS / 2);
}, 7_200_000);

const parsed = (line: string) => JSON.stringify(JSON.parse(line));

/** What may stop an export of rows that a search shows; each of these says so. */
function mayFail({ events }: Exported): boolean {
  const codes = events.flatMap((event) => ('error' in event ? [event.error.code] : []));
  return codes.includes('page_size_invalid') || codes.includes('index_not_found');
}
