import { randomUUID } from 'node:crypto';
import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { planResultSchema } from '../../../shared/protocol.ts';
import { READERS, type Reader } from '../../../shared/request.ts';
import type { SignedIn } from '../../support/session.ts';
import { type Bench, makeBench } from './bench.ts';
import { contextsOn } from './contexts.ts';
import { TestSocket } from './test-socket.ts';

/** What a page says as it is closed: nobody goes on with these exports. */
const client = new Client({ node: inject('opensearchUrl') });
const INDEX = 'proxy-given-up';
let bench: Bench;

beforeAll(async () => {
  bench = await makeBench(client, inject('opensearchUrl'), INDEX);
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

function giveUp(session: Pick<SignedIn, 'cookie'>, body: unknown, headers: Record<string, string> = {}) {
  return fetch(new URL('/api/given-up', bench.proxy.url), {
    method: 'POST',
    headers: { cookie: session.cookie, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** An export of ann's of which a page was read. */
async function begun(reader: Reader) {
  const exportId = randomUUID();
  const socket = await TestSocket.open(bench.ann);
  const asked = await socket.request({ type: 'plan', exportId, search: { index: INDEX }, reader });
  const [shard] = v.parse(planResultSchema, asked).shards;
  if (!shard) throw new Error('No shard was planned');
  const page = await socket.page({ ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: 5 });
  const ticket = page.ticket ?? shard.ticket;
  const next = () => socket.page({ ticket, chunk: { after: 4, upTo: shard.highest }, size: 5 });
  return { exportId, socket, ticket, next };
}

const open = () => contextsOn(client, INDEX);

describe.each(READERS)('of the %s reader', (reader) => {
  it('its snapshots are closed once its socket has ended, and those of others stay', async () => {
    const [lost, kept] = [await begun(reader), await begun(reader)];
    expect(await open()).toBe(2);
    expect((await giveUp(bench.bob, { exports: [lost.exportId, kept.exportId] })).status).toBe(204);
    expect((await giveUp(bench.ann, { exports: [lost.exportId, randomUUID()] })).status).toBe(204);
    // Whoever is still there reads on.
    expect((await lost.next()).hits).toHaveLength(5);
    for (const { socket } of [lost, kept]) socket.socket.terminate();
    await expect.poll(open, { timeout: 10_000 }).toBe(1);
    expect((await giveUp(bench.bob, { exports: [kept.exportId] })).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await open()).toBe(1);
    // The word may come after the socket's end.
    expect((await giveUp(bench.ann, { exports: [kept.exportId] })).status).toBe(204);
    await expect.poll(open, { timeout: 10_000 }).toBe(0);
  });
});

it('is taken from people who are signed in, on pages of this Sluice, and in its one form', async () => {
  const body = { exports: [randomUUID()] };
  expect((await giveUp({ cookie: '' }, body)).status).toBe(401);
  expect((await giveUp(bench.ann, body, { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await giveUp(bench.ann, body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await giveUp(bench.ann, body, { 'content-type': 'text/plain' })).status).toBe(400);
  for (const bad of [{}, { exports: [] }, { exports: ['x'] }, { exports: body.exports[0] }, []]) {
    expect((await giveUp(bench.ann, bad)).status, JSON.stringify(bad)).toBe(400);
  }
  const many = Array.from({ length: 101 }, () => randomUUID());
  expect((await giveUp(bench.ann, { exports: many })).status).toBe(400);
});

it('is taken so often a minute from a user, and from others all the same', async () => {
  const again = await bench.proxy.signIn('ann', 'ann-password');
  const said: Record<number, number> = {};
  for (let n = 0; n < 70; n++) {
    const { status, headers } = await giveUp(n % 2 ? bench.ann : again, { exports: [randomUUID()] });
    said[status] = (said[status] ?? 0) + 1;
    if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  // Those of the tests before count as well.
  expect(said[204]).toBeLessThanOrEqual(60);
  expect(said[429]).toBeGreaterThanOrEqual(10);
  expect((await giveUp(bench.bob, { exports: [randomUUID()] })).status).toBe(204);
});
