import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build/built.ts';
import { SetupError } from '../system/setup-error.ts';
import { runToEnd } from '../system/shutdown.ts';
import { ensureChromium, ensureFirefox, ensureWebKit } from './browser.ts';
import { TEST_OPENSEARCH, testCluster } from './cluster.ts';
import { type Counts, closingLine, oneCheck, sum } from './counts.ts';
import { type Need, SUITES, type Suite, type Surroundings } from './suites.ts';

type Result = { name: string; counts: Counts };

/**
 * `npm test`: all suites, or those named, one after the other, but for those that run aside; the last line counts them
 * together.
 */
async function test(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new SetupError(`There is no suite "${unknown}": name some of ${SUITES.map(({ name }) => name).join(', ')}.`);
  }
  const suites = SUITES.filter(({ name }) => names.length === 0 || names.includes(name));
  const env = { ...process.env };
  const met = new Map<Need, Promise<void>>();
  const results: Result[] = [];
  const run = async (suite: Suite, stdio: Surroundings['stdio']) => {
    results.push({ name: suite.name, counts: await runSuite(suite, { env, stdio }, met) });
  };
  let aside = Promise.resolve();
  for (const suite of suites) {
    if (suite.aside) {
      aside = aside.then(() => runAside(suite.name, (stdio) => run(suite, stdio)));
      continue;
    }
    if (suite.alone) await aside;
    console.log(`\n── ${suite.name}`);
    await run(suite, 'inherit');
  }
  await aside;
  console.log('');
  const all = sum(results.map(({ counts }) => counts));
  for (const failure of all.failures) console.log(`✗ ${failure}`);
  for (const { name, counts } of results) console.log(`${name}: ${closingLine(counts)}`);
  console.log(`\n${closingLine(all)}`);
  return all.failed === 0 ? 0 : 1;
}

/** What it says is shown once it has ended: two at once would be hard to read. */
async function runAside(name: string, run: (stdio: Surroundings['stdio']) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-aside-'));
  const path = join(folder, name);
  const file = openSync(path, 'w');
  console.log(`\n── ${name} runs aside`);
  try {
    await run(['ignore', file, file]);
    console.log(`\n── ${name}\n${readFileSync(path, 'utf8')}`);
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A need that cannot be met fails its suite, and the others still run. */
async function runSuite(suite: Suite, at: Surroundings, met: Map<Need, Promise<void>>): Promise<Counts> {
  try {
    for (const need of suite.needs) {
      const meeting = met.get(need) ?? MEET[need](at.env);
      met.set(need, meeting);
      await meeting;
    }
    return await suite.run(at);
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
  async browser() {
    await ensureChromium();
    await ensureFirefox();
    await ensureWebKit();
  },
  client: () => ensureBuilt('client', 'proxy'),
};

await runToEnd(() => test(process.argv.slice(2)));
