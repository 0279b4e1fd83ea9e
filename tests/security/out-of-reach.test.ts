import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { expect, inject, it } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import { PASSWORD, settingsOver, signIn } from '../support/session.ts';
import { call } from './bench.ts';
import { makeLog } from './log.ts';

/** A setting by which OpenSearch cannot be used is told in the log at the start, with what to do; and no more than once. */

const WARN = 40;
const { url, caFile, admin } = inject('secured');
const { port } = new URL(url);
const plain = `http://127.0.0.1:${port}`;

async function checked(env: Record<string, string>, opensearchUrl = url) {
  const log = makeLog();
  const settings = { ...settingsOver(opensearchUrl, { AUTH: 'opensearch', LOG_LEVEL: 'warn', ...env }) };
  if (env.AUTH === undefined) delete settings.DEMO_PASSWORD;
  const proxy = await startProxy(settings, { log });
  await proxy.check();
  return { proxy, log, warnings: () => log.lines.filter(({ level }) => level === WARN).map(({ msg }) => msg) };
}

/** Where nothing listens, as what did has gone. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const free = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  return free;
}

it.each([
  ['no authority', {}, url, /^OpenSearch cannot be reached\. The certificate of .* Set OPENSEARCH_CA to the PEM file/],
  ['http for https', {}, plain, /ends connections without TLS\. Set OPENSEARCH_URL to https:/],
  ['another port', {}, `https://127.0.0.1:${await freePort()}`, /^.*Nothing listens at .* OPENSEARCH_URL/],
  ['a name that is unknown', {}, `https://nowhere.invalid:${port}`, /The name of nowhere\.invalid:\d+ is not known/],
])('%s is told, once until it is mended', async (_, env, opensearchUrl, expected) => {
  const { proxy, warnings } = await checked(env, opensearchUrl);
  await expect.poll(warnings).toEqual([expect.stringMatching(expected)]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect((await call(proxy.url, '/readyz')).status).toBe(503);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(warnings()).toHaveLength(1);
  await proxy.close();
});

it('a cluster where people sign in with their own accounts needs none of Sluice, and gives no warning', async () => {
  const { proxy, warnings } = await checked({ OPENSEARCH_CA: caFile });
  expect((await call(proxy.url, '/readyz')).status).toBe(200);
  expect(warnings()).toEqual([]);
  await proxy.close();
});

it('a service account that is missing or wrong is told at the start, and by the list of indices', async () => {
  const local = { AUTH: 'local', OPENSEARCH_CA: caFile };
  for (const [account, expected] of [
    [{}, /^OpenSearch wants an account, and Sluice has none: set OPENSEARCH_USERNAME/],
    [{ OPENSEARCH_USERNAME: admin.username, OPENSEARCH_PASSWORD: 'another-password' }, /^OpenSearch does not take/],
  ] as const) {
    const { proxy, log, warnings } = await checked({ ...local, ...account });
    await expect.poll(warnings).toEqual([expect.stringMatching(expected)]);
    const { cookie } = await signIn(proxy.url, 'demo', PASSWORD);
    const list = await call(proxy.url, '/api/indices', { headers: { cookie } });
    expect(list).toMatchObject({ status: 502, code: 'opensearch_failed' });
    expect(list.text).toContain('OPENSEARCH_USERNAME');
    expect(JSON.stringify(log.lines)).not.toContain('another-password');
    await proxy.close();
  }
});
