import { ensureBuilt } from '../build/built.ts';
import { SetupError } from '../system/setup-error.ts';
import { runToEnd } from '../system/shutdown.ts';
import { ensureChromium } from './browser.ts';
import { TEST_OPENSEARCH, testCluster } from './cluster.ts';
import { type Counts, closingLine, oneCheck, sum } from './counts.ts';
import { type Need, SUITES, type Suite } from './suites.ts';

/** `npm test`: all suites, or those named, one after the other; the last line counts them together. */
async function test(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new SetupError(`There is no suite "${unknown}": name some of ${SUITES.map(({ name }) => name).join(', ')}.`);
  }
  const suites = SUITES.filter(({ name }) => names.length === 0 || names.includes(name));
  const env = { ...process.env };
  const met = new Map<Need, Promise<void>>();
  const results: { name: string; counts: Counts }[] = [];
  for (const suite of suites) {
    console.log(`\n── ${suite.name}`);
    results.push({ name: suite.name, counts: await runSuite(suite, env, met) });
  }
  console.log('');
  const all = sum(results.map(({ counts }) => counts));
  for (const failure of all.failures) console.log(`✗ ${failure}`);
  for (const { name, counts } of results) console.log(`${name}: ${closingLine(counts)}`);
  console.log(`\n${closingLine(all)}`);
  return all.failed === 0 ? 0 : 1;
}

/** A need that cannot be met fails its suite, and the others still run. */
async function runSuite(suite: Suite, env: NodeJS.ProcessEnv, met: Map<Need, Promise<void>>): Promise<Counts> {
  try {
    for (const need of suite.needs) {
      const meeting = met.get(need) ?? MEET[need](env);
      met.set(need, meeting);
      await meeting;
    }
    return await suite.run(env);
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    return oneCheck(false);
  }
}

const MEET: Record<Need, (env: NodeJS.ProcessEnv) => Promise<void>> = {
  /** One OpenSearch for all suites; the shutdown stops it. */
  async opensearch(env) {
    env[TEST_OPENSEARCH] = (await testCluster()).url;
  },
  browser: () => ensureChromium(),
  client: () => ensureBuilt('client', 'proxy'),
};

await runToEnd(() => test(process.argv.slice(2)));
