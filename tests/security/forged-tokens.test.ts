import { decodeJwt, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePorts } from '../../dev/system/ports.ts';
import { makeSealer } from '../../proxy/auth/seal.ts';
import { type RuntimeProcess, startRuntime } from '../support/runtimes.ts';
import { settingsOver } from '../support/session.ts';
import { startBearerGate } from './bearer-gate.ts';
import { call, SECRET } from './bench.ts';
import { CLIENT, type IdentityProvider, KEY_ID, startProvider, Visitor } from './provider.ts';

/** Where nothing but Sluice looks at a token: what is not the provider's word names nobody. */
const VICTIM = 'ann_all';
/** Each of these is a process: with the token that OpenSearch is shown, on a runtime. */
const PROXIES = [
  ['node', 'id_token'],
  ['node', 'access_token'],
  ['deno', 'id_token'],
  ['bun', 'access_token'],
] as const;
let gate: Awaited<ReturnType<typeof startBearerGate>>;
let provider: IdentityProvider;
let proxies: { url: string; running: RuntimeProcess }[];

beforeAll(async () => {
  const [issuerPort = 0, ...ports] = await freePorts(PROXIES.length + 1);
  gate = await startBearerGate(inject('secured'));
  const addresses = ports.map((port) => `http://localhost:${port}`);
  const redirectUrls = addresses.map((url) => `${url}/api/session/callback`);
  // Shorter than what the proxy renews ahead: each call asks for a new one.
  provider = await startProvider({ port: issuerPort, tokenSeconds: 90, redirectUrls });
  proxies = [];
  for (const [i, [runtime, token]] of PROXIES.entries()) {
    const url = addresses[i] ?? '';
    const settings = settingsOver(gate.url, {
      PORT: String(ports[i]),
      PUBLIC_URL: url,
      AUTH: 'oidc',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_TOKEN: token,
      SESSION_SECRET: SECRET,
    });
    proxies.push({ url, running: await startRuntime(runtime, settings) });
  }
});
afterAll(async () => {
  for (const { running } of proxies) await running.stop();
  provider.close();
  gate.close();
});

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const asVictim = (token: string): JWTPayload => ({ ...decodeJwt(token), sub: VICTIM, preferred_username: VICTIM });
const signed = (payload: JWTPayload, key: Parameters<SignJWT['sign']>[0], header = {}) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: KEY_ID, ...header }).sign(key);
const own = (payload: JWTPayload) => signed(payload, provider.keys.private);
const withoutEnd = ({ exp: _, ...payload }: JWTPayload): JWTPayload => payload;
const foreign = generateKeyPair('RS256', { extractable: true });

/** What may come in place of the provider's id_token. */
const FORGED: Record<string, (token: string) => Promise<string>> = {
  'signed with a foreign key of the same name': async (token) => signed(asVictim(token), (await foreign).privateKey),
  'signed with a foreign key that the header brings along': async (token) => {
    const { privateKey, publicKey } = await foreign;
    return signed(asVictim(token), privateKey, { jwk: await exportJWK(publicKey), kid: undefined });
  },
  'signed with a foreign key of another kind': async (token) => {
    const { privateKey } = await generateKeyPair('ES256');
    return signed(asVictim(token), privateKey, { alg: 'ES256' });
  },
  'not signed (alg none)': async (token) => `${base64({ alg: 'none', kid: KEY_ID })}.${base64(asVictim(token))}.`,
  'not signed, and said to be': async (token) => `${token.split('.')[0]}.${base64(asVictim(token))}.`,
  'with the signature of another payload': async (token) => {
    const [head, , signature] = token.split('.');
    return `${head}.${base64(asVictim(token))}.${signature}`;
  },
  'signed with the public key as a shared one (HS256)': async (token) => {
    const secret = new TextEncoder().encode(await exportSPKI(provider.keys.public));
    return signed(asVictim(token), secret, { alg: 'HS256' });
  },
  'signed with the client’s secret (HS256)': async (token) =>
    signed(asVictim(token), new TextEncoder().encode(CLIENT.secret.padEnd(32, '.')), { alg: 'HS256' }),
  'for another audience': async (token) => own({ ...asVictim(token), aud: 'another' }),
  'for several audiences, and another party': async (token) =>
    own({ ...asVictim(token), aud: [CLIENT.id, 'another'], azp: 'another' }),
  'of another issuer': async (token) => own({ ...asVictim(token), iss: `${provider.issuer}/other` }),
  expired: async (token) => own({ ...asVictim(token), exp: Math.floor(Date.now() / 1000) - 60 }),
  'without an end': async (token) => own(withoutEnd(asVictim(token))),
  'without a nonce': async (token) => own({ ...asVictim(token), nonce: undefined }),
  'with the nonce of another beginning': async (token) => own({ ...asVictim(token), nonce: 'another' }),
};

async function signIn(url: string): Promise<{ end: string; cookie: string }> {
  const visitor = new Visitor();
  const { url: end } = await visitor.signIn(`${url}/api/session/begin`, 'bob_one');
  return { end, cookie: visitor.cookieOf(url) };
}

async function claimsIn(cookie: string): Promise<Record<string, unknown>> {
  const value = /sluice_session=([\w.-]+)/.exec(cookie)?.[1] ?? '';
  return (await makeSealer([SECRET], 'session')).open(value);
}

describe.each(PROXIES.map(([runtime, token], i) => ({ runtime, token, i })))('on $runtime with the $token', ({ i }) => {
  const urlOf = () => proxies[i]?.url ?? '';

  it('the provider’s own word signs in, and its name is the user', async () => {
    provider.forge = undefined;
    const { end, cookie } = await signIn(urlOf());
    expect(end).toBe(`${urlOf()}/`);
    const session = await call(urlOf(), '/api/session', { headers: { cookie } });
    expect(JSON.parse(session.text)).toMatchObject({ user: 'bob_one' });
  });

  it.each(Object.keys(FORGED))('an id_token %s signs nobody in', async (name) => {
    provider.forge = FORGED[name];
    const { end, cookie } = await signIn(urlOf());
    expect({ end, cookie }).toEqual({ end: `${urlOf()}/#sign-in-failed`, cookie: '' });
  });

  it.each([...Object.keys(FORGED).filter((name) => !name.includes('nonce')), 'of somebody else'])(
    'an id_token %s renews nothing',
    async (name) => {
      provider.forge = undefined;
      const { cookie } = await signIn(urlOf());
      const before = await claimsIn(cookie);
      provider.forge = FORGED[name] ?? (async (token) => own(asVictim(token)));
      const { status, text, headers } = await call(urlOf(), '/api/session', { headers: { cookie } });
      // What they have is good for a while yet.
      expect({ status, user: JSON.parse(text).user }).toEqual({ status: 200, user: 'bob_one' });
      const after = headers.get('set-cookie');
      if (after !== null) expect((await claimsIn(after)).token).toBe(before.token);
      provider.forge = undefined;
    },
  );
});

it('an address that the provider has not seen for itself names nobody', async () => {
  const url = proxies[0]?.url ?? '';
  for (const [claims, user] of [
    [{ preferred_username: undefined, email: 'ann@mail.example', email_verified: false }, 'bob_one'],
    [{ preferred_username: undefined, email: 'ann@mail.example' }, 'bob_one'],
    [{ preferred_username: undefined, email: 'ann@mail.example', email_verified: 'true' }, 'bob_one'],
    [{ preferred_username: { name: 'ann_all' } }, 'bob_one'],
    [{ preferred_username: '' }, 'bob_one'],
    [{ preferred_username: 'x'.repeat(300) }, 'bob_one'],
    [{ preferred_username: undefined, email: 'bob@mail.example', email_verified: true }, 'bob@mail.example'],
  ] as const) {
    provider.forge = async (token) => own({ ...decodeJwt(token), ...claims });
    const { cookie } = await signIn(url);
    const session = await call(url, '/api/session', { headers: { cookie } });
    expect(JSON.parse(session.text).user, JSON.stringify(claims)).toBe(user);
  }
  provider.forge = undefined;
});
