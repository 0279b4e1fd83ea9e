import { once } from 'node:events';
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { MAX_SAID } from '../../../shared/carrier.ts';
import { MAX_CLIENT_FRAME_BYTES } from '../../../shared/limits.ts';
import { CarrierSocket, post } from '../../support/carrier-socket.ts';
import { runProxy, type SignedIn } from '../../support/proxy.ts';
import { fromHere } from '../../support/runtimes.ts';
import { type Bench, makeBench, onlyShard, ROWS, wholeOf } from './bench.ts';
import { TestSocket } from './test-socket.ts';

const client = new Client({ node: inject('opensearchUrl') });
const isOffered = inject('runtime') !== 'workerd';
let bench: Bench;

beforeAll(async () => {
  bench = await makeBench(client, inject('opensearchUrl'), 'proxy-carriers');
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

const open = (who: SignedIn) => TestSocket.open(who, {}, 'requests');

async function begun(who: SignedIn, headers: Record<string, string> = {}): Promise<CarrierSocket> {
  const carrier = new CarrierSocket(who, headers);
  await once(carrier, 'message');
  return carrier;
}

it.skipIf(isOffered)('is not offered where a request may come to any instance', async () => {
  const answer = await post(bench.ann, '', '{}', fromHere(inject('runtime')));
  expect(answer).toEqual({ status: 404, code: 'not_found' });
});

describe.runIf(isOffered)('the second carrier', () => {
  it('plans, reads, opens anew and releases', async () => {
    const socket = await open(bench.ann);
    const shard = await onlyShard(socket, bench.index);
    expect((await socket.page(wholeOf(shard))).hits).toHaveLength(ROWS);
    const ticket = await socket.reopen(shard.ticket);
    expect((await socket.page({ ...wholeOf(shard), ticket })).hits).toHaveLength(ROWS);
    expect(await socket.release([ticket, shard.ticket])).toBeGreaterThan(0);
    await socket.close();
  });

  it('is an answer that nothing on the way may keep or change', async () => {
    const carrier = await begun(bench.ann);
    expect(carrier.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(carrier.headers['content-encoding']).toBeUndefined();
    expect(carrier.id).toMatch(/^[0-9a-f]{64}$/);
    carrier.terminate();
  });

  it('hears each POST once, in its turn, and what is not right changes nothing', async () => {
    const carrier = await begun(bench.ann);
    const said: string[] = [];
    carrier.on('message', (data) => said.push(JSON.parse(String(data)).error?.code ?? 'none'));
    const wrong = { type: 'reopen', ticket: 'x' };
    const once = await carrier.say([{ ...wrong, id: 1 }], { seq: 1 });
    const twice = await carrier.say([{ ...wrong, id: 1 }], { seq: 1 });
    expect([once.status, twice.status]).toEqual([204, 204]);
    expect(await carrier.say([{ ...wrong, id: 3 }], { seq: 3 })).toEqual({ status: 400, code: 'bad_request' });
    const many = Array.from({ length: MAX_SAID + 1 }, () => ({ type: 'pong' }));
    for (const body of ['', '[]', '{"seq":2}', '{"seq":2,"messages":[]}', { seq: 2, messages: many }, 'not json'])
      expect(await post(bench.ann, carrier.id, body)).toEqual({ status: 400, code: 'bad_request' });
    const large = { seq: 2, messages: ['x'.repeat(MAX_CLIENT_FRAME_BYTES)] };
    expect(await post(bench.ann, carrier.id, large)).toEqual({ status: 413, code: 'too_large' });
    expect((await carrier.say([{ ...wrong, id: 2 }, 'no message', null], { seq: 2 })).status).toBe(204);
    const answers = ['bad_frame', 'bad_frame', 'ticket_invalid', 'ticket_invalid'];
    await expect.poll(() => [...said].sort()).toEqual(answers);
    carrier.terminate();
  });

  it('takes no harm of a message that is nested as deep as it is long', async () => {
    const carrier = await begun(bench.ann);
    const deep = `{"seq":1,"messages":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`;
    // Whether a text can be made of it again is the runtime's stack's to say.
    expect([204, 400]).toContain((await post(bench.ann, carrier.id, deep)).status);
    carrier.terminate();
  });

  it('is another’s, or nobody’s: neither is told apart', async () => {
    const carrier = await begun(bench.ann);
    const again = await bench.proxy.signIn('ann', 'ann-password');
    const pong = { seq: 1, messages: [{ type: 'pong' }] };
    const lost = { status: 410, code: 'carrier_lost' };
    expect(await post(bench.bob, carrier.id, pong), 'another person').toEqual(lost);
    expect(await post(again, carrier.id, pong), 'another session').toEqual(lost);
    expect(await post(bench.ann, 'a'.repeat(64), pong), 'no carrier').toEqual(lost);
    expect(await post({ ...bench.ann, cookie: '' }, carrier.id, pong)).toEqual({ status: 401, code: 'signed_out' });
    expect((await post(bench.ann, carrier.id, pong)).status, 'it was not said yet').toBe(204);
    carrier.terminate();
    await expect.poll(() => post(bench.ann, carrier.id, { ...pong, seq: 2 })).toEqual(lost);
  });

  it('is for pages of this Sluice only, in both directions', async () => {
    const carrier = await begun(bench.ann);
    const pong = { seq: 1, messages: [{ type: 'pong' }] };
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      expect(await post(bench.ann, '', '{}', headers)).toEqual({ status: 403, code: 'wrong_origin' });
      expect(await post(bench.ann, carrier.id, pong, headers)).toEqual({ status: 403, code: 'wrong_origin' });
    }
    const form = { 'content-type': 'text/plain' };
    expect(await post(bench.ann, '', '{}', form)).toEqual({ status: 400, code: 'bad_request' });
    expect(await post(bench.ann, carrier.id, pong, form)).toEqual({ status: 400, code: 'bad_request' });
    expect((await post(bench.ann, carrier.id, pong)).status).toBe(204);
    carrier.terminate();
  });

  it('is closed when nothing is said, or its reader is gone, and ends with the session', async () => {
    const quick = await runProxy(inject('opensearchUrl'), { PING_INTERVAL: '300', PING_TIMEOUT: '300' });
    const session = await quick.signIn();
    const [idle, good] = [await begun(session), await open(session)];
    expect((await once(idle, 'close'))[0], 'no pong').toBe(4408);
    await setTimeout(700);
    expect(good.socket.readyState).toBe(1);
    const closed = once(good.socket, 'close');
    const out = await fetch(new URL('/api/session', quick.url), {
      method: 'DELETE',
      headers: { cookie: session.cookie },
    });
    expect(out.status).toBe(204);
    expect((await closed)[0], 'signed out').toBe(4401);
    await quick.close();
  });

  it('counts among the sockets of its user', async () => {
    const few = await runProxy(inject('opensearchUrl'), { SOCKETS_PER_USER: '2' });
    const session = await few.signIn();
    const [socket, carrier] = [await TestSocket.open(session), await begun(session)];
    const refused = new CarrierSocket(session);
    const closed = once(refused, 'close');
    const [data] = await once(refused, 'message');
    expect(JSON.parse(String(data))).toMatchObject({ type: 'error', error: { code: 'rate_limited' } });
    expect((await closed)[0]).toBe(4503);
    carrier.terminate();
    await expect
      .poll(async () => {
        const next = new CarrierSocket(session);
        const [first] = await once(next, 'message');
        next.terminate();
        return JSON.parse(String(first)).type;
      })
      .toBe('hello');
    await socket.close();
    await few.close();
  });

  it('gives its place back as soon as its connection ends, also one whose answer waited behind another', async () => {
    const slow = await runProxy(inject('opensearchUrl'), { PING_INTERVAL: '60000', PING_TIMEOUT: '60000' });
    const { cookie } = await slow.signIn();
    const open = async () => {
      const metrics = await (await fetch(new URL('/metrics', slow.url))).text();
      return Number(/^sluice_sockets_open (\S+)$/m.exec(metrics)?.[1]);
    };
    const { host, hostname, port } = new URL(slow.url);
    const lines = [`Host: ${host}`, `Cookie: ${cookie}`, 'Content-Type: application/json', 'Content-Length: 2'];
    const begin = `POST /api/carrier HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n{}`;
    for (const end of ['destroy', 'resetAndDestroy', 'end'] as const) {
      const connection = net.connect(Number(port), hostname).on('error', () => {});
      connection.resume().write(begin.repeat(3));
      // Others answer one at a time, or none.
      if (inject('runtime') === 'node') await expect.poll(open).toBe(3);
      else await setTimeout(1000);
      connection[end]();
      await expect.poll(open, { timeout: 10_000 }).toBe(0);
      connection.destroy();
    }
    await slow.close();
  });

  it('keeps its session alive by what is asked for, and not by being open', async () => {
    const brief = await runProxy(inject('opensearchUrl'), { SESSION_IDLE: '10s' });
    const session = await brief.signIn();
    const carrier = await begun(session);
    const say = async (seq: number, message: unknown) => {
      const response = await fetch(new URL(`/api/carrier/${carrier.id}`, session.url), {
        method: 'POST',
        headers: { cookie: session.cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ seq, messages: [message] }),
      });
      return [response.status, response.headers.getSetCookie().length];
    };
    // From a tenth of that time on a call gives a newer cookie.
    await setTimeout(1500);
    expect(await say(1, { type: 'pong' })).toEqual([204, 0]);
    expect(await say(2, { type: 'ack', id: 1, bytes: 1 })).toEqual([204, 0]);
    expect(await say(3, { type: 'reopen', id: 1, ticket: 'x' })).toEqual([204, 1]);
    carrier.terminate();
    await brief.close();
  });
});
