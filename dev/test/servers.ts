import { ensureBuilt } from '../build/built.ts';
import { SERVERS } from '../opensearch/servers.ts';
import { runToEnd } from '../system/shutdown.ts';
import { ensureChromium } from './browser.ts';
import { startServer, TEST_OPENSEARCH } from './cluster.ts';
import { type Counts, closingLine, sum } from './counts.ts';
import { onEach, tableOf } from './each-server.ts';
import { playwright, type Surroundings, vitest } from './suites.ts';

/** `npm run test:versions`: what any server can hold, on each of those that people have, or on those named. */
async function testServers(named: readonly string[]): Promise<number> {
  await ensureChromium();
  await ensureBuilt('client', 'proxy');
  const names = named.length > 0 ? named : SERVERS.keys();
  const results = await onEach(names, { test: testServer, now: () => performance.now() });
  const all = sum(results.map(({ counts }) => counts));
  console.log('');
  for (const failure of all.failures) console.log(`✗ ${failure}`);
  for (const line of tableOf(results)) console.log(line);
  console.log(`\n${closingLine(all)}`);
  return all.failed === 0 ? 0 : 1;
}

/** @throws SetupError where it does not start */
async function testServer(name: string): Promise<Counts> {
  const server = await startServer(name);
  const at: Surroundings = { env: { ...process.env, [TEST_OPENSEARCH]: server.url }, stdio: 'inherit' };
  try {
    return sum([await vitest('servers', at), await playwright(at, '-c', 'tests/versions/playwright.config.ts')]);
  } finally {
    await server.stop();
  }
}

await runToEnd(() => testServers(process.argv.slice(2)));
