import { SERVERS } from '../opensearch/servers.ts';
import { runToEnd } from '../system/shutdown.ts';
import { TEST_SERVER } from './cluster.ts';
import { type Counts, closingLine, sum } from './counts.ts';
import { vitest } from './suites.ts';

/** `npm run test:versions`: what any server can hold, on each of those that people have, or on those named. */
async function testServers(named: readonly string[]): Promise<number> {
  const results: { name: string; counts: Counts }[] = [];
  for (const name of named.length > 0 ? named : SERVERS.keys()) {
    console.log(`\n── ${name}`);
    results.push({
      name,
      counts: await vitest('servers', { env: { ...process.env, [TEST_SERVER]: name }, stdio: 'inherit' }),
    });
  }
  const all = sum(results.map(({ counts }) => counts));
  for (const failure of all.failures) console.log(`✗ ${failure}`);
  for (const { name, counts } of results) console.log(`${name}: ${closingLine(counts)}`);
  console.log(`\n${closingLine(all)}`);
  return all.failed === 0 ? 0 : 1;
}

await runToEnd(() => testServers(process.argv.slice(2)));
