import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { WINDOW_BYTES } from '../../../shared/limits.ts';
import { CarrierSocket } from '../../support/carrier-socket.ts';
import { makeIndex } from '../../support/indices.ts';
import { startRuntime } from '../../support/runtimes.ts';
import { settingsOver, signIn } from '../../support/session.ts';
import { TestSocket } from '../proxy/test-socket.ts';

/** A client of the second carrier that reads nothing of its answer, and says that it has had all of it. */
const client = new Client({ node: inject('opensearchUrl') });
const runtime = inject('runtime');
const INDEX = 'edge-unread';
const ROWS = 60;

beforeAll(async () => {
  const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64');
  const docs = Array.from({ length: ROWS }, (_, n) => ({ id: String(n), source: `{"n":${n},"noise":"${noise()}"}` }));
  await makeIndex(client, INDEX, docs);
});
afterAll(() => client.close());

it.skipIf(runtime === 'workerd')('makes nothing pile up in the proxy, and is parted from', async () => {
  const proxy = await startRuntime(
    runtime,
    settingsOver(inject('opensearchUrl'), { PING_INTERVAL: '500', PING_TIMEOUT: '2000', DOWNLOAD_TIMEOUT: '2000' }),
  );
  const who = await signIn(proxy.url);
  const planning = await TestSocket.open(who, {}, 'requests');
  const [shard] = (await planning.plan({ index: INDEX })).shards;
  if (!shard) throw new Error('No shard was planned');
  const figure = async (name: string) => {
    const text = await (await fetch(new URL('/metrics', proxy.url))).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  const memory = async () => {
    const response = await fetch(new URL('/api/monitor', proxy.url), { headers: { cookie: who.cookie } });
    return v.parse(v.object({ memoryBytes: v.number() }), await response.json()).memoryBytes;
  };
  const carrier = new CarrierSocket(who);
  await once(carrier, 'message');
  carrier.answer?.pause();
  const read = { type: 'read', ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: ROWS };
  const before = await memory();
  let most = 0;
  let asked = 0;
  let parted: string | undefined;
  const until = Date.now() + 10_000;
  while (Date.now() < until && carrier.readyState === 1) {
    const reads = Array.from({ length: 8 }, () => ({ ...read, id: ++asked }));
    const acks = Array.from({ length: 64 }, (_, n) => ({
      type: 'ack',
      id: Math.max(1, asked - n),
      bytes: WINDOW_BYTES,
    }));
    const answer = await carrier.say([{ type: 'pong' }, ...reads, ...acks]).catch(() => undefined);
    most = Math.max(most, await memory());
    parted = answer?.code;
    if (parted) break;
    await setTimeout(50);
  }
  expect(parted).toBe('carrier_lost');
  // Some hundred pages of more than a megabyte each were asked for.
  expect(asked).toBeGreaterThan(200);
  expect(most - before).toBeLessThan(120 * 1024 * 1024);
  await planning.close();
  await expect.poll(() => figure('sluice_sockets_open'), { timeout: 20_000 }).toBe(0);
  carrier.terminate();
  await proxy.kill();
});
