import { join } from 'node:path';
import { ensureBuilt } from '../../dev/build/built.ts';
import { startCluster } from '../../dev/opensearch/cluster.ts';
import { runToEnd } from '../../dev/system/shutdown.ts';
import { ensureChromium } from '../../dev/test/browser.ts';
import { pageOf, signIn } from '../browser/app.ts';
import { startChromium } from '../browser/chromium.ts';
import { DevTools } from '../browser/devtools.ts';
import { exportOnce } from '../contenders/sluice.ts';
import { type DataSet, dataSets, load } from '../data/load.ts';
import { loadAverage } from '../measure/processes.ts';
import { isChosen, parseOptions } from '../options.ts';
import { table } from '../report/table.ts';
import { startBenchProxy, TOOLS } from '../stage.ts';
import { type Line, startLine } from './line.ts';

/**
 * `npm run bench:lines [-- --rows 3000000 --set flights]`: one export of each set through lines of real speeds between
 * Chromium and the proxy. The page has a name of its own: at `localhost` the app would know that nothing is between.
 */
const SPEEDS = [20, 100, 1000];
const ROUND_TRIP_MS = 20;
const HOST = 'line.test';
const SETS = ['documents', 'flights'];

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  await ensureChromium();
  await ensureBuilt('client', 'proxy');
  const cluster = await startCluster({ name: 'bench' });
  const data = dataSets(options.rows).filter(({ set }) => SETS.includes(set.name) && isChosen(set.name, options.sets));
  await load(
    cluster.url,
    data.map(({ source }) => source),
  );
  const proxy = await startBenchProxy(cluster.url);
  const rows: string[][] = [];
  for (const mbitPerSecond of SPEEDS) {
    const line = await startLine(Number(new URL(proxy.url).port), { mbitPerSecond, roundTripMs: ROUND_TRIP_MS });
    for (const row of await over(line, { mbitPerSecond, sets: data.map(({ set }) => set) })) rows.push(row);
    line.close();
  }
  await proxy.stop();
  await cluster.stop();
  const head = ['line', 'set', 'pages gzip’d / as they are', 'rows/s', 'MB/s on the line', 'of the line', 'load'];
  console.log(`\n${table([head, ...rows])}`);
  return 0;
}

async function over(line: Line, { mbitPerSecond, sets }: { mbitPerSecond: number; sets: readonly DataSet[] }) {
  const url = `http://${HOST}:${line.port}`;
  // A service worker needs a secure address, or one that is said to be.
  const secure = `--unsafely-treat-insecure-origin-as-secure=${url}`;
  const chromium = await startChromium(join(TOOLS, 'chromium'), [
    `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
    secure,
  ]);
  await chromium.withBrowser((browser) => signIn(pageOf(browser), url));
  const tools = await DevTools.attach(chromium.endpoint);
  const found: string[][] = [];
  for (const set of sets) {
    let began = { bytes: 0, gzip: 0, identity: 0 };
    let spent = began;
    const now = () => ({ bytes: line.bytes, ...line.pages });
    const measured = {
      begin() {
        began = now();
      },
      end() {
        spent = now();
      },
    };
    const options = { chromium, tools, url, format: 'CSV', kept: true } as const;
    const { rows, ms } = await exportOnce(options, { set, rows: set.rows, measured });
    const mbPerSecond = (spent.bytes - began.bytes) / ms / 1000;
    found.push([
      `${mbitPerSecond} Mbit/s, ${ROUND_TRIP_MS} ms`,
      set.name,
      `${spent.gzip - began.gzip} / ${spent.identity - began.identity}`,
      Math.round((rows / ms) * 1000).toLocaleString('en-US'),
      mbPerSecond.toFixed(1),
      `${((mbPerSecond * 8 * 100) / mbitPerSecond).toFixed(0)} %`,
      loadAverage().toFixed(0),
    ]);
    console.log(found.at(-1)?.join('  '));
  }
  tools.close();
  await chromium.stop();
  return found;
}

await runToEnd(() => main(process.argv.slice(2)));
