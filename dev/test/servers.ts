import { ensureBuilt } from '../build/built.ts';
import { SERVERS } from '../opensearch/servers.ts';
import { SetupError } from '../system/setup-error.ts';
import { runToEnd } from '../system/shutdown.ts';
import { ensureChromium } from './browser.ts';
import { startServer, TEST_OPENSEARCH } from './cluster.ts';
import { type Counts, closingLine, oneCheck, sum } from './counts.ts';
import { playwright, type Surroundings, vitest } from './suites.ts';

/** `npm run test:versions`: what any server can hold, on each of those that people have, or on those named. */
async function testServers(named: readonly string[]): Promise<number> {
  await ensureChromium();
  await ensureBuilt('client', 'proxy');
  const results: { name: string; counts: Counts }[] = [];
  for (const name of named.length > 0 ? named : SERVERS.keys()) {
    console.log(`\n── ${name}`);
    results.push({ name, counts: await testServer(name) });
  }
  const all = sum(results.map(({ counts }) => counts));
  for (const failure of all.failures) console.log(`✗ ${failure}`);
  for (const { name, counts } of results) console.log(`${name}: ${closingLine(counts)}`);
  console.log(`\n${closingLine(all)}`);
  return all.failed === 0 ? 0 : 1;
}

/** One that does not start fails, and the others still run. */
async function testServer(name: string): Promise<Counts> {
  try {
    const server = await startServer(name);
    const at: Surroundings = { env: { ...process.env, [TEST_OPENSEARCH]: server.url }, stdio: 'inherit' };
    try {
      return sum([await vitest('servers', at), await playwright(at, '-c', 'tests/versions/playwright.config.ts')]);
    } finally {
      await server.stop();
    }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    return oneCheck(false);
  }
}

await runToEnd(() => testServers(process.argv.slice(2)));
