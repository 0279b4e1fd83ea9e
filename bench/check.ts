import { ensureBuilt } from '../dev/build/built.ts';
import { FIRST_FLIGHTS } from '../dev/sample/flights.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { ensureChromium } from '../dev/test/browser.ts';
import { testCluster } from '../dev/test/cluster.ts';
import { sluice } from './contenders/sluice.ts';
import { openSearchPy, rawDrain } from './contenders/tools.ts';
import { flightsOf, load } from './data/load.ts';
import { ratiosOf } from './report/ratios.ts';
import { runRounds } from './rounds.ts';
import { setUp, TOOLS } from './stage.ts';

/** Far below what was measured, as machines differ: a loss by half is seen, and a busy moment is not. */
const LEAST: ReadonlyMap<string, number> = new Map([
  ['Sluice CSV ÷ raw drain, gzip', 0.15],
  ['Sluice CSV ÷ opensearch-py', 1.2],
]);
const ROUNDS = 2;

/** The small version of `npm run bench` for CI: the most telling ratios, each against a generous bound. */
async function check(): Promise<number> {
  await ensureChromium();
  await ensureBuilt('client', 'proxy');
  const cluster = await testCluster();
  const { set, source } = flightsOf(FIRST_FLIGHTS, 'flights');
  await load(cluster.url, [source]);
  const stage = await setUp({ url: cluster.url, pid: undefined });
  const peer = { url: cluster.url, folder: TOOLS };
  const own = { chromium: stage.chromium, tools: stage.tools, url: stage.proxy.url };
  const contenders = [rawDrain(peer, true), sluice({ ...own, format: 'CSV', kept: true }), await openSearchPy(peer)];
  await runRounds(contenders, { set, watch: stage.watch, rounds: 1 });
  const results = await runRounds(contenders, { set, watch: stage.watch, rounds: ROUNDS });
  await stage.stop();
  await cluster.stop();
  const low = ratiosOf(results).filter(({ name, value }) => value < (LEAST.get(name) ?? 0));
  for (const { name, value } of ratiosOf(results)) {
    console.log(`${name}: ${value.toFixed(2)}, at least ${LEAST.get(name) ?? 0}`);
  }
  return low.length === 0 ? 0 : 1;
}

await runToEnd(check);
