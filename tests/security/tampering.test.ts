import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { startProxy } from '../../proxy/adapters/node.ts';
import { makeSealer } from '../../proxy/auth/seal.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { signIn } from '../support/session.ts';
import { call, post, SECRET, startLocal } from './bench.ts';
import { ORDERS, PAYROLL } from './people.ts';

/** Cookies, tickets, pages of other sites, passwords and certificates that are not what they say. */
let bench: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  bench = await startLocal();
});
afterAll(() => bench.close());

const session = (cookie: string) => call(bench.url, '/api/session', { headers: { cookie } });
const cookieValue = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

describe('cookies', () => {
  it('forged, cut short, too old, of another purpose or another secret are no session, and the log says so', async () => {
    const value = cookieValue(bench.ann.cookie);
    const sealer = await makeSealer([SECRET], 'session');
    const opened = await sealer.open(value);
    const other = await makeSealer(['another-secret-altogether'], 'session');
    const tickets = await makeSealer([SECRET], 'ticket');
    const { sid: _, ...nameless } = opened;
    const none = [
      '',
      'x',
      `${value.slice(0, -6)}AAAAAA`,
      value.slice(0, value.length / 2),
      value.replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url')),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"user":"ann"}').toString('base64url')}.`,
      await sealer.seal(opened, -1000),
      await sealer.seal(nameless, 60_000),
      await sealer.seal({ ...opened, began: Date.now() - 13 * 60 * 60 * 1000 }, 60_000),
      await sealer.seal({ ...opened, user: 'nobody' }, 60_000),
      await other.seal(opened, 60_000),
      await tickets.seal(opened, 60_000),
    ];
    const before = bench.log.with({ code: 'signed_out' }).length;
    for (const cookie of none) {
      expect(await session(`sluice_session=${cookie}`), cookie).toMatchObject({ status: 401, code: 'signed_out' });
    }
    expect(bench.log.with({ code: 'signed_out' })).toHaveLength(before + none.length);
    // Over http the name that only TLS may set is nobody's.
    expect(await session(`__Host-sluice_session=${value}`)).toMatchObject({ code: 'signed_out' });
    expect(await session(bench.ann.cookie)).toMatchObject({ status: 200 });
  });

  it('of a session that was signed out are of no use here any more, nor is its open socket', async () => {
    const copy = await signIn(bench.url, 'ann', 'ann-password');
    const socket = await TestSocket.open(copy);
    const closed = once(socket.socket, 'close');
    const out = await call(bench.url, '/api/session', { method: 'DELETE', headers: { cookie: copy.cookie } });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^sluice_session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict/);
    expect(await session(copy.cookie)).toMatchObject({ code: 'signed_out' });
    expect((await closed)[0]).toBe(4401);
    expect(await session(bench.ann.cookie)).toMatchObject({ status: 200 });
    expect(bench.log.with({ audit: 'sign_out', user: 'ann' })).toHaveLength(1);
  });

  it('over TLS bear the name that no other host can set; only a server of one’s own may say that it is TLS', async () => {
    const forwarded = { 'x-forwarded-proto': 'https' };
    const credentials = { username: 'ann', password: 'ann-password' };
    const untrusted = await post(bench.url, '/api/session', credentials, undefined, forwarded);
    expect(untrusted.headers.getSetCookie().join()).toMatch(/^sluice_session=(?!.*Secure)/);
    const behind = await startProxy({ ...bench.settings, TRUSTED_PROXIES: '127.0.0.1,::1' });
    const trusted = await post(behind.url, '/api/session', credentials, undefined, forwarded);
    const [made = '', device] = trusted.headers.getSetCookie();
    expect(made).toMatch(/^__Host-sluice_session=[\w.-]+; Max-Age=7200; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(device).toMatch(/^__Host-sluice_device=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const [cookie = ''] = made.split(';');
    const get = (headers: Record<string, string>) => call(behind.url, '/api/session', { headers });
    expect(await get({ cookie, ...forwarded })).toMatchObject({ status: 200 });
    expect(await get({ cookie: `sluice_session=${cookieValue(cookie)}`, ...forwarded })).toMatchObject({ status: 401 });
    await behind.close();
    // Signed out everywhere: a proxy with a new secret alone; with the old one behind it everybody stays.
    for (const [secrets, status] of [
      ['a-new-secret-of-enough-length', 401],
      [`a-new-secret-of-enough-length,${SECRET}`, 200],
    ] as const) {
      const rotated = await startProxy({ ...bench.settings, SESSION_SECRET: secrets });
      expect(await call(rotated.url, '/api/session', { headers: { cookie: bench.ann.cookie } })).toMatchObject({
        status,
      });
      await rotated.close();
    }
  });
});

describe('tickets', () => {
  it('of another user, another index, cut short, forged, too old or handed in again are worth nothing', async () => {
    const [anns, bobs] = await Promise.all([TestSocket.open(bench.ann), TestSocket.open(bench.bob)]);
    const payroll = (await anns.plan({ index: PAYROLL })).shards[0];
    const orders = (await bobs.plan({ index: ORDERS })).shards[0];
    if (!payroll || !orders) throw new Error('Nothing was planned.');
    const read = (ticket: string, upTo = 1) => bobs.page({ ticket, chunk: { after: -1, upTo }, size: 10 });
    const sealer = await makeSealer([SECRET], 'ticket');
    const opened = await sealer.open(payroll.ticket);
    const cases: [string, string][] = [
      [payroll.ticket, 'ticket_invalid'],
      [payroll.ticket.slice(0, 100), 'ticket_invalid'],
      [`${orders.ticket.slice(0, -4)}AAAA`, 'ticket_invalid'],
      [orders.ticket.split('.').slice(0, 3).join('.'), 'ticket_invalid'],
      [cookieValue(bench.bob.cookie), 'ticket_invalid'],
      [await sealer.seal({ ...opened, user: 'bob' }, 60_000), 'forbidden'],
      [await sealer.seal({ ...opened, user: 'bob', target: `${ORDERS},${PAYROLL}` }, 60_000), 'forbidden'],
      [await sealer.seal({ user: 'bob' }, 60_000), 'ticket_invalid'],
      [await sealer.seal(await sealer.open(orders.ticket), -1000), 'ticket_expired'],
    ];
    for (const [ticket, code] of cases) await expect(read(ticket), code).rejects.toMatchObject({ code });
    await expect(read(orders.ticket, orders.highest + 1)).rejects.toMatchObject({ code: 'bad_request' });
    await expect(bobs.reopen(payroll.ticket)).rejects.toMatchObject({ code: 'ticket_invalid' });
    expect(await bobs.release([payroll.ticket, 'x'])).toBe(0);
    for (const code of ['ticket_invalid', 'ticket_expired', 'forbidden']) {
      expect(bench.log.with({ code }).length).toBeGreaterThan(0);
    }
    // Replayed after its snapshot was closed it reads nothing, and says that it has to be opened anew.
    const page = await read(orders.ticket, orders.highest);
    expect(page.hits).toHaveLength(10);
    expect(await bobs.release([orders.ticket])).toBe(1);
    await expect(read(orders.ticket, orders.highest)).rejects.toMatchObject({ code: 'snapshot_lost' });
    await Promise.all([anns.close(), bobs.close()]);
  });
});

describe('pages of other sites', () => {
  it('neither call nor connect', async () => {
    const body = JSON.stringify({ username: 'ann', password: 'ann-password' });
    const as = (headers: Record<string, string>, method = 'POST') =>
      call(bench.url, '/api/session', { method, headers, ...(method === 'POST' ? { body } : {}) });
    const json = { 'content-type': 'application/json' };
    const foreign = { status: 403, code: 'wrong_origin' };
    expect(await as({ ...json, origin: 'https://evil.example' })).toMatchObject(foreign);
    expect(await as({ ...json, origin: 'null' })).toMatchObject(foreign);
    expect(await as({ ...json, 'sec-fetch-site': 'cross-site' })).toMatchObject(foreign);
    expect(await as({ ...json, 'sec-fetch-site': 'same-site' })).toMatchObject(foreign);
    expect(await as({ cookie: bench.ann.cookie, 'sec-fetch-site': 'cross-site' }, 'DELETE')).toMatchObject(foreign);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect(await as({ 'content-type': type })).toMatchObject({ status: 400, code: 'bad_request' });
    }
    expect(await as({ ...json, origin: bench.url, 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 200 });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${bench.url}.evil.example` },
    ]) {
      const socket = new WebSocket(bench.ann.socketUrl, { headers: { cookie: bench.ann.cookie, ...headers } });
      const [, response] = await once(socket, 'unexpected-response');
      expect(response.statusCode).toBe(403);
      socket.on('error', () => {}).terminate();
    }
    expect(bench.log.with({ code: 'wrong_origin', path: '/api/socket' })).toHaveLength(3);
  });

  it('frame nothing and run nothing: the headers of every answer', async () => {
    for (const path of ['/', '/healthz', '/api/session', '/no/such/file']) {
      const { headers } = await call(bench.url, path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
});

it('signing in fails so often, for whoever tries; then the right password waits too, and the log says who', async () => {
  const guarded = await startLocal({ SIGN_IN_ATTEMPTS: '3' });
  try {
    const attempt = (password: string) => post(guarded.url, '/api/session', { username: 'ann', password });
    for (let i = 0; i < 3; i++) expect(await attempt('wrong')).toMatchObject({ status: 401, code: 'sign_in_failed' });
    const locked = await attempt('ann-password');
    expect(locked).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(600);
    expect(await post(guarded.url, '/api/session', { username: 'bob', password: 'bob-password' })).toMatchObject({
      status: 200,
    });
    const refusals = guarded.log.with({ audit: 'sign_in_refused', user: 'ann' });
    expect(refusals.map(({ code }) => code)).toEqual([...Array(3).fill('sign_in_failed'), 'rate_limited']);
    expect(refusals[0]?.address).toMatch(/127\.0\.0\.1$|^::1$/);
    // Somebody who is in stays in.
    expect(await call(guarded.url, '/api/session', { headers: { cookie: guarded.ann.cookie } })).toMatchObject({
      status: 200,
    });
  } finally {
    await guarded.close();
  }
});

it('a certificate for another name is not taken, though the authority is the right one', async () => {
  const { url } = inject('secured');
  const target = Number(new URL(url).port);
  const server = net.createServer((socket) => {
    const upstream = net.connect(target, '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    for (const end of [socket, upstream]) end.on('error', () => end.destroy());
  });
  // An address that the certificate does not name.
  server.listen(0, '127.0.0.2');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const proxy = await startProxy({ ...bench.settings, OPENSEARCH_URL: `https://127.0.0.2:${port}` });
  const ann = await signIn(proxy.url, 'ann', 'ann-password');
  expect(await post(proxy.url, '/api/search', { index: ORDERS }, ann)).toMatchObject({
    status: 502,
    code: 'opensearch_unreachable',
  });
  await proxy.close();
  server.close();
});

it('the log tells of all this, and holds no password, cookie or ticket', () => {
  expect(bench.log.lines.length).toBeGreaterThan(20);
  expect(JSON.stringify(bench.log.lines)).not.toMatch(/ann-password|bob-password|Sluice-9-tests|eyJhbGciOiJkaXIi/);
});
