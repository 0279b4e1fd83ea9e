import { once } from 'node:events';
import type net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Cluster, startCluster } from '../../dev/opensearch/cluster.ts';
import { WINDOW_BYTES } from '../../shared/limits.ts';
import type { PlannedShard } from '../../shared/protocol.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { smallDocs } from '../support/documents.ts';
import { makeIndex } from '../support/indices.ts';
import { runExport } from '../support/run-export.ts';
import { type RuntimeProcess, startRuntime } from '../support/runtimes.ts';
import { type SignedIn, signIn } from '../support/session.ts';
import { localSettings } from './bench.ts';
import { ORDERS } from './people.ts';

/** Rows that gzip cannot make small: a page of all of them is more than a window. */
const LARGE = 'sec-large';
const ROWS = 60;
const SOCKETS = 4;
/** Of one user, where the proxy may take 256 MB. */
const WINDOWS = 16;
const DOWNLOAD_TIMEOUT = 3000;
const SOON = { timeout: 30_000, interval: 100 };

/** One that may be flooded. */
let cluster: Cluster;
let settings: Record<string, string>;
let cleanUp: () => Promise<void>;
let proxy: RuntimeProcess;
let ann: SignedIn;
let bob: SignedIn;

beforeAll(async () => {
  cluster = await startCluster({ name: 'sockets', temporary: true, heapMb: 1024 });
  const client = new Client({ node: cluster.url });
  const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64');
  const large = Array.from({ length: ROWS }, (_, n) => ({ id: String(n), source: `{"n":${n},"noise":"${noise()}"}` }));
  await makeIndex(client, LARGE, large);
  await makeIndex(client, ORDERS, smallDocs(420), { shards: 3 });
  await client.close();
  const none = { OPENSEARCH_CA: '', OPENSEARCH_USERNAME: '', OPENSEARCH_PASSWORD: '' };
  ({ settings, cleanUp } = await localSettings({
    ...none,
    OPENSEARCH_URL: cluster.url,
    SOCKETS_PER_USER: `${SOCKETS}`,
    MAX_MEMORY_USAGE: '256',
    DOWNLOAD_TIMEOUT: `${DOWNLOAD_TIMEOUT}`,
    PING_INTERVAL: '500',
    PING_TIMEOUT: '2000',
    AUDIT_LOG: 'off',
  }));
}, 300_000);
afterAll(async () => {
  await cleanUp();
  await cluster.stop();
});

// A process of its own for each, so that its memory is its own and nobody's sockets are left.
beforeEach(async () => {
  proxy = await startRuntime('node', settings);
  ann = await signIn(proxy.url, 'ann', 'ann-password');
  bob = await signIn(proxy.url, 'bob', 'bob-password');
});
afterEach(() => proxy.kill());

async function figure(name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', proxy.url))).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
const megabytes = async () => (await figure('process_resident_memory_bytes')) / 1024 / 1024;

async function expectOthersUntouched(): Promise<void> {
  const { verdict } = await runExport(bob, { search: { index: ORDERS } });
  expect(verdict).toMatchObject({ complete: true, written: 420 });
}

async function largeShard(socket: TestSocket): Promise<PlannedShard> {
  const { shards } = await socket.plan({ index: LARGE });
  const [shard] = shards;
  if (!shard) throw new Error('No shard was planned');
  return shard;
}

const wholeOf = ({ ticket, highest }: PlannedShard) => ({ ticket, chunk: { after: -1, upTo: highest }, size: ROWS });
const rawOf = (socket: WebSocket) => (socket as unknown as { _socket: net.Socket })._socket;

/** Reads from so many sockets at once as many pages as one may ask for. @returns what came of each */
async function readEverywhere(onFrame: (socket: TestSocket, bytes: number, id: number) => void) {
  const sockets = await Promise.all(Array.from({ length: 3 }, () => TestSocket.open(ann)));
  const [first] = sockets;
  if (!first) throw new Error('There is no socket');
  const shard = await largeShard(first);
  return sockets.flatMap((socket) =>
    Array.from({ length: 32 }, () => {
      const { done } = socket.read(wholeOf(shard), ({ length }, id) => onFrame(socket, length, id));
      return done.then(
        () => 'whole',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
    }),
  );
}

/** Each takes half a minute: they run with `SOCKETS=all`. */
const areAll = process.env.SOCKETS === 'all';

describe.runIf(areAll)('a client that takes in slowly, or nothing', () => {
  it.each<[string, (socket: TestSocket, bytes: number, id: number) => void]>([
    ['acknowledges nothing', () => {}],
    [
      'acknowledges a byte now and then',
      (socket: TestSocket, _: number, id: number) => socket.send({ type: 'ack', id, bytes: 1 }),
    ],
    [
      'acknowledges other pages',
      (socket: TestSocket, bytes: number) => socket.send({ type: 'ack', id: 4_000_000, bytes }),
    ],
    [
      'acknowledges nothing but what it asks for next',
      (socket: TestSocket, _: number, id: number) => socket.send({ type: 'cancel', id: id + 1000 }),
    ],
    [
      'acknowledges less than a frame',
      (socket: TestSocket, bytes: number, id: number) => socket.send({ type: 'ack', id, bytes: bytes / 8 }),
    ],
  ])('%s: few pages are held, each ends in time, and others’ go on', async (_, answer) => {
    const before = await megabytes();
    let received = 0;
    const pages = await readEverywhere((socket, bytes, id) => {
      received += bytes;
      answer(socket, bytes, id);
    });
    await expect.poll(() => received, SOON).toBeGreaterThanOrEqual(WINDOWS * WINDOW_BYTES);
    expect(received).toBeLessThanOrEqual(WINDOWS * WINDOW_BYTES);
    const others = expectOthersUntouched();
    expect(new Set(await Promise.all(pages))).toEqual(new Set(['timeout']));
    await others;
    expect((await megabytes()) - before).toBeLessThan(100);
  });

  /** No byte of the socket is read, and each ping is answered blindly. */
  function mute(socket: TestSocket): Promise<void> {
    rawOf(socket.socket).pause();
    const pongs = setInterval(() => socket.send('{"type":"pong"}'), 200);
    return new Promise<void>((resolve) => rawOf(socket.socket).once('close', () => resolve())).finally(() =>
      clearInterval(pongs),
    );
  }

  it.each<[string, (socket: TestSocket, shard: PlannedShard, n: number) => void]>([
    [
      'pages, and acknowledges all of them',
      (socket, shard, n) => {
        if (n <= 32) socket.send({ type: 'read', id: n, ...wholeOf(shard) });
        for (let id = 1; id <= 32; id++) socket.send({ type: 'ack', id, bytes: WINDOW_BYTES });
      },
    ],
    ['pages', (socket, shard, n) => socket.send({ type: 'read', id: n, ...wholeOf(shard) })],
    ['small pages', (socket, shard, n) => socket.send({ type: 'read', id: n, ...wholeOf(shard), size: 10 })],
    [
      'plans',
      (socket, _, n) =>
        socket.send({
          type: 'plan',
          id: n,
          exportId: crypto.randomUUID(),
          search: { index: LARGE, q: `n:>=0 OR ${'x '.repeat(7000)}` },
        }),
    ],
    ['errors', (socket, _, n) => socket.send({ type: 'reopen', id: n, ticket: 'x' })],
  ])('asks for %s and reads none of it: nothing piles up, and it is parted from', async (_, ask) => {
    const socket = await TestSocket.open(ann);
    const shard = await largeShard(socket);
    const before = await megabytes();
    const gone = mute(socket);
    let n = 0;
    let most = 0;
    const asking = setInterval(() => {
      for (let i = 0; i < 20; i++) ask(socket, shard, ++n);
    }, 20);
    const looking = setInterval(
      () =>
        void megabytes().then(
          (now) => (most = Math.max(most, now)),
          () => {},
        ),
      200,
    );
    await setTimeout(2000);
    await expectOthersUntouched();
    rawOf(socket.socket).on('error', () => {});
    await Promise.race([gone, setTimeout(25_000)]);
    clearInterval(asking);
    clearInterval(looking);
    expect(most - before).toBeLessThan(100);
    await expect.poll(() => figure('sluice_sockets_open'), SOON).toBe(0);
  });
});

describe('a user with too many sockets', () => {
  /** The first thing that is said, and how it closes, if it does. */
  async function opened(who: SignedIn) {
    const socket = new WebSocket(who.socketUrl, { headers: { cookie: who.cookie } });
    socket.on('error', () => {});
    socket.on('message', (data) => String(data).includes('"ping"') && socket.send('{"type":"pong"}'));
    const closed = once(socket, 'close').then(([code]) => Number(code));
    const first = await Promise.race([
      once(socket, 'message').then(([data]) => JSON.parse(String(data))),
      once(socket, 'unexpected-response').then(([, response]) => ({ type: 'refused', status: response.statusCode })),
    ]);
    return { socket, first, closed };
  }

  it('is told so in place of hello, may have another when one has ended, and keeps nobody else out', async () => {
    const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => TestSocket.open(ann)));
    for (let n = 0; n < 3; n++) {
      const { first, closed } = await opened(ann);
      expect(first).toMatchObject({
        type: 'error',
        error: { code: 'rate_limited', retryable: true, retryAfter: 10_000 },
      });
      expect(await closed).toBe(4503);
    }
    await expectOthersUntouched();
    await sockets[0]?.close();
    expect((await opened(ann)).first).toMatchObject({ type: 'hello' });
  });

  it('who asks for hundreds at once gets as many, and the others are refused before there is a socket', async () => {
    const all = await Promise.all(Array.from({ length: 300 }, () => opened(ann)));
    const firsts = all.map(({ first }) => first.type);
    expect(firsts.filter((type) => type === 'hello')).toHaveLength(SOCKETS);
    expect(await figure('sluice_sockets_open')).toBe(SOCKETS);
    await expectOthersUntouched();
  });

  it('who does not let go of the refused ones gets no more of them', async () => {
    const held = await Promise.all(Array.from({ length: SOCKETS }, () => opened(ann)));
    const refused = [];
    for (let n = 0; n < SOCKETS; n++) {
      const socket = new WebSocket(ann.socketUrl, { headers: { cookie: ann.cookie } });
      socket.on('error', () => {});
      // Before the first byte: it would answer what closes it.
      socket.on('upgrade', (response) => response.socket.pause());
      await once(socket, 'open');
      refused.push(socket);
    }
    for (let n = 0; n < 3; n++) expect((await opened(ann)).first).toEqual({ type: 'refused', status: 429 });
    await expectOthersUntouched();
    for (const { socket } of held) socket.terminate();
    for (const socket of refused) socket.terminate();
    await expect.poll(async () => (await opened(ann)).first.type, SOON).toBe('hello');
  });

  it('an export that finds no socket waits, and is whole in the end', async () => {
    const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => TestSocket.open(ann)));
    const exporting = runExport(ann, { search: { index: ORDERS } });
    await setTimeout(1000);
    await Promise.all(sockets.map((socket) => socket.close()));
    const { verdict, events } = await exporting;
    expect(verdict).toMatchObject({ complete: true, written: 420 });
    expect(events).toContainEqual(expect.objectContaining({ type: 'retrying', waitMs: 10_000 }));
  });
});
