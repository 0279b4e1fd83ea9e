import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { makeSealer } from '../../../proxy/auth/seal.ts';
import { hashPassword } from '../../../proxy/auth/users.ts';
import { sealTicket } from '../../../proxy/export/ticket.ts';
import { FRAME_BYTES, MAX_CLIENT_FRAME_BYTES, WINDOW_BYTES } from '../../../shared/limits.ts';
import type { PlannedShard } from '../../../shared/protocol.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { contextsOpen } from './contexts.ts';
import { makeRelay, type Relay } from './relay.ts';
import { TestSocket } from './test-socket.ts';

/** A page of this size takes OpenSearch a while where the machine is small. */
const SOON = { timeout: 15_000 };
const client = new Client({ node: inject('opensearchUrl') });
const SECRET = 'a-secret-for-socket-tests';
/** Rows that gzip cannot make small: 20 KB each on the wire, five windows in one page. */
const ROWS = 260;
const INDEX = 'proxy-socket';
let folder: string;
let relay: Relay;
let proxy: RunningProxy;
let ann: SignedIn;
let bob: SignedIn;

beforeAll(async () => {
  const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64');
  const docs = Array.from({ length: ROWS }, (_, n) => ({ id: String(n), source: `{"n":${n},"noise":"${noise()}"}` }));
  await makeIndex(client, INDEX, docs);
  relay = await makeRelay(inject('opensearchUrl'));
  folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  const users = [
    { name: 'ann', hash: await hashPassword('ann-password'), indices: ['*'] },
    { name: 'bob', hash: await hashPassword('bob-password'), indices: ['other-*'] },
  ];
  await writeFile(join(folder, 'users.json'), JSON.stringify({ users }));
  proxy = await runProxy(relay.url, { USERS_FILE: join(folder, 'users.json'), SESSION_SECRET: SECRET });
  ann = await proxy.signIn('ann', 'ann-password');
  bob = await proxy.signIn('bob', 'bob-password');
});
afterAll(async () => {
  await proxy.close();
  await relay.close();
  await client.close();
  await rm(folder, { recursive: true });
});

async function withShard<T>(run: (socket: TestSocket, shard: PlannedShard) => Promise<T>): Promise<T> {
  const socket = await TestSocket.open(ann);
  const { shards } = await socket.plan({ index: INDEX });
  const [shard] = shards;
  if (!shard) throw new Error('No shard was planned');
  try {
    return await run(socket, shard);
  } finally {
    await socket.release([shard.ticket]);
    await socket.close();
  }
}

const wholeOf = ({ ticket, highest }: PlannedShard) => ({ ticket, chunk: { after: -1, upTo: highest }, size: ROWS });

describe('a page', () => {
  it('comes gzip’d in frames of FRAME_BYTES, and its end tells the bytes', async () => {
    await withShard(async (socket, shard) => {
      const page = await socket.page(wholeOf(shard));
      expect(page.hits).toHaveLength(ROWS);
      expect(page.frames.slice(0, -1).every((bytes) => bytes === FRAME_BYTES)).toBe(true);
      expect(page.frames.reduce((sum, bytes) => sum + bytes)).toBe(page.bytes);
      expect(page.bytes).toBeGreaterThan(4 * WINDOW_BYTES);
    });
  });

  it('stops at the window when nothing is acknowledged, and is not read from OpenSearch either', async () => {
    await withShard(async (socket, shard) => {
      let got = 0;
      const before = relay.received();
      const { id, done } = socket.read(wholeOf(shard), (payload) => {
        got += payload.length;
      });
      await expect.poll(() => got, SOON).toBe(WINDOW_BYTES);
      await setTimeout(300);
      expect(got).toBe(WINDOW_BYTES);
      // What the system's own socket buffers take, on both sides of the relay, is not the proxy's.
      expect(relay.received() - before).toBeLessThan(8 * WINDOW_BYTES);
      socket.send({ type: 'ack', id, bytes: FRAME_BYTES });
      await expect.poll(() => got, SOON).toBe(WINDOW_BYTES + FRAME_BYTES);
      socket.send({ type: 'ack', id, bytes: 2 ** 31 });
      await expect.poll(() => got, SOON).toBe(2 * WINDOW_BYTES + FRAME_BYTES);
      socket.send({ type: 'cancel', id });
      void done.catch(() => undefined);
    });
  });

  it('that is cancelled sends nothing more, and its line to OpenSearch is cut', async () => {
    await withShard(async (socket, shard) => {
      let frames = 0;
      const { id, done } = socket.read(wholeOf(shard), () => frames++);
      void done.catch(() => undefined);
      await expect.poll(() => frames, SOON).toBe(WINDOW_BYTES / FRAME_BYTES);
      const lines = relay.open();
      socket.send({ type: 'cancel', id });
      await expect.poll(() => relay.open(), SOON).toBe(lines - 1);
      socket.send({ type: 'ack', id, bytes: WINDOW_BYTES });
      await setTimeout(100);
      expect(frames).toBe(WINDOW_BYTES / FRAME_BYTES);
      expect((await socket.page({ ...wholeOf(shard), size: 2 })).hits).toHaveLength(2);
    });
  });

  it('is cancelled at OpenSearch when the socket goes', async () => {
    const socket = await TestSocket.open(ann);
    const { shards } = await socket.plan({ index: INDEX });
    let frames = 0;
    const reads = [0, 1, 2].map(() => socket.read(wholeOf(shards[0] as PlannedShard), () => frames++));
    for (const { done } of reads) void done.catch(() => undefined);
    await expect.poll(() => frames, SOON).toBe((3 * WINDOW_BYTES) / FRAME_BYTES);
    const lines = relay.open();
    socket.socket.terminate();
    await expect.poll(() => relay.open(), SOON).toBeLessThanOrEqual(lines - 3);
    const again = await TestSocket.open(ann);
    expect(await again.release(shards.map(({ ticket }) => ticket))).toBe(1);
    expect(await contextsOpen(client, INDEX)).toBe(0);
    await again.close();
  });

  it('that breaks on its way is an error of that page, and the next try reads it', async () => {
    await withShard(async (socket, shard) => {
      relay.cutAfter(WINDOW_BYTES);
      await expect(socket.page(wholeOf(shard))).rejects.toMatchObject({
        code: 'opensearch_unreachable',
        retryable: true,
      });
      relay.cutAfter(undefined);
      expect((await socket.page(wholeOf(shard))).hits).toHaveLength(ROWS);
    });
  });

  it('can be read many at a time, each with its own credits', async () => {
    await withShard(async (socket, shard) => {
      const pages = await Promise.all([1, 2, 3, 4].map(() => socket.page({ ...wholeOf(shard), size: 100 })));
      for (const { hits } of pages) expect(hits).toHaveLength(100);
    });
  });
});

describe('what is not right is answered, and the socket stays of use', () => {
  it.each([
    ['not json', undefined, 'bad_frame'],
    ['{"type":"read","id":7}', 7, 'bad_frame'],
    ['{"type":"steal","id":7}', 7, 'bad_frame'],
    ['{"type":"plan","id":0,"exportId":"x"}', undefined, 'bad_frame'],
    ['[]', undefined, 'bad_frame'],
    ['null', undefined, 'bad_frame'],
    [Buffer.from('{"type":"pong"}'), undefined, 'bad_frame'],
    ['{"type":"ack","id":9,"bytes":-1}', 9, 'bad_frame'],
    ['{"type":"read","id":8,"ticket":"t","chunk":{"after":-1,"upTo":5},"size":0}', 8, 'page_size_invalid'],
    ['{"type":"read","id":8,"ticket":"t","chunk":{"after":-1,"upTo":5},"size":1000000000}', 8, 'page_size_invalid'],
    ['{"type":"read","id":8,"ticket":"t","chunk":{"after":-1,"upTo":5},"size":2.5}', 8, 'page_size_invalid'],
    ['{"type":"read","id":8,"ticket":"t","chunk":{"after":-1,"upTo":5},"size":10}', 8, 'ticket_invalid'],
  ])('%s', async (frame, id, code) => {
    const socket = await TestSocket.open(ann);
    socket.send(frame);
    expect(await socket.next()).toMatchObject({ type: 'error', error: { code }, ...(id === undefined ? {} : { id }) });
    await expect(socket.plan({ index: 'proxy-nothing' })).rejects.toMatchObject({ code: 'index_not_found' });
    await socket.close();
  });

  it('a frame over the limit closes the socket, and only it', async () => {
    const socket = await TestSocket.open(ann);
    socket.send(`"${'x'.repeat(MAX_CLIENT_FRAME_BYTES)}"`);
    const [code] = await once(socket.socket, 'close');
    expect(code).toBe(1009);
    await (await TestSocket.open(ann)).close();
  });

  it('a chunk beyond the shard, a number that is in use, messages about nothing', async () => {
    await withShard(async (socket, shard) => {
      const chunk = { after: -1, upTo: shard.highest + 1 };
      await expect(socket.page({ ...wholeOf(shard), chunk })).rejects.toMatchObject({ code: 'bad_request' });
      socket.send({ type: 'cancel', id: 4_000_000 });
      socket.send({ type: 'ack', id: 4_000_000, bytes: 1 });
      const { id, done } = socket.read(wholeOf(shard), () => {});
      void done.catch(() => undefined);
      await expect(socket.request({ type: 'reopen', ticket: shard.ticket }, id)).rejects.toMatchObject({
        code: 'bad_frame',
      });
      socket.send({ type: 'cancel', id });
      await setTimeout(50);
    });
  });

  it('more requests than one socket may have', async () => {
    await withShard(async (socket, shard) => {
      // Each just over a window, so that it stays under way: 33 large ones would be too much for a small cluster.
      const reads = Array.from({ length: 33 }, () => socket.read({ ...wholeOf(shard), size: 60 }, () => {}));
      const settled = await Promise.race([
        Promise.any(
          reads.map(({ done }) =>
            done.then(
              () => undefined,
              (error: unknown) => error,
            ),
          ),
        ),
        setTimeout(5000),
      ]);
      expect(settled).toMatchObject({ code: 'busy', retryable: true });
      for (const { id } of reads) socket.send({ type: 'cancel', id });
      await setTimeout(100);
    });
  });
});

describe('tickets', () => {
  it('forged, of another user, too old, of another purpose', async () => {
    await withShard(async (socket, shard) => {
      const read = (ticket: string) => socket.page({ ...wholeOf(shard), ticket });
      await expect(read(`${shard.ticket.slice(0, -8)}AAAAAAAA`)).rejects.toMatchObject({ code: 'ticket_invalid' });
      await expect(read(ann.cookie.split('=')[1] ?? '')).rejects.toMatchObject({ code: 'ticket_invalid' });
      const sealer = await makeSealer([SECRET], 'ticket');
      const opened = await sealer.open(shard.ticket);
      await expect(read(await sealer.seal({ ...opened, user: 'bob' }, 60_000))).rejects.toMatchObject({
        code: 'ticket_invalid',
      });
      const old = { seal: (value: Record<string, unknown>) => sealer.seal(value, -1000), open: sealer.open };
      await expect(read(await sealTicket(old, opened as never))).rejects.toMatchObject({ code: 'ticket_expired' });
      const bobs = await TestSocket.open(bob);
      await expect(bobs.page(wholeOf(shard))).rejects.toMatchObject({ code: 'ticket_invalid' });
      await expect(bobs.plan({ index: INDEX })).rejects.toMatchObject({ code: 'forbidden' });
      expect(await bobs.release([shard.ticket])).toBe(0);
      await bobs.close();
      expect((await read(shard.ticket)).hits).toHaveLength(ROWS);
    });
  });

  it('open at another proxy with the same secret', async () => {
    await withShard(async (_, shard) => {
      const other = await runProxy(inject('opensearchUrl'), {
        USERS_FILE: join(folder, 'users.json'),
        SESSION_SECRET: `another-secret-of-today, ${SECRET}`,
      });
      const session = {
        url: other.url,
        socketUrl: `${other.url.replace('http', 'ws')}/api/socket`,
        cookie: ann.cookie,
      };
      const socket = await TestSocket.open(session);
      expect((await socket.page(wholeOf(shard))).hits).toHaveLength(ROWS);
      await socket.close();
      await other.close();
    });
  });
});

describe('the socket', () => {
  const refused = async (headers: Record<string, string>) => {
    const socket = new WebSocket(ann.socketUrl, { headers });
    const [, response] = await once(socket, 'unexpected-response');
    socket.on('error', () => {});
    socket.terminate();
    return response.statusCode;
  };

  it('is refused without a session, and to pages of other sites', async () => {
    expect(await refused({})).toBe(401);
    expect(await refused({ cookie: 'sluice_session=forged' })).toBe(401);
    expect(await refused({ cookie: ann.cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await refused({ cookie: ann.cookie, origin: 'null' })).toBe(403);
    await (await TestSocket.open(ann, { origin: proxy.url })).close();
  });

  it('is closed when pings are not answered, and kept when they are', async () => {
    const quick = await runProxy(inject('opensearchUrl'), { PING_INTERVAL: '100', PING_TIMEOUT: '100' });
    const session = await quick.signIn();
    const [good, mute] = [await TestSocket.open(session), await TestSocket.open(session)];
    mute.answering = false;
    const [code] = await once(mute.socket, 'close');
    expect(code).toBe(4408);
    await setTimeout(500);
    expect(good.socket.readyState).toBe(WebSocket.OPEN);
    await quick.close();
    expect(good.socket.readyState).not.toBe(WebSocket.OPEN);
  });
});

it('a plan that fails on its way leaves no snapshot open', async () => {
  const socket = await TestSocket.open(ann);
  const exportId = randomUUID();
  const search = { index: 'proxy-socket', q: 'n:>=0' };
  relay.cutAfter(1500);
  await expect(socket.request({ type: 'plan', exportId, search })).rejects.toMatchObject({ retryable: true });
  relay.cutAfter(undefined);
  await expect.poll(() => contextsOpen(client, INDEX), SOON).toBe(0);
  await socket.close();
});
