import { once } from 'node:events';
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { makeSealer } from '../../../proxy/auth/seal.ts';
import { sealTicket } from '../../../proxy/export/ticket.ts';
import { MAX_CLIENT_FRAME_BYTES } from '../../../shared/limits.ts';
import { runProxy } from '../../support/proxy.ts';
import { fromHere } from '../../support/runtimes.ts';
import { type Bench, makeBench, onlyShard, ROWS, SECRET, wholeOf } from './bench.ts';
import { TestSocket } from './test-socket.ts';

const client = new Client({ node: inject('opensearchUrl') });
const here = fromHere(inject('runtime'));
let bench: Bench;

beforeAll(async () => {
  bench = await makeBench(client, inject('opensearchUrl'), 'proxy-socket');
});
afterAll(async () => {
  await bench.close();
  await client.close();
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
    const socket = await TestSocket.open(bench.ann);
    socket.send(frame);
    expect(await socket.next()).toMatchObject({ type: 'error', error: { code }, ...(id === undefined ? {} : { id }) });
    await expect(socket.plan({ index: 'proxy-nothing' })).rejects.toMatchObject({ code: 'index_not_found' });
    await socket.close();
  });

  it('a frame over the limit closes the socket, and only it', async () => {
    const socket = await TestSocket.open(bench.ann);
    socket.send(`"${'x'.repeat(MAX_CLIENT_FRAME_BYTES)}"`);
    const [code] = await once(socket.socket, 'close');
    expect(code).toBe(1009);
    await (await TestSocket.open(bench.ann)).close();
  });

  it('a chunk beyond the shard, a number that is in use, messages about nothing', async () => {
    await bench.withShard(async (socket, shard) => {
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
    await bench.withShard(async (socket, shard) => {
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
    await bench.withShard(async (socket, shard) => {
      const read = (ticket: string) => socket.page({ ...wholeOf(shard), ticket });
      await expect(read(`${shard.ticket.slice(0, -8)}AAAAAAAA`)).rejects.toMatchObject({ code: 'ticket_invalid' });
      await expect(read(bench.ann.cookie.split('=')[1] ?? '')).rejects.toMatchObject({ code: 'ticket_invalid' });
      const sealer = await makeSealer([SECRET], 'ticket');
      const opened = await sealer.open(shard.ticket);
      await expect(read(await sealer.seal({ ...opened, user: 'bob' }, 60_000))).rejects.toMatchObject({
        code: 'ticket_invalid',
      });
      const old = { seal: (value: Record<string, unknown>) => sealer.seal(value, -1000), open: sealer.open };
      await expect(read(await sealTicket(old, opened as never))).rejects.toMatchObject({ code: 'ticket_expired' });
      const bobs = await TestSocket.open(bench.bob);
      await expect(bobs.page(wholeOf(shard))).rejects.toMatchObject({ code: 'ticket_invalid' });
      await expect(bobs.plan({ index: bench.index })).rejects.toMatchObject({ code: 'forbidden' });
      expect(await bobs.release([shard.ticket])).toBe(0);
      await bobs.close();
      expect((await read(shard.ticket)).hits).toHaveLength(ROWS);
    });
  });

  it('open at another proxy with the same secret', async () => {
    await bench.withShard(async (_, shard) => {
      const other = await runProxy(inject('opensearchUrl'), {
        USERS_FILE: bench.usersFile,
        SESSION_SECRET: `another-secret-of-today, ${SECRET}`,
      });
      const session = {
        url: other.url,
        socketUrl: `${other.url.replace('http', 'ws')}/api/socket`,
        cookie: bench.ann.cookie,
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
    const socket = new WebSocket(bench.ann.socketUrl, { headers });
    const [, response] = await once(socket, 'unexpected-response');
    socket.on('error', () => {});
    socket.terminate();
    return response.statusCode;
  };

  it('is refused without a session, and to pages of other sites', async () => {
    expect(await refused({})).toBe(401);
    expect(await refused({ cookie: 'sluice_session=forged' })).toBe(401);
    expect(await refused({ cookie: bench.ann.cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await refused({ cookie: bench.ann.cookie, origin: 'null' })).toBe(403);
    await (await TestSocket.open(bench.ann, { origin: bench.proxy.url })).close();
  });

  it('is opened by a whole handshake only: nothing else ends the proxy, is kept waiting, or takes a place', async () => {
    const { hostname, port, host } = new URL(bench.proxy.url);
    const isChecked = inject('runtime') === 'workerd';
    const whole = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      'Sec-WebSocket-Version': '13',
    };
    const connect = (method: string, headers: Record<string, string | undefined>) => {
      const to = net.connect(Number(port), hostname).on('error', () => {});
      const all = { Host: host, Cookie: bench.ann.cookie, ...headers };
      const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
      to.write(`${method} /api/socket HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      return to;
    };
    const without = { key: 'Sec-WebSocket-Key', version: 'Sec-WebSocket-Version', Connection: 'Connection' };
    const cases: [string, string, Record<string, string | undefined>][] = [
      ['h2c', 'GET', { ...whole, Upgrade: 'h2c' }],
      ['two protocols', 'GET', { ...whole, Upgrade: 'websocket, h2c' }],
      ['a bad key', 'GET', { ...whole, 'Sec-WebSocket-Key': 'x' }],
      ['a long key', 'GET', { ...whole, 'Sec-WebSocket-Key': 'A'.repeat(4000) }],
      ['another version', 'GET', { ...whole, 'Sec-WebSocket-Version': '8' }],
      ['POST', 'POST', { ...whole, 'Content-Length': '0' }],
      ['HEAD', 'HEAD', whole],
      ['CONNECT', 'CONNECT', whole],
      ...Object.entries(without).map(([what, name]): (typeof cases)[number] => [
        `no ${what}`,
        'GET',
        { ...whole, [name]: undefined },
      ]),
    ];
    for (const [what, method, headers] of cases) {
      // A Worker may be given none of these, and workerd says what is wrong only once there is a socket.
      if (isChecked && what.startsWith('no ')) continue;
      const resets = [0, 3, 30].map(async (ms) => {
        const cut = connect(method, headers);
        await setTimeout(ms);
        cut.resetAndDestroy();
      });
      const asked = connect(method, headers);
      const answer = await Promise.race([
        once(asked, 'data').then(([data]) => String(data)),
        once(asked, 'close').then(() => 'closed'),
      ]);
      expect(answer, what).toMatch(method === 'CONNECT' ? /^closed|^HTTP\/1\.1 [45]/ : /^HTTP\/1\.1 4/);
      await Promise.all(resets);
      asked.destroy();
    }
    const metrics = async () => (await fetch(new URL('/metrics', bench.proxy.url), { headers: here })).text();
    await expect.poll(metrics).toMatch(/^sluice_sockets_open 0$/m);
    await (await TestSocket.open(bench.ann)).close();
  });

  it('is closed when its user signs out, in the midst of a page, and no other session’s is', async () => {
    // A Worker's request cannot close another's socket, which then ends with its next ping.
    const PING_INTERVAL = inject('runtime') === 'workerd' ? '1000' : '60000';
    const slow = await runProxy(inject('opensearchUrl'), { PING_INTERVAL, PING_TIMEOUT: '60000' });
    const [session, again] = [await slow.signIn(), await slow.signIn()];
    const [socket, other] = [await TestSocket.open(session), await TestSocket.open(again)];
    const shard = await onlyShard(socket, bench.index);
    await new Promise<void>((resolve) => {
      // Nothing is acknowledged: the page waits.
      socket.read(wholeOf(shard), () => resolve()).done.catch(() => {});
    });
    const closed = once(socket.socket, 'close');
    const begun = Date.now();
    await fetch(new URL('/api/session', slow.url), { method: 'DELETE', headers: { cookie: session.cookie } });
    // Deno ends the connection before the close is out, at times.
    expect(inject('runtime') === 'deno' ? [4401, 1006] : [4401]).toContain((await closed)[0]);
    expect(Date.now() - begun).toBeLessThan(30_000);
    expect(socket.loose.at(-1)).toMatchObject({ type: 'error', error: { code: 'signed_out' } });
    expect((await other.plan({ index: bench.index })).shards).toHaveLength(1);
    await other.close();
    await slow.close();
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
