import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUNTIMES, type RuntimeProcess, startRuntime } from '../support/runtimes.ts';
import { type Answer, call, localSettings, post } from './bench.ts';

/** Sign-ins that fail, by the hundred, and whoever else wants to sign in meanwhile. */
const ATTEMPTS = 2;
let settings: Record<string, string>;
let cleanUp: () => Promise<void>;
beforeAll(async () => {
  const silent = { LOG_LEVEL: 'silent', AUDIT_LOG: 'off', TRUSTED_PROXIES: '127.0.0.1' };
  ({ settings, cleanUp } = await localSettings(silent));
});
afterAll(() => cleanUp());

const ANN = { username: 'ann', password: 'ann-password' };

/** Signs in as one who comes from `address`, with what `cookie` a browser has. */
function signIn(url: string, credentials: object, address: string, cookie?: string): Promise<Answer> {
  const headers = { 'x-forwarded-for': address, ...(cookie === undefined ? {} : { cookie }) };
  return post(url, '/api/session', credentials, undefined, headers);
}

async function msOf<T>(work: Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await work;
  return { ms: performance.now() - began, result };
}

const codes = (answers: readonly Answer[]) => answers.map(({ code, status }) => code ?? String(status));
const count = (all: readonly string[], code: string) => all.filter((one) => one === code).length;

/** The cookie by which a browser is known. */
function deviceOf({ headers }: Answer): string {
  const made = headers.getSetCookie().find((line) => line.includes('sluice_device=')) ?? '';
  return made.split(';')[0] ?? '';
}

// A Worker's platform says where clients come from, and computes one thing at a time.
describe.each(RUNTIMES.filter((name) => name !== 'workerd'))('on %s', (name) => {
  let proxy: RuntimeProcess;
  beforeAll(async () => {
    proxy = await startRuntime(name, { ...settings, SIGN_IN_ATTEMPTS: '1000' });
  });
  afterAll(() => proxy.stop());

  it('wrong passwords of one place hold up neither the right one of another, nor anything else', async () => {
    const alone = await msOf(signIn(proxy.url, ANN, '10.1.0.1'));
    expect(alone.result.status).toBe(200);
    let over = false;
    const wrong = Array.from({ length: 35 }, (_, i) =>
      signIn(proxy.url, { username: `nobody-${i}`, password: 'wrong' }, '10.2.0.1'),
    );
    const flood = Promise.all(wrong).finally(() => {
      over = true;
    });
    // The first answer says that too many wait.
    expect((await Promise.race(wrong)).code).toBe('busy');
    const right = await msOf(signIn(proxy.url, ANN, '10.1.0.1'));
    expect(over).toBe(false);
    const healthy: number[] = [];
    while (!over) healthy.push((await msOf(call(proxy.url, '/healthz'))).ms);
    const all = codes(await flood);
    expect(right.result.status).toBe(200);
    // The one that is being computed, and its own.
    expect(right.ms).toBeLessThan(3 * alone.ms + 300);
    expect(healthy.sort((a, b) => a - b)[Math.floor(healthy.length / 2)]).toBeLessThan(300);
    // One under way and eight that wait; the others are told at once.
    expect(count(all, 'sign_in_failed')).toBeGreaterThanOrEqual(9);
    expect(count(all, 'busy')).toBe(35 - count(all, 'sign_in_failed'));
    expect(count(all, 'busy')).toBeGreaterThan(15);
  });

  it('wrong passwords of many places are told to come again when there are too many', async () => {
    const flood = Array.from({ length: 80 }, (_, i) =>
      msOf(signIn(proxy.url, { username: `no-${i}`, password: 'wrong' }, `10.3.${i}.1`)),
    );
    const all = await Promise.all(flood);
    const busy = all.filter(({ result }) => result.code === 'busy');
    expect(busy.length).toBeGreaterThan(30);
    expect(busy.every(({ result }) => result.status === 503 && result.headers.get('retry-after') === '1')).toBe(true);
    expect(count(codes(all.map(({ result }) => result)), 'sign_in_failed')).toBe(80 - busy.length);
  });
});

describe('a limit', () => {
  let proxy: RuntimeProcess;
  const attempt = (username: string, address: string, password = 'wrong', cookie?: string) =>
    signIn(proxy.url, { username, password }, address, cookie).then(({ code, status }) => code ?? status);
  beforeAll(async () => {
    proxy = await startRuntime('node', { ...settings, SIGN_IN_ATTEMPTS: String(ATTEMPTS) });
  });
  afterAll(() => proxy.stop());

  it('is for all addresses of an IPv6 network, and for one that is IPv4 in IPv6', async () => {
    const forms = ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::', '[2001:db8::3]:443', '2001:0DB8::4'];
    const limit = 5 * ATTEMPTS;
    const of: unknown[] = [];
    for (let i = 0; i < limit; i++) of.push(await attempt(`six-${i}`, forms[i % forms.length] ?? ''));
    expect(of).toEqual(Array(limit).fill('sign_in_failed'));
    for (const form of [...forms, '2001:db8::aaaa:bbbb']) expect(await attempt('bob', form)).toBe('rate_limited');
    expect(await attempt('bob', '2001:db8:0:1::1')).toBe('sign_in_failed');
    for (let i = 0; i < limit; i++) await attempt(`four-${i}`, i % 2 === 0 ? '::ffff:10.4.0.1' : '10.4.0.1:4000');
    for (const form of ['10.4.0.1', '::ffff:a04:1']) expect(await attempt('bob', form)).toBe('rate_limited');
    expect(await attempt('bob', '10.4.0.2')).toBe('sign_in_failed');
  });

  it('is for an account however its name is written', async () => {
    const forms = ['Cat', 'ｃａｔ', 'CAT', ' cat', 'cät'.normalize('NFD'), 'c\u200bat'];
    const of: unknown[] = [];
    for (const [i, form] of forms.slice(0, ATTEMPTS).entries()) of.push(await attempt(form, `10.5.0.${i}`));
    expect(of).toEqual(Array(ATTEMPTS).fill('sign_in_failed'));
    for (const form of ['cat', ...forms]) expect(await attempt(form, '10.5.1.1')).toBe('rate_limited');
  });

  it('locks nobody out of the browser that they use', async () => {
    const device = deviceOf(await signIn(proxy.url, ANN, '10.6.0.1'));
    expect(device).toMatch(/^sluice_device=./);
    for (let i = 0; i < ATTEMPTS + 3; i++) await attempt('ann', `10.6.1.${i}`);
    const right = 'ann-password';
    expect(await attempt('ann', '10.6.0.1', right)).toBe('rate_limited');
    for (const none of [
      'sluice_device=x',
      `${device.slice(0, -4)}AAAA`,
      device.replace('sluice_device', 'sluice_session'),
      `sluice_device=${/=(.*)$/.exec(deviceOf(await signIn(proxy.url, { username: 'bob', password: 'bob-password' }, '10.6.0.2')))?.[1]}`,
    ]) {
      expect(await attempt('ann', '10.6.0.1', right, none), none.slice(0, 30)).toBe('rate_limited');
    }
    expect(await attempt('ann', '10.6.0.1', right, device)).toBe(200);
    // Nor with the cookie can anybody guess without end.
    const of: unknown[] = [];
    for (let i = 0; i < ATTEMPTS + 2; i++) of.push(await attempt('ann', '10.6.2.1', 'wrong', device));
    expect(of).toEqual([...Array(ATTEMPTS).fill('sign_in_failed'), 'rate_limited', 'rate_limited']);
    // It is no session.
    expect(await call(proxy.url, '/api/session', { headers: { cookie: device } })).toMatchObject({ status: 401 });
  });
});
