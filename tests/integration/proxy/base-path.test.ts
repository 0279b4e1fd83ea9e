import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { smallDocs } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';
import { fromHere } from '../../support/runtimes.ts';
import { PASSWORD } from '../../support/session.ts';

const BASE = '/tools/sluice/';
/** Below the path, and where a server before the proxy has taken it away. */
const PREFIXES = ['/tools/sluice', ''];
const client = new Client({ node: inject('opensearchUrl') });
const runtime = inject('runtime');
let proxy: RunningProxy;
let origin: string;

beforeAll(async () => {
  await makeIndex(client, 'places-path', smallDocs(50), { shards: 2 });
  proxy = await runProxy(inject('opensearchUrl'), { BASE_PATH: BASE, TRUSTED_PROXIES: '127.0.0.1,::1' });
  ({ origin } = new URL(proxy.url));
});
afterAll(async () => {
  await client.indices.delete({ index: 'places-path' });
  await proxy.close();
  await client.close();
});

type Asked = { method?: string; body?: object; headers?: Record<string, string> };
const ask = (path: string, { method = 'GET', body, headers }: Asked = {}) =>
  fetch(new URL(path, origin), {
    method,
    redirect: 'manual',
    headers: { ...fromHere(runtime), 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const CREDENTIALS = { username: 'demo', password: PASSWORD };
const signIn = (prefix: string, headers: Record<string, string> = {}) =>
  ask(`${prefix}/api/session`, { method: 'POST', body: CREDENTIALS, headers });

it.each(PREFIXES)('below “%s”: the cookie is of the path, and good for calls and probes', async (prefix) => {
  const answer = await signIn(prefix);
  const [cookie = ''] = answer.headers.getSetCookie().filter((line) => line.startsWith('sluice_session='));
  expect(cookie).toMatch(/; Path=\/tools\/sluice\/; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  const session = await ask(`${prefix}/api/session`, { headers });
  expect(await session.json()).toMatchObject({ user: 'demo' });
  expect(session.headers.get('cache-control')).toBe('no-store');
  expect(session.headers.get('content-security-policy')).toContain("base-uri 'none'");
  const ended = await ask(`${prefix}/api/session`, { method: 'DELETE', headers });
  expect(ended.headers.getSetCookie().join()).toMatch(/^sluice_session=; Max-Age=0; Path=\/tools\/sluice\//);
  expect((await ask(`${prefix}/healthz`)).status).toBe(200);
});

it.each(PREFIXES)('below “%s”: over TLS the cookie is Secure, by its name, too', async (prefix) => {
  const tls = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'tools.example' };
  const answer = await signIn(prefix, tls);
  const cookies = answer.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    // `__Host-` would be a cookie of all applications of the host.
    expect(cookie).toMatch(/^__Secure-sluice_\w+=[^;]+; .*Path=\/tools\/sluice\/; HttpOnly; Secure; SameSite=Strict$/);
  }
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
  expect((await ask(`${prefix}/api/session`, { headers: { ...tls, cookie } })).status).toBe(200);
  // One that was set without TLS, by whoever is on the line, is none here.
  const plain = { ...tls, cookie: cookie.replaceAll('__Secure-', '') };
  expect((await ask(`${prefix}/api/session`, { headers: plain })).status).toBe(401);
});

it.each(PREFIXES)('below “%s”: a page of another site may not call, and nobody from afar may probe', async (prefix) => {
  expect((await signIn(prefix, { origin: 'https://other.example' })).status).toBe(403);
  expect((await signIn(prefix, { origin: 'null' })).status).toBe(403);
  expect((await signIn(prefix, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await signIn(prefix, { origin: `${origin}/tools/sluice` })).status).toBe(403);
  expect((await signIn(prefix, { origin })).status).toBe(200);
  for (const path of ['/metrics', '/readyz']) {
    expect((await ask(prefix + path, { headers: { 'x-forwarded-for': '8.8.8.8' } })).status).toBe(403);
  }
});

it('without its last slash the path leads to the page, and what is asked stays', async () => {
  const answer = await ask('/tools/sluice?index=flights');
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/tools/sluice/?index=flights']);
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

it.each(PREFIXES)('below “%s”: an export', async (prefix) => {
  const answer = await signIn(prefix);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const socketUrl = new URL(`${prefix}/api/socket`, origin.replace('http', 'ws')).href;
  const { verdict } = await runExport({ url: origin, socketUrl, cookie }, { search: { index: 'places-path' } });
  expect(verdict).toMatchObject({ complete: true, written: 50 });
});
