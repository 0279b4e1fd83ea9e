import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@opensearch-project/opensearch';
import { hashPassword } from '../../../proxy/auth/users.ts';
import type { PlannedShard } from '../../../shared/protocol.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { makeRelay, type Relay } from './relay.ts';
import { type ReadOptions, TestSocket } from './test-socket.ts';

/** Rows that gzip cannot make small: 20 KB each on the wire, five windows in one page. */
export const ROWS = 260;
export const SECRET = 'a-secret-for-socket-tests';

/** A proxy that reaches OpenSearch through a relay, one index of large rows, and two users: bob may read nothing of it. */
export type Bench = {
  index: string;
  relay: Relay;
  proxy: RunningProxy;
  usersFile: string;
  ann: SignedIn;
  bob: SignedIn;
  /** Runs with a socket of ann's and the index's one shard, and closes both. */
  withShard<T>(run: (socket: TestSocket, shard: PlannedShard) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export async function makeBench(client: Client, opensearchUrl: string, index: string): Promise<Bench> {
  const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64');
  const docs = Array.from({ length: ROWS }, (_, n) => ({ id: String(n), source: `{"n":${n},"noise":"${noise()}"}` }));
  await makeIndex(client, index, docs);
  const relay = await makeRelay(opensearchUrl);
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  const usersFile = join(folder, 'users.json');
  const users = [
    { name: 'ann', hash: await hashPassword('ann-password'), indices: ['*'] },
    { name: 'bob', hash: await hashPassword('bob-password'), indices: ['other-*'] },
  ];
  await writeFile(usersFile, JSON.stringify({ users }), { mode: 0o600 });
  const proxy = await runProxy(relay.url, { USERS_FILE: usersFile, SESSION_SECRET: SECRET });
  const ann = await proxy.signIn('ann', 'ann-password');
  const bob = await proxy.signIn('bob', 'bob-password');
  return {
    index,
    relay,
    proxy,
    usersFile,
    ann,
    bob,
    async withShard(run) {
      const socket = await TestSocket.open(ann);
      const shard = await onlyShard(socket, index);
      try {
        return await run(socket, shard);
      } finally {
        await socket.release([shard.ticket]);
        await socket.close();
      }
    },
    async close() {
      await proxy.close();
      await relay.close();
      await rm(folder, { recursive: true });
    },
  };
}

export async function onlyShard(socket: TestSocket, index: string): Promise<PlannedShard> {
  const { shards } = await socket.plan({ index });
  const [shard] = shards;
  if (!shard) throw new Error('No shard was planned');
  return shard;
}

/** Asks for all of a shard in one page. */
export function wholeOf({ ticket, highest }: PlannedShard): ReadOptions {
  return { ticket, chunk: { after: -1, upTo: highest }, size: ROWS };
}
