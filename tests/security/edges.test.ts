import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { freePorts } from '../../dev/system/ports.ts';
import { startProxy } from '../../proxy/adapters/node.ts';
import { call, post, startLocal } from './bench.ts';
import { makeLog } from './log.ts';

/** Where a request says that it comes from, and what of it is taken. */
let bench: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  bench = await startLocal();
});
afterAll(() => bench.close());

const RIGHT = { username: 'ann', password: 'ann-password' };

/** A socket's answer: 101, or the status that refuses it. */
async function connect(url: string, cookie: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(new URL('/api/socket', url.replace(/^http/, 'ws')), { headers: { cookie, ...headers } });
  socket.on('error', () => {});
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode),
  ]);
  socket.terminate();
  return status;
}

it('a page of the same host by another scheme, port or name neither calls nor connects', async () => {
  const { host, port } = new URL(bench.url);
  for (const origin of [
    `https://${host}`,
    `ftp://${host}`,
    `ws://${host}`,
    'http://localhost',
    `http://localhost:${Number(port) + 1}`,
    `http://127.0.0.1:${port}`,
    `http://user@${host}`,
    `http://${host}.evil.example`,
    `http://evil.example/${host}`,
    `HTTP://${host}`,
    `http://${host}/`,
    `http://${host}, http://evil.example`,
    'null',
  ]) {
    expect(await post(bench.url, '/api/session', RIGHT, undefined, { origin }), origin).toMatchObject({
      status: 403,
      code: 'wrong_origin',
    });
    expect(await connect(bench.url, bench.ann.cookie, { origin }), origin).toBe(403);
  }
  expect(await post(bench.url, '/api/session', RIGHT, undefined, { origin: bench.url })).toMatchObject({ status: 200 });
  expect(await connect(bench.url, bench.ann.cookie, { origin: bench.url })).toBe(101);
});

it('several origins in one request are none', async () => {
  const { host, hostname, port } = new URL(bench.url);
  const ask = async (path: string, method: string, more: string[]) => {
    const headers = ['Host', host, 'Origin', bench.url, ...more];
    const request = http.request({ hostname, port, path, method, headers });
    request.end(method === 'POST' ? JSON.stringify(RIGHT) : undefined);
    const [response] = await Promise.race([once(request, 'response'), once(request, 'upgrade')]);
    request.destroy();
    return response.statusCode;
  };
  const json = ['Content-Type', 'application/json'];
  const upgrade = ['Connection', 'Upgrade', 'Upgrade', 'websocket', 'Cookie', bench.ann.cookie];
  const socket = [...upgrade, 'Sec-WebSocket-Version', '13', 'Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='];
  expect(await ask('/api/session', 'POST', json)).toBe(200);
  expect(await ask('/api/socket', 'GET', socket)).toBe(101);
  for (const other of ['http://evil.example', 'null', bench.url]) {
    expect(await ask('/api/session', 'POST', [...json, 'Origin', other])).toBe(403);
    expect(await ask('/api/socket', 'GET', [...socket, 'Origin', other])).toBe(403);
  }
});

it('with a port for sockets, a page at PORT connects there and calls nothing', async () => {
  const [port = 0, wsPort = 0] = await freePorts(2);
  const two = await startProxy({ ...bench.settings, PORT: String(port), WS_PORT: String(wsPort) });
  const sockets = `http://localhost:${wsPort}`;
  expect(await connect(sockets, bench.ann.cookie, { origin: `http://localhost:${port}` })).toBe(101);
  for (const origin of [
    `https://localhost:${port}`,
    'http://localhost',
    `http://evil.example:${port}`,
    `http://user@localhost:${port}`,
    'null',
  ]) {
    expect(await connect(sockets, bench.ann.cookie, { origin }), origin).toBe(403);
  }
  const calls = await post(sockets, '/api/session', RIGHT, undefined, { origin: `http://localhost:${port}` });
  expect(calls).toMatchObject({ status: 403 });
  await two.close();
});

it('behind a server of one’s own the origin is the one that the browser asked for', async () => {
  const front = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'sluice.example' };
  const origin = 'https://sluice.example';
  const behind = await startProxy({ ...bench.settings, TRUSTED_PROXIES: '127.0.0.1' });
  const signIn = (headers: Record<string, string>, url = behind.url) =>
    post(url, '/api/session', RIGHT, undefined, headers).then(({ status }) => status);
  expect(await signIn({ ...front, origin })).toBe(200);
  expect(await signIn({ ...front, origin: 'http://sluice.example' })).toBe(403);
  expect(await signIn({ ...front, origin: behind.url })).toBe(403);
  expect(await signIn({ ...front, 'x-forwarded-proto': 'https, http', origin })).toBe(403);
  await behind.close();
  // The same words from an address that is not named.
  for (const trusted of ['', '127.0.0.2', '10.0.0.0/8,::1']) {
    const direct = await startProxy({ ...bench.settings, TRUSTED_PROXIES: trusted });
    expect(await signIn({ ...front, origin }, direct.url), trusted).toBe(403);
    await direct.close();
  }
  const named = await startProxy({ ...bench.settings, PUBLIC_URL: origin });
  expect(await signIn({ origin }, named.url)).toBe(200);
  expect(await signIn({ origin: named.url }, named.url)).toBe(403);
  const made = await post(named.url, '/api/session', RIGHT, undefined, { origin });
  expect(made.headers.get('set-cookie')).toMatch(/^__Host-sluice_session=.*; Secure;/);
  await named.close();
});

it('a made-up address gets around no limit, and into no line of the log', async () => {
  const log = makeLog();
  const settings = { ...bench.settings, AUDIT_LOG: 'on', SIGN_IN_ATTEMPTS: '1', TRUSTED_PROXIES: '10.0.0.0/8' };
  const proxy = await startProxy(settings, { log });
  const made = ['1.2.3.4', '::1', 'x'.repeat(4000), '10.0.0.1', 'unknown', '127.0.0.1, 8.8.8.8', '<b>'];
  const codes: unknown[] = [];
  for (const [i, address] of made.entries()) {
    const wrong = { username: `nobody-${i}`, password: 'wrong' };
    const headers = { 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}` };
    codes.push((await post(proxy.url, '/api/session', wrong, undefined, headers)).code);
  }
  expect(codes).toEqual([...Array(5).fill('sign_in_failed'), 'rate_limited', 'rate_limited']);
  const addresses = log.with({ audit: 'sign_in_refused' }).map(({ address }) => address);
  expect(addresses).toEqual(Array(made.length).fill('127.0.0.1'));
  await proxy.close();
});

it('what no address is does not reach the log from a server of one’s own either', async () => {
  const log = makeLog();
  const proxy = await startProxy({ ...bench.settings, AUDIT_LOG: 'on', TRUSTED_PROXIES: '127.0.0.1' }, { log });
  const said: [string, string][] = [
    ['8.8.8.8', '8.8.8.8'],
    ['evil, 8.8.8.8', '8.8.8.8'],
    ['8.8.8.8:443', '8.8.8.8'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['x'.repeat(4000), '127.0.0.1'],
    ['unknown', '127.0.0.1'],
    ['10.0.0.1\t"}', '127.0.0.1'],
  ];
  for (const [header] of said) {
    await post(proxy.url, '/api/session', { username: 'nobody', password: 'x' }, undefined, {
      'x-forwarded-for': header,
    });
  }
  expect(log.with({ audit: 'sign_in_refused' }).map(({ address }) => address)).toEqual(
    said.map(([, address]) => address),
  );
  await proxy.close();
});

it('figures are for this machine, and not for whom a server speaks for', async () => {
  const ask = (path: string, headers: Record<string, string> = {}) => call(bench.url, path, { headers });
  for (const path of ['/metrics', '/readyz']) {
    expect(await ask(path)).toMatchObject({ status: 200 });
    for (const headers of [{ 'x-forwarded-for': '8.8.8.8' }, { 'x-real-ip': '8.8.8.8' }, { via: '1.1 front' }]) {
      expect(await ask(path, headers)).toMatchObject({ status: 403, code: 'forbidden' });
    }
  }
  expect(await ask('/healthz', { 'x-forwarded-for': '8.8.8.8' })).toMatchObject({ status: 200 });
});

/** Sends these lines. @returns what came until the connection ended */
async function untilEnd(lines: string[]): Promise<string> {
  const socket = net.connect(Number(new URL(bench.url).port), '127.0.0.1');
  socket.on('error', () => {}).setEncoding('utf8');
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

const UPGRADE = ['GET / HTTP/1.1', 'Host: sluice', 'Connection: Upgrade'];

it.each(['h2c', 'TLS/1.0', 'websockets', 'websocket, h2c'])(
  'an upgrade to “%s” is refused, and its connection ended',
  async (protocol) => {
    expect(await untilEnd([...UPGRADE, `Upgrade: ${protocol}`])).toMatch(/^HTTP\/1\.1 400 /);
  },
);

it('connections that ask for another protocol and are reset end nothing but themselves', async () => {
  const port = Number(new URL(bench.url).port);
  for (const wait of [0, 0, 1, 5, 20, 100]) {
    const sockets = ['h2c', 'websocket'].map((protocol) => {
      const socket = net.connect(port, '127.0.0.1').on('error', () => {});
      socket.write(`${[...UPGRADE, `Upgrade: ${protocol}`].join('\r\n')}\r\n\r\n`);
      return socket;
    });
    await new Promise((resolve) => setTimeout(resolve, wait));
    for (const socket of sockets) socket.resetAndDestroy();
  }
  // One that nobody hears would be thrown by now, out of any request.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await fetch(new URL('/healthz', bench.url))).status).toBe(200);
});

it('a request keeps its headers whatever protocol it names', async () => {
  for (const path of ['/', '/api/session']) {
    const plain = http.request(new URL(path, bench.url)).end();
    const [without] = await once(plain, 'response');
    const named = http.request(new URL(path, bench.url), { headers: { upgrade: 'h2c', connection: 'close' } }).end();
    const [withIt] = await once(named, 'response');
    for (const name of ['content-security-policy', 'x-frame-options', 'x-content-type-options', 'cache-control']) {
      expect(withIt.headers[name], `${path} ${name}`).toBe(without.headers[name]);
    }
    plain.destroy();
    named.destroy();
  }
});
