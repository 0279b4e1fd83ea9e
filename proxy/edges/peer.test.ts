import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { makePeers } from './peer.ts';

type Settings = { trusted?: string[]; from?: string; publicUrl?: string; wsPort?: number; url?: string };

/** What is made of a request with these headers that comes from the address `from`. */
async function seen(headers: Record<string, string>, settings: Settings = {}) {
  const { trusted = [], from = '10.0.0.9', publicUrl, wsPort = 8001, url = 'http://sluice.example/' } = settings;
  const config = { trustedProxies: trusted, probesFrom: ['127.0.0.0/8', '::1', '10.9.0.0/16'], port: 8001, wsPort };
  const peers = makePeers({ ...config, ...(publicUrl === undefined ? {} : { publicUrl }) }, () => from);
  const app = new Hono().get('/', (c) =>
    c.json({
      address: peers.address(c),
      place: peers.place(c),
      secure: peers.isSecure(c),
      own: peers.isOwnOrigin(c),
      socket: peers.isOwnSocket(c),
      probe: peers.isProbe(c),
      advice: peers.originAdvice(c),
    }),
  );
  const given = { host: 'sluice.example', ...headers };
  return (await app.request(url, { headers: given })).json();
}

describe('what anybody can write', () => {
  const forwarded = {
    'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'front.example',
    origin: 'https://front.example',
  };

  test('counts for nothing from an address that nobody named', async () => {
    for (const trusted of [[], ['10.0.0.1'], ['10.0.1.0/24'], ['::1'], ['127.0.0.1']]) {
      expect(await seen(forwarded, { trusted })).toMatchObject({ address: '10.0.0.9', secure: false, own: false });
    }
  });

  test('counts as far as servers of one’s own have written it', async () => {
    const expected = { secure: true, own: true };
    expect(await seen(forwarded, { trusted: ['10.0.0.9'] })).toMatchObject({ address: '10.0.0.1', ...expected });
    expect(await seen(forwarded, { trusted: ['10.0.0.0/24'] })).toMatchObject({ address: '1.2.3.4', ...expected });
    const all = { trusted: ['10.0.0.0/24', '1.2.3.4'] };
    expect(await seen(forwarded, all)).toMatchObject({ address: '6.6.6.6', ...expected });
    const mapped = { trusted: ['10.0.0.9'], from: '::ffff:10.0.0.9' };
    expect(await seen(forwarded, mapped)).toMatchObject({ address: '10.0.0.1', ...expected });
    expect(await seen({}, { trusted: ['10.0.0.9'] })).toMatchObject({ address: '10.0.0.9', secure: false, own: true });
  });

  test('what two servers each added is taken from the outer one, and nothing from before it', async () => {
    const two = { ...forwarded, 'x-forwarded-proto': 'https, http, https', 'x-forwarded-host': 'evil, outer, inner' };
    const trusted = ['10.0.0.9', '10.0.0.1'];
    expect(await seen({ ...two, origin: 'http://outer' }, { trusted })).toMatchObject({ secure: false, own: true });
  });

  test.each(['unknown', '_hidden', 'x'.repeat(5000), '"[::1]"', '1.2.3.4 evil', '<script>', '127.0.0.1'])(
    'an address that is none is not taken, nor is another machine’s own: %s',
    async (text) => {
      const settings = { trusted: ['10.0.0.9'] };
      const way = await seen({ 'x-forwarded-for': `6.6.6.6, ${text}` }, settings);
      expect(way).toMatchObject({ address: '10.0.0.9', place: '10.0.0.9', probe: false });
    },
  );

  test('a list without end is walked a little way', async () => {
    const list = Array.from({ length: 4000 }, () => '10.0.0.9').join(',');
    const settings = { trusted: ['10.0.0.9'] };
    expect(await seen({ 'x-forwarded-for': `6.6.6.6,${list}` }, settings)).toMatchObject({ address: '10.0.0.9' });
  });

  test('a whole /64 of IPv6 is one place', async () => {
    const place = async (from: string) => (await seen({}, { from })).place;
    expect(await place('2001:db8::1')).toBe(await place('2001:db8::ffff:2'));
    expect(await place('2001:db8::1')).not.toBe(await place('2001:db8:0:1::1'));
    expect(await place('::ffff:1.2.3.4')).toBe(await place('1.2.3.4'));
    expect(await place('nonsense')).toBe('');
  });
});

describe('the own origin', () => {
  const own = async (origin: string, headers = {}, settings: Settings = {}) =>
    (await seen({ origin, ...headers }, settings)).own;

  test.each([
    'https://sluice.example',
    'ftp://sluice.example',
    'ws://sluice.example',
    'null',
    '',
    'sluice.example',
    'http://sluice.example.evil.example',
    'http://evil.sluice.example',
    'http://user@sluice.example',
    'http://sluice.example@evil.example',
    'http://sluice.example:8001',
    'http://sluice.example:80',
    'http://sluice.example/',
    'HTTP://SLUICE.EXAMPLE',
    'http://sluice.example, http://evil.example',
    'http://evil.example, http://sluice.example',
    'http://sluice.example http://evil.example',
    'http://sluice.example.',
    'file://sluice.example',
  ])('is not %j', async (origin) => {
    expect(await seen({ origin })).toMatchObject({ own: false, socket: false });
  });

  test('is scheme, host and port, as the person reached us', async () => {
    expect(await own('http://sluice.example')).toBe(true);
    expect(await own('http://sluice.example', { host: 'SLUICE.example:80' })).toBe(true);
    expect(await own('http://sluice.example:8001', { host: 'sluice.example:8001' })).toBe(true);
    expect(await own('http://sluice.example', { host: 'sluice.example:8001' })).toBe(false);
    expect(await own('http://[::1]:8001', { host: '[::1]:8001' })).toBe(true);
    const tls = { url: 'https://sluice.example/' };
    expect(await own('https://sluice.example', { host: 'sluice.example:443' }, tls)).toBe(true);
    expect(await own('http://sluice.example', {}, tls)).toBe(false);
    const front = { trusted: ['10.0.0.9'] };
    const proto = { 'x-forwarded-proto': 'https' };
    expect(await own('https://sluice.example', proto, front)).toBe(true);
    expect(await own('http://sluice.example', proto, front)).toBe(false);
    expect(await own('https://sluice.example', proto)).toBe(false);
    // Once the front says what it was opened at, the name between the two is nobody's.
    const named = { ...proto, 'x-forwarded-host': 'front.example:8443' };
    expect(await own('https://front.example:8443', named, front)).toBe(true);
    expect(await own('https://sluice.example', named, front)).toBe(false);
  });

  test('is PUBLIC_URL’s and no other where it is set', async () => {
    const settings = { publicUrl: 'https://front.example:443/sluice' };
    expect(await seen({ origin: 'https://front.example' }, settings)).toMatchObject({ own: true, secure: true });
    for (const origin of ['http://sluice.example', 'http://front.example', 'https://front.example:8443', 'null']) {
      expect(await own(origin, {}, settings), origin).toBe(false);
    }
  });

  test.each(['', 'a b', 'user@sluice.example', 'sluice.example/x', 'sluice.example?', '[::1', 'a, b'])(
    'is nobody’s where Host is %j',
    async (host) => {
      for (const origin of ['http://sluice.example', `http://${host}`, 'null', 'undefined']) {
        expect(await own(origin, { host }), origin).toBe(false);
      }
    },
  );

  test('with a port for sockets, a page of the other port opens them, and calls nothing', async () => {
    const host = 'sluice.example:8002';
    const two = { wsPort: 8002 };
    const at = (origin: string, headers = {}, settings: Settings = two) =>
      seen({ host, origin, ...headers }, settings).then(({ own: calls, socket }) => [calls, socket]);
    expect(await at('http://sluice.example:8001')).toEqual([false, true]);
    expect(await at('http://sluice.example:8002')).toEqual([true, true]);
    for (const origin of [
      'https://sluice.example:8001',
      'http://sluice.example',
      'http://sluice.example:8003',
      'http://evil.example:8001',
      'http://sluice.example.evil.example:8001',
      'http://user@sluice.example:8001',
      'ftp://sluice.example:8001',
    ]) {
      expect(await at(origin), origin).toEqual([false, false]);
    }
    // Reached by another port, as behind a server that parts the two.
    expect(await at('http://sluice.example:8001', { host: 'sluice.example:9000' })).toEqual([false, false]);
    expect(await at('http://sluice.example:8002', { host: 'sluice.example:8001' })).toEqual([false, false]);
    // One port for both: nothing is another port's.
    expect(await at('http://sluice.example:8001', {}, {})).toEqual([false, false]);
  });
});

describe('a probe', () => {
  const isProbe = async (from: string, headers = {}, trusted: string[] = []) =>
    (await seen(headers, { from, trusted })).probe;

  test('comes from an address that is named', async () => {
    for (const from of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '10.9.1.1']) {
      expect(await isProbe(from), from).toBe(true);
    }
    for (const from of ['10.0.0.9', '8.8.8.8', '::2', '', 'nonsense', '::ffff:8.8.8.8']) {
      expect(await isProbe(from), from).toBe(false);
    }
  });

  test.each([
    { 'x-forwarded-for': '8.8.8.8' },
    { 'x-forwarded-for': '127.0.0.1, 8.8.8.8' },
    { 'x-forwarded-for': 'unknown' },
    { 'x-real-ip': '8.8.8.8' },
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '8.8.8.8' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 front' },
    { 'x-forwarded-host': 'sluice.example' },
    { 'x-forwarded-proto': 'https' },
  ])('speaks for nobody else: %j', async (headers) => {
    expect(await isProbe('127.0.0.1', headers)).toBe(false);
  });

  test('is told by a server of one’s own who it is, or is that server', async () => {
    const front = ['127.0.0.1'];
    expect(await isProbe('127.0.0.1', {}, front)).toBe(true);
    expect(await isProbe('127.0.0.1', { 'x-forwarded-for': '8.8.8.8' }, front)).toBe(false);
    expect(await isProbe('127.0.0.1', { 'x-forwarded-for': '127.0.0.1, 8.8.8.8' }, front)).toBe(false);
    expect(await isProbe('127.0.0.1', { 'x-forwarded-for': '10.9.0.1' }, front)).toBe(true);
    expect(await isProbe('127.0.0.1', { via: '1.1 front' }, front)).toBe(false);
    // What a platform adds of itself about the one it told us of.
    expect(await isProbe('10.9.0.1', { 'x-real-ip': '10.9.0.1', 'x-forwarded-proto': 'https' })).toBe(true);
  });
});

test('what an operator has to set is told by what came', async () => {
  const trusted = ['10.0.0.9'];
  expect((await seen({})).advice).toMatch(/TRUSTED_PROXIES to the server before it/);
  expect((await seen({}, { trusted })).advice).toMatch(/is in TRUSTED_PROXIES, but sent no X-Forwarded-Proto/);
  const proto = { 'x-forwarded-proto': 'https' };
  expect((await seen(proto, { trusted })).advice).toMatch(/sent neither Host nor X-Forwarded-Host/);
  expect((await seen(proto)).advice).toMatch(/TRUSTED_PROXIES to the server before it/);
  expect((await seen({}, { trusted, publicUrl: 'https://a.example' })).advice).toMatch(/set PUBLIC_URL/);
});
