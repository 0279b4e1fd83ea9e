import { once } from 'node:events';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startBalancer } from '../../support/balancer.ts';
import { smallDocs } from '../../support/documents.ts';
import { startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
import { startRuntime } from '../../support/runtimes.ts';
import { settingsOver, signIn } from '../../support/session.ts';
import { TestSocket } from '../proxy/test-socket.ts';

/** What a service manager's SIGTERM does. A Worker gets none: Cloudflare lets its sockets go on. */
const client = new Client({ node: inject('opensearchUrl') });
const runtime = inject('runtime');
const LARGE = 'edge-drain-large';
const SMALL = 'edge-drain-small';
const docs = smallDocs(20_000, 'drain');

beforeAll(async () => {
  const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64');
  const large = Array.from({ length: 200 }, (_, n) => ({ id: String(n), source: `{"n":${n},"noise":"${noise()}"}` }));
  await makeIndex(client, LARGE, large);
  await makeIndex(client, SMALL, docs, { shards: 3 });
});
afterAll(() => client.close());

describe.skipIf(runtime === 'workerd')('a proxy that is told to stop', () => {
  it('lets a running read end, takes nothing new, and closes with 1001', async () => {
    const proxy = await startRuntime(runtime, settingsOver(inject('opensearchUrl')));
    const socket = await TestSocket.open(await signIn(proxy.url));
    const idle = await TestSocket.open(await signIn(proxy.url));
    const [shard] = (await socket.plan({ index: LARGE })).shards;
    if (!shard) throw new Error('No shard was planned');
    const whole = { ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: 200 };
    const withheld: number[] = [];
    const { id, done } = socket.read(whole, ({ length }) => withheld.push(length));
    await expect.poll(() => withheld.length).toBe(4);

    const left = once(idle.socket, 'close');
    const closed = once(socket.socket, 'close');
    const stopped = proxy.stop();
    expect((await left)[0], 'a socket with nothing under way').toBe(1001);
    const ready = await fetch(new URL('/readyz', proxy.url));
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }]);
    expect((await fetch(new URL('/healthz', proxy.url))).status).toBe(200);
    await expect(socket.plan({ index: LARGE })).rejects.toMatchObject({ code: 'busy', retryAfter: 1000 });
    const refused = await fetch(new URL('/api/socket', proxy.url), { headers: { upgrade: 'websocket' } }).catch(
      () => undefined,
    );
    if (refused) expect(refused.status).not.toBe(101);

    const ack = ({ length }: { length: number }) => socket.send({ type: 'ack', id, bytes: length });
    for (const length of withheld.splice(0)) ack({ length });
    withheld.push = (length) => {
      ack({ length });
      return 0;
    };
    expect((await done).hits).toHaveLength(200);
    expect((await closed)[0]).toBe(1001);
    await stopped;
  }, 30_000);

  it('sends a running export to the next one, and no row is lost', async () => {
    const gate = await startHttpGate(inject('opensearchUrl'));
    gate.bytesPerSecond = 12_000;
    const settings = settingsOver(gate.url, { BATCH_SIZE: '300', MAX_CHUNK_SIZE: '500' });
    const proxies = [await startRuntime(runtime, settings), await startRuntime(runtime, settings)];
    const balancer = await startBalancer(proxies.map(({ url }) => url));
    const session = await signIn(balancer.url);
    const isSticky = process.env.CARRIER === 'requests';
    if (isSticky) balancer.sticky.only = 1;
    let stopping: Promise<void> | undefined;
    const exported = await runExport(session, {
      search: { index: SMALL },
      onEvent(event, run) {
        if (event.type === 'interrupted') run.cancel();
        // The sign-in took the first turn, so that the export runs on the second.
        if (event.type !== 'progress' || event.progress.rows <= 2000) return;
        if (isSticky) balancer.sticky.only = 0;
        stopping ??= proxies[1]?.stop();
      },
    });
    expect(exported.verdict).toMatchObject({ complete: true, written: docs.length });
    expect(sortedLines(exported.text)).toEqual(docs.map(({ source }) => source).sort());
    expect(stopping).toBeDefined();
    await stopping;
    await balancer.close();
    await proxies[0]?.kill();
    await gate.close();
  });
});
