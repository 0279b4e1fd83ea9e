import { ensureBuilt } from '../build/built.ts';
import { FIRST_FLIGHTS } from '../sample/flights.ts';
import { loadSamples } from '../sample/samples.ts';
import { startProxyProcess } from '../start/proxy-process.ts';
import { testCluster } from './cluster.ts';
import { E2E_OPENSEARCH, E2E_URL, E2E_USER } from './e2e.ts';

/** For tests in the browser: the built client, OpenSearch with the sample data, and a proxy on a free port. */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureBuilt('client', 'proxy');
  const cluster = await testCluster();
  await loadSamples({ url: cluster.url }, FIRST_FLIGHTS);
  const proxy = await startProxyProcess({
    ...process.env,
    PORT: '0',
    OPENSEARCH_URL: cluster.url,
    AUTH: 'local',
    DEMO_PASSWORD: E2E_USER.password,
    SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
    AUDIT_LOG: 'off',
    PLANS_PER_MINUTE: '100000',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  });
  process.env[E2E_URL] = proxy.url;
  process.env[E2E_OPENSEARCH] = cluster.url;
  return async () => {
    await proxy.stop();
    await cluster.stop();
  };
}
