import { ensureBuilt } from '../build/built.ts';
import { FIRST_FLIGHTS } from '../sample/flights.ts';
import { loadSamples } from '../sample/samples.ts';
import { startProxyProcess } from '../start/proxy-process.ts';
import { testCluster } from './cluster.ts';
import { E2E_OPENSEARCH, E2E_URLS, E2E_USER, TESTS_AT_ONCE } from './e2e.ts';

/** For tests in the browser: the built client, OpenSearch with the sample data, and proxies on free ports. */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureBuilt('client', 'proxy');
  const cluster = await testCluster();
  await loadSamples({ url: cluster.url }, FIRST_FLIGHTS);
  const env = {
    ...process.env,
    PORT: '0',
    OPENSEARCH_URL: cluster.url,
    AUTH: 'local',
    DEMO_PASSWORD: E2E_USER.password,
    SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
    AUDIT_LOG: 'off',
    PLANS_PER_MINUTE: '100000',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  };
  const proxies = await Promise.all(Array.from({ length: TESTS_AT_ONCE }, () => startProxyProcess(env)));
  process.env[E2E_URLS] = proxies.map(({ url }) => url).join(' ');
  process.env[E2E_OPENSEARCH] = cluster.url;
  return async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await cluster.stop();
  };
}
