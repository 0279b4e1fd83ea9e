import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS, type Reader } from '../../shared/request.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../support/proxy.ts';
import { type Exported, runExport, sortedLines } from '../support/run-export.ts';
import { build, permissionsOf, raze, rights, topologies, truthOf } from '../support/topology.ts';
import { PASSWORD } from './people.ts';

/**
 * Random topologies for somebody who may read some of it: what their own search gives is in the file, or the export is not
 * Complete. `TOPOLOGIES` and `TOPOLOGY_SEED` as in tests/integration/proxy/topologies.test.ts.
 */
const RUNS = Number(process.env.TOPOLOGIES ?? 2);
const SEED = Number(process.env.TOPOLOGY_SEED ?? Date.now() % 1_000_000_007);
const NAME = 'topo_reader';

const { url, ca, caFile, admin } = inject('secured');
const client = new Client({ node: url, ssl: { ca }, auth: admin });
const own = new Client({ node: url, ssl: { ca }, auth: { username: NAME, password: PASSWORD } });
let proxy: RunningProxy;
let session: SignedIn;

const security = (path: string, body: object) =>
  client.transport.request({ method: 'PUT', path: `/_plugins/_security/api/${path}`, body });

beforeAll(async () => {
  await security(`roles/${NAME}`, { index_permissions: [] });
  await security(`internalusers/${NAME}`, { password: PASSWORD });
  await security(`rolesmapping/${NAME}`, { users: [NAME] });
  proxy = await runProxy(url, {
    ...{ AUTH: 'opensearch', OPENSEARCH_CA: caFile, MAX_RETRIES: '0', BATCH_SIZE: '23', MAX_CHUNK_SIZE: '60' },
    PLANS_PER_MINUTE: '100000',
  });
  session = await proxy.signIn(NAME, PASSWORD);
});
afterAll(async () => {
  await raze(client, 'topos');
  await proxy.close();
  for (const one of [own, client]) await one.close();
});

describe.each([false, true])('on a cluster that leaves out without a word: %s', (silent) => {
  const config = '/_plugins/_security/api/securityconfig';
  let before: object = {};
  beforeAll(async () => {
    const { body } = await client.transport.request({ method: 'GET', path: config });
    before = (body as { config: { dynamic: object } }).config.dynamic;
    if (silent) await security('securityconfig/config', { dynamic: { ...before, do_not_fail_on_forbidden: true } });
  });
  afterAll(async () => {
    if (silent) await security('securityconfig/config', { dynamic: before });
  });

  it('no export is Complete that is not all that the person may read', async () => {
    let complete = 0;
    const sampled = fc.sample(fc.tuple(topologies, rights), { numRuns: RUNS, seed: SEED });
    for (const [i, [topology, may]] of sampled.entries()) {
      const prefix = `topos${String(i).padStart(4, '0')}`;
      await raze(client, prefix);
      const expressions = await build(client, topology, prefix);
      await security(`roles/${NAME}`, { index_permissions: permissionsOf(may, prefix) });
      const told = `TOPOLOGY_SEED=${SEED}, number ${i}: ${JSON.stringify({ topology, may })}`;
      for (const [n, index] of expressions.entries()) {
        const reader: Reader = READERS[(i + n) % READERS.length] ?? 'pit';
        const truth = await truthOf(own, index).catch(() => undefined);
        const exported = await runExport(session, { search: { index }, reader });
        const why = `${index} by ${reader}, ${told} ${JSON.stringify(exported.events.slice(-3))}`;
        if (exported.verdict?.complete) {
          complete += 1;
          expect(truth, why).toBeDefined();
          expect(sortedLines(exported.text).map(parsed).sort(), why).toEqual(truth);
          expect(exported.verdict.written, why).toBe(truth?.length);
        } else {
          expect(truth === undefined || truth.length === 0 || mayFail(exported), why).toBe(true);
        }
      }
      await raze(client, prefix);
    }
    // Where all were refused nothing would be shown.
    if (RUNS > 4) expect(complete).toBeGreaterThan(0);
  }, 7_200_000);
});

const parsed = (line: string) => JSON.stringify(JSON.parse(line));

/** What may stop an export of rows that a search shows; each of these says so. */
function mayFail({ events }: Exported): boolean {
  const codes = events.flatMap((event) => ('error' in event ? [event.error.code] : []));
  return ['page_size_invalid', 'index_not_found', 'forbidden'].some((code) => codes.some((one) => one === code));
}
