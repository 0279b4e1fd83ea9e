import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { makePeers } from './peer.ts';

async function seen(trustedProxies: number, headers: Record<string, string>) {
  const peers = makePeers({ trustedProxies, port: 8001 }, () => '10.0.0.9');
  const app = new Hono().get('/', (c) =>
    c.json({ address: peers.address(c), secure: peers.isSecure(c), own: peers.isOwnOrigin(c) }),
  );
  return (await app.request('http://sluice.example/', { headers: { host: 'sluice.example', ...headers } })).json();
}

const forwarded = {
  'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.1',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'evil.example',
};

test('what anybody can write counts only as far as servers of one’s own have written it', async () => {
  const origin = 'https://evil.example';
  expect(await seen(0, { ...forwarded, origin })).toEqual({ address: '10.0.0.9', secure: false, own: false });
  expect(await seen(1, { ...forwarded, origin })).toEqual({ address: '10.0.0.1', secure: true, own: true });
  expect(await seen(2, forwarded)).toMatchObject({ address: '1.2.3.4', secure: true });
  expect(await seen(1, {})).toEqual({ address: '10.0.0.9', secure: false, own: true });
});

test('the own origin is this host, on its port or the page’s', async () => {
  for (const [origin, own] of [
    ['http://sluice.example', true],
    ['http://sluice.example:8001', true],
    ['http://sluice.example:9999', false],
    ['http://sluice.example.evil.example', false],
    ['null', false],
    ['', false],
  ] as const) {
    expect(await seen(0, { origin }), origin).toMatchObject({ own });
  }
});
