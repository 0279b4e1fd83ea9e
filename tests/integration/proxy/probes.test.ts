import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { fromHere } from '../../support/runtimes.ts';

const runtime = inject('runtime');
/** What comes to OpenSearch, which answers as late as it is told to. */
const upstream = { asked: 0, lateMs: 0, url: '', close() {} };
let proxy: RunningProxy;

beforeAll(async () => {
  const server = http.createServer((request, response) => {
    upstream.asked += 1;
    const { method, headers, url = '/' } = request;
    const onward = http.request(new URL(url, inject('opensearchUrl')), { method, headers });
    onward.on('response', (answer) => {
      setTimeout(() => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)), upstream.lateMs);
    });
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  upstream.close = () => {
    server.closeAllConnections();
    server.close();
  };
  proxy = await runProxy(upstream.url, { TRUSTED_PROXIES: '127.0.0.1,::1', PROBES_FROM: '127.0.0.1,::1,10.9.0.0/16' });
});
afterAll(async () => {
  await proxy.close();
  upstream.close();
});

const ask = (path: string, headers: Record<string, string> = {}, url = proxy.url) =>
  fetch(new URL(path, url), { headers: { ...fromHere(runtime), ...headers } });

it('are told how the proxy is where PROBES_FROM names them, and nobody else is', async () => {
  for (const path of ['/readyz', '/metrics']) {
    expect((await ask(path)).status).toBe(200);
    expect((await ask(path, { 'x-forwarded-for': '10.9.1.1' })).status).toBe(200);
    for (const headers of [
      { 'x-forwarded-for': '8.8.8.8' },
      { 'x-forwarded-for': '127.0.0.1, 8.8.8.8' },
      { 'x-forwarded-for': '10.9.1.1, 2001:db8::1' },
      { 'x-forwarded-for': 'unknown' },
      { 'x-real-ip': '8.8.8.8' },
      { forwarded: 'for=8.8.8.8' },
    ]) {
      const response = await ask(path, headers);
      expect([response.status, (await response.json()).error.code], JSON.stringify(headers)).toEqual([
        403,
        'forbidden',
      ]);
    }
  }
  expect((await ask('/healthz', { 'x-forwarded-for': '8.8.8.8' })).status).toBe(200);
  const closed = await runProxy(upstream.url, { PROBES_FROM: '203.0.113.1' });
  expect((await ask('/readyz', {}, closed.url)).status).toBe(403);
  expect((await ask('/metrics', {}, closed.url)).status).toBe(403);
  expect((await ask('/healthz', {}, closed.url)).status).toBe(200);
  await closed.close();
});

it('cost OpenSearch one request a second, however many ask', async () => {
  const fresh = await runProxy(upstream.url);
  upstream.asked = 0;
  upstream.lateMs = 200;
  const began = Date.now();
  const answers = await Promise.all(Array.from({ length: 300 }, () => ask('/readyz', {}, fresh.url)));
  const seconds = (Date.now() - began) / 1000;
  expect(answers.map(({ status }) => status)).toEqual(Array(300).fill(200));
  expect(upstream.asked).toBeGreaterThan(0);
  expect(upstream.asked).toBeLessThanOrEqual(1 + Math.ceil(seconds));
  const before = upstream.asked;
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect((await ask('/readyz', {}, fresh.url)).status).toBe(200);
  expect(upstream.asked).toBe(before + 1);
  upstream.lateMs = 0;
  await fresh.close();
});
