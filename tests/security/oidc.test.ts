import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { freePorts } from '../../dev/system/ports.ts';
import { startProxy } from '../../proxy/adapters/node.ts';
import { makeSealer } from '../../proxy/auth/seal.ts';
import { runExport, sortedLines } from '../support/run-export.ts';
import { startRuntime } from '../support/runtimes.ts';
import { type SignedIn, settingsOver } from '../support/session.ts';
import { call, SECRET } from './bench.ts';
import { makeLog } from './log.ts';
import { MARKS, ORDERS, PAYROLL } from './people.ts';
import { CLIENT, type IdentityProvider, startProvider, trustProvider, Visitor } from './provider.ts';

const { url: openSearchUrl, ca, caFile, admin: account } = inject('secured');
const admin = new Client({ node: openSearchUrl, ssl: { ca }, auth: account });
const log = makeLog();
/** Shorter than what the proxy renews ahead: each call has a new one. */
const TOKEN_SECONDS = 90;
let provider: IdentityProvider;
let proxy: Awaited<ReturnType<typeof startProxy>>;
/** Of the ports, that of a Sluice below a path. */
const BELOW = 3;
const PATH = '/tools/sluice/';
let distrust: () => Promise<void>;
/** Of a proxy on each runtime that is tried here. */
let ports: number[];

beforeAll(async () => {
  const [issuerPort = 0, ...others] = await freePorts(5);
  ports = others;
  const redirectUrls = ports.map(
    (port, i) => `http://localhost:${port}${i === BELOW ? PATH : '/'}api/session/callback`,
  );
  provider = await startProvider({ port: issuerPort, tokenSeconds: TOKEN_SECONDS, redirectUrls });
  distrust = await trustProvider(admin, provider.issuer);
  proxy = await startProxy({ ...settingsAt(ports[0]), LOG_LEVEL: 'info', AUDIT_LOG: 'on' }, { log });
});

function settingsAt(port = 0): Record<string, string> {
  return settingsOver(openSearchUrl, {
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    AUTH: 'oidc',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OPENSEARCH_CA: caFile,
    SESSION_SECRET: SECRET,
  });
}

afterAll(async () => {
  await proxy.close();
  await distrust();
  await admin.close();
  provider.close();
});

const begin = (url = proxy.url) => `${url}/api/session/begin?back=${encodeURIComponent('/?index=sec-orders')}`;

async function enter(name: string, url = proxy.url): Promise<SignedIn> {
  const visitor = new Visitor();
  expect((await visitor.signIn(begin(url), name)).url).toBe(`${url}/?index=sec-orders`);
  return { url, socketUrl: new URL('/api/socket', url.replace('http', 'ws')).href, cookie: visitor.cookieOf(url) };
}

it('signs in at the provider, and OpenSearch says by its token who may read what', async () => {
  expect(await (await fetch(`${proxy.url}/api/session/way`)).json()).toEqual({ auth: 'oidc' });
  const dan = await enter('dan_fields');
  const session = await call(proxy.url, '/api/session', { headers: { cookie: dan.cookie } });
  expect(JSON.parse(session.text)).toMatchObject({ user: 'dan_fields', auth: 'oidc' });
  const { text, verdict } = await runExport(dan, { search: { index: ORDERS } });
  expect(verdict).toMatchObject({ complete: true, written: 420 });
  for (const mark of [MARKS.card, MARKS.secret, MARKS.email]) expect(text).not.toContain(mark);
  expect((await runExport(dan, { search: { index: PAYROLL } })).last).toMatchObject({ error: { code: 'forbidden' } });
  const cat = await enter('cat_rows');
  const west = await runExport(cat, { search: { index: ORDERS }, reader: 'scroll' });
  expect(sortedLines(west.text)).toHaveLength(140);
  expect(log.with({ audit: 'sign_in' }).map(({ user }) => user)).toEqual(['dan_fields', 'cat_rows']);
  expect(JSON.stringify(log.lines)).not.toMatch(/eyJ/);
});

it.each([
  ['deno', 1],
  ['bun', 2],
] as const)('on %s as well', async (runtime, at) => {
  const other = await startRuntime(runtime, settingsAt(ports[at]));
  try {
    const cat = await enter('cat_rows', `http://localhost:${ports[at]}`);
    const { verdict } = await runExport(cat, { search: { index: ORDERS } });
    expect(verdict).toMatchObject({ complete: true, written: 140 });
  } finally {
    await other.stop();
  }
});

it('below a path comes back there, and to no other application of the host', async () => {
  const settings = { ...settingsAt(ports[BELOW]), BASE_PATH: PATH };
  const below = await startProxy(settings);
  const origin = `http://localhost:${ports[BELOW]}`;
  const own = `${origin}${PATH}`;
  try {
    for (const [back, place] of [
      [`${PATH}?index=sec-orders`, `${PATH}?index=sec-orders`],
      [`${PATH}monitor`, `${PATH}monitor`],
      ...[
        '/',
        '/other/',
        '/tools/sluicegate/',
        `${PATH}../other/`,
        `${PATH}%2e%2E/other/`,
        `${PATH}..\\other`,
        '//evil/',
      ].map((wrong) => [wrong, PATH] as const),
    ] as const) {
      const visitor = new Visitor();
      const end = await visitor.signIn(`${own}api/session/begin?back=${encodeURIComponent(back)}`, 'dan_fields');
      expect(end.url, back).toBe(origin + place);
      const headers = { cookie: visitor.cookieOf(own) };
      expect((await call(origin, `${PATH}api/session`, { headers })).status).toBe(200);
    }
    expect((await new Visitor().visit(`${own}api/session/callback?code=made-up`)).url).toBe(`${own}#sign-in-failed`);
  } finally {
    await below.close();
  }
});

it('renews a token that will not last, once for calls at the same time', async () => {
  const { cookie } = await enter('ann_all');
  const sealer = await makeSealer([SECRET], 'session');
  const tokenOf = async (text: string) => (await sealer.open(text.slice(text.indexOf('=') + 1))).token;
  // A token of the same second would be the same one.
  await sleep(1100);
  const calls = await Promise.all([1, 2, 3].map(() => call(proxy.url, '/api/indices', { headers: { cookie } })));
  const renewed = calls.map(({ headers }) => headers.get('set-cookie')?.split(';')[0] ?? '');
  const tokens = await Promise.all(renewed.map(tokenOf));
  expect(calls.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).not.toBe(await tokenOf(cookie));
});

it('takes nobody in by an answer that it did not ask for, and sends nobody to another place', async () => {
  const visitor = new Visitor();
  const back = await visitor.signIn(begin(), 'ann_all', /callback\?code=/);
  expect(back.url).toMatch(/callback\?code=/);
  const failed = `${proxy.url}/#sign-in-failed`;
  // Without the cookie of this browser's own beginning; with a state of another's; with a code that was spoilt.
  expect((await new Visitor().visit(back.url)).url).toBe(failed);
  const other = new Visitor();
  await other.visit(begin(), {}, /interaction|auth/);
  expect((await other.visit(back.url)).url).toBe(failed);
  const spoilt = new Visitor();
  const own = await spoilt.signIn(begin(), 'ann_all', /callback\?code=/);
  expect((await spoilt.visit(own.url.replace(/code=..../, 'code=xxxx'))).url).toBe(failed);
  expect((await visitor.visit(back.url)).url).toBe(`${proxy.url}/?index=sec-orders`);
  // Handed in again.
  expect((await visitor.visit(back.url)).url).toBe(failed);
  for (const place of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\r\nx: y',
  ]) {
    const lured = new Visitor();
    const end = await lured.signIn(`${proxy.url}/api/session/begin?back=${encodeURIComponent(place)}`, 'ann_all');
    expect(end.url, place).toBe(`${proxy.url}/`);
  }
  const password = await call(proxy.url, '/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"username":"ann_all","password":"any"}',
  });
  expect(password).toMatchObject({ status: 400, code: 'bad_request' });
});
