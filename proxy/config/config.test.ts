import { expect, test } from 'vitest';
import { ConfigError, type Env, parseConfig } from './config.ts';

const URL = { OPENSEARCH_URL: 'http://localhost:9200' };

test('the defaults', () => {
  expect(parseConfig(URL)).toEqual({
    host: '127.0.0.1',
    port: 8001,
    wsPort: 8001,
    opensearch: { url: 'http://localhost:9200' },
    basePath: '/',
    auth: 'opensearch',
    maxChunkSize: 500_000,
    batchSize: 1000,
    maxMemoryMb: 1024,
    downloadTimeout: 300_000,
    maxRetries: 3,
    keepAlive: '2m',
    pingInterval: 10_000,
    pingTimeout: 5000,
    logLevel: 'info',
    session: { idle: 7_200_000, max: 43_200_000 },
    trustedProxies: [],
    probesFrom: ['127.0.0.0/8', '::1'],
    signInAttempts: 10,
    plansPerMinute: 60,
    pagesAtOnce: 8,
    contexts: { all: 280, perUser: 100 },
    socketsPerUser: 100,
    scrollOnRequest: false,
    searchesAtOnce: 12,
    searchesPerMinute: 300,
    expensiveQueries: false,
    auditLog: true,
  });
});

test('a host and a port, an account, secrets', () => {
  const config = parseConfig({
    OPENSEARCH_HOST: 'search.example',
    OPENSEARCH_PORT: '9201',
    OPENSEARCH_CA: 'ca.pem',
    OPENSEARCH_USERNAME: 'reader',
    OPENSEARCH_PASSWORD: 'secret',
    SESSION_SECRET: 'a-secret-of-sixteen, another-of-sixteen',
    WS_PORT: '8002',
  });
  expect(config).toMatchObject({
    wsPort: 8002,
    opensearch: {
      url: 'https://search.example:9201',
      account: { username: 'reader', password: 'secret' },
      caFile: 'ca.pem',
    },
    auth: 'local',
    secrets: ['a-secret-of-sixteen', 'another-of-sixteen'],
  });
});

test('addresses and networks, and the address that people open', () => {
  const env = { HOST: '::', TRUSTED_PROXIES: '10.0.0.7, fd00::/8', PROBES_FROM: '0.0.0.0/0' };
  expect(parseConfig({ ...URL, ...env, PUBLIC_URL: 'https://sluice.example/' })).toMatchObject({
    host: '::',
    trustedProxies: ['10.0.0.7', 'fd00::/8'],
    probesFrom: ['0.0.0.0/0'],
    publicUrl: 'https://sluice.example',
  });
});

test.each([
  ['/', '/'],
  ['/sluice', '/sluice/'],
  ['/sluice/', '/sluice/'],
  ['/tools/v1.2/export_api', '/tools/v1.2/export_api/'],
])('BASE_PATH %j is %j', (given, basePath) => {
  expect(parseConfig({ ...URL, BASE_PATH: given }).basePath).toBe(basePath);
});

test('PUBLIC_URL may bear the path, and the provider sends people back below it', () => {
  const oidc = { AUTH: 'oidc', OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'sluice' };
  for (const PUBLIC_URL of ['https://tools.example', 'https://tools.example/sluice', 'https://tools.example/sluice/']) {
    expect(parseConfig({ ...URL, ...oidc, PUBLIC_URL, BASE_PATH: '/sluice' })).toMatchObject({
      publicUrl: 'https://tools.example',
      basePath: '/sluice/',
      oidc: { redirectUrl: 'https://tools.example/sluice/api/session/callback' },
    });
  }
});

test.each(['1', '0', '10', 'front.example', '10.0.0.0/0', '::/0', '10.0.0.7,', '10.0.0.7 10.0.0.8', 'loopback'])(
  'TRUSTED_PROXIES %j says what to set instead',
  (text) => {
    const line =
      /^TRUSTED_PROXIES “.*” is wrong: it must be addresses or networks of the servers before this one, such/;
    expect(() => parseConfig({ ...URL, TRUSTED_PROXIES: text })).toThrow(line);
  },
);

test('an empty value is one not set', () => {
  expect(parseConfig({ ...URL, PORT: '', AUTH: '' })).toMatchObject({ port: 8001, auth: 'opensearch' });
});

test.each<[Env, RegExp]>([
  [{ HOST: 'localhost' }, /^HOST “localhost” is wrong: it must be an address of this machine/],
  [{ HOST: '10.0.0.0/8' }, /^HOST “10.0.0.0\/8”/],
  [{ HOST: '127.0.0.1:8001' }, /^HOST “127.0.0.1:8001”/],
  [{ PROBES_FROM: 'all' }, /^PROBES_FROM “all” is wrong: it must be addresses or networks, such as/],
  [{ PORT: '80a' }, /^PORT “80a” is wrong: it must be a whole number from 0 to 65535\.$/],
  [{ PORT: '70000' }, /^PORT “70000”/],
  [{ BATCH_SIZE: '1' }, /^BATCH_SIZE “1” is wrong: it must be a whole number from 2 to 10000\.$/],
  [{ BASE_PATH: 'sluice' }, /^BASE_PATH “sluice” is wrong: it must be a path such as \/sluice\//],
  [{ BASE_PATH: '/a b' }, /^BASE_PATH “\/a b”/],
  [{ BASE_PATH: '/a//b' }, /^BASE_PATH/],
  [{ BASE_PATH: '//host' }, /^BASE_PATH/],
  [{ BASE_PATH: '/a/../b' }, /^BASE_PATH/],
  [{ BASE_PATH: '/a%2fb' }, /^BASE_PATH/],
  [{ BASE_PATH: '/api/sluice' }, /^BASE_PATH “\/api\/sluice”.*none of Sluice’s own/],
  [{ BASE_PATH: '/monitor' }, /^BASE_PATH/],
  [
    { PUBLIC_URL: 'https://a/sluice' },
    /^PUBLIC_URL “https:\/\/a\/sluice” is wrong: its path must be BASE_PATH, which is “\/”/,
  ],
  [{ PUBLIC_URL: 'https://a/other', BASE_PATH: '/sluice' }, /^PUBLIC_URL .* BASE_PATH, which is “\/sluice\/”/],
  [{ AUTH: 'none' }, /^AUTH “none” is wrong: it must be one of opensearch, local, oidc\.$/],
  [{ AUTH: 'oidc', PUBLIC_URL: 'http://localhost' }, /^OIDC_ISSUER is not set: AUTH=oidc needs it\.$/],
  [
    { OIDC_ISSUER: 'http://login.example' },
    /^OIDC_ISSUER “http:\/\/login.example” is wrong: it must be an https address/,
  ],
  [{ OIDC_ISSUER: 'login' }, /^OIDC_ISSUER “login” is wrong: it must be an http or https address/],
  [{ OPENSEARCH_AWS_REGION: 'eu-west-1' }, /^AWS_ACCESS_KEY_ID is not set/],
  [{ SCROLL_TIMEOUT: '48h' }, /^SCROLL_TIMEOUT “48h”.*24h/],
  [{ SCROLL_TIMEOUT: 'soon' }, /^SCROLL_TIMEOUT “soon”/],
  [{ SESSION_IDLE: '5s' }, /^SESSION_IDLE “5s” is wrong: it must be a time such as 30m/],
  [{ EXPENSIVE_QUERIES: 'yes' }, /^EXPENSIVE_QUERIES “yes”.*refuse, allow/],
  [{ SCROLL_READER: 'yes' }, /^SCROLL_READER “yes”.*auto, allow/],
  [{ CONTEXTS: '0' }, /^CONTEXTS “0” is wrong: it must be a whole number from 1 to 100000\.$/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL “loud”.*debug/],
  [{ OPENSEARCH_URL: 'localhost:9200' }, /^OPENSEARCH_URL “localhost:9200”/],
  [
    { OPENSEARCH_URL: 'search.example' },
    /^OPENSEARCH_URL “search.example” is wrong: it must be an http or https address/,
  ],
  [{ OPENSEARCH_URL: 'http://a:b@c:9200' }, /^OPENSEARCH_URL is wrong: .*OPENSEARCH_USERNAME/],
  [{ PUBLIC_URL: 'https://a:b@c' }, /^PUBLIC_URL is wrong: .*without a name and password\.$/],
  [{ OPENSEARCH_USERNAME: 'x' }, /^OPENSEARCH_PASSWORD is not set/],
  [{ OPENSEARCH_URL: '' }, /^OPENSEARCH_URL is not set/],
])('%j stops the start with one line', (env, line) => {
  expect(() => parseConfig({ ...URL, ...env })).toThrow(ConfigError);
  expect(() => parseConfig({ ...URL, ...env })).toThrow(line);
});

test('a wrong secret is not told', () => {
  expect(() => parseConfig({ ...URL, SESSION_SECRET: 'too-short' })).toThrow(
    /^SESSION_SECRET is wrong: .*16 characters/,
  );
  expect(() => parseConfig({ ...URL, SESSION_SECRET: 'too-short' })).not.toThrow(/too-short/);
});
