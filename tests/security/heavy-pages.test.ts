import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../dev/opensearch/cluster.ts';
import { startProxy } from '../../proxy/adapters/node.ts';
import type { RunningProxy } from '../../proxy/adapters/running-proxy.ts';
import { READERS } from '../../shared/request.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { makeIndex } from '../support/indices.ts';
import { onceFree } from '../support/once-free.ts';
import { type SignedIn, settingsOver, signIn } from '../support/session.ts';

/** Pages of thousands of large rows, asked for by a client that is not Sluice's, on a node with a small heap of its own. */
const MIB = 1024 * 1024;
const ROWS = 700;
const INDEX = 'heavy-pages';
let cluster: Cluster;
let client: Client;
let proxy: RunningProxy;
let who: SignedIn;

beforeAll(async () => {
  cluster = await startCluster({ name: 'heavy', temporary: true, heapMb: 512 });
  client = new Client({ node: cluster.url });
  const docs = Array.from({ length: ROWS }, (_, n) => ({
    id: `${n}`,
    source: `{"n":${n},"t":"${'large '.repeat(MIB / 6)}"}`,
  }));
  await makeIndex(client, INDEX, docs, { mapping: { dynamic: false, properties: { n: { type: 'integer' } } } });
  proxy = await startProxy(settingsOver(cluster.url, { LOG_LEVEL: 'silent' }));
  who = await signIn(proxy.url);
}, 240_000);
afterAll(async () => {
  await proxy?.close();
  await client?.close();
  await cluster?.stop();
});

it.each(READERS)(
  'a client that asks for hundreds of 1 MB at once, side by side, is refused, and the node lives: %s',
  async (reader) => {
    const socket = await TestSocket.open(who);
    const { shards } = await socket.plan({ index: INDEX }, reader);
    const [shard] = shards;
    if (!shard) throw new Error('no shard');
    const chunk = { after: -1, upTo: shard.highest };
    const asked = Array.from({ length: 24 }, () => socket.page({ ticket: shard.ticket, chunk, size: ROWS }));
    const fates = await Promise.allSettled(asked);
    const codes = fates.map((fate) => (fate.status === 'rejected' ? fate.reason.code : 'a page'));
    expect(codes.filter((code) => !['too_large', 'busy', 'opensearch_busy'].includes(code))).toEqual([]);
    expect(codes).toContain('too_large');
    const page = await onceFree(() => socket.page({ ticket: shard.ticket, chunk, size: 10 }));
    expect(page.hits.map(({ _id }) => _id)).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`));
    await socket.close();
  },
);
