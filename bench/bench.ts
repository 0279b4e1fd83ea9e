import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../dev/build/built.ts';
import { OPENSEARCH } from '../dev/opensearch/artifacts.ts';
import { startCluster } from '../dev/opensearch/cluster.ts';
import { root } from '../dev/system/folders.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { ensureChromium } from '../dev/test/browser.ts';
import { plainDownload, plainFetch } from './contenders/browser-limit.ts';
import type { Contender } from './contenders/contender.ts';
import { crates } from './contenders/crates.ts';
import { sluice } from './contenders/sluice.ts';
import { elasticdump, openSearchJs, openSearchPy, rawDrain } from './contenders/tools.ts';
import { type DataSet, dataSets, load } from './data/load.ts';
import { loadAverage } from './measure/processes.ts';
import { memoryBySize } from './memory.ts';
import { isChosen, type Options, parseOptions } from './options.ts';
import { profile } from './profile.ts';
import { report, save } from './report/report.ts';
import type { Results } from './results.ts';
import { runRounds } from './rounds.ts';
import { type Stage, setUp, TOOLS } from './stage.ts';

const RESULTS = join(root, 'bench', 'results');
const WARM_UP_ROWS = 1_000_000;

/** `npm run bench`: Sluice, the raw drain and the peers, in one run on one machine. docs/performance.md tells of it. */
async function bench(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const loadBefore = loadAverage();
  await ensureChromium();
  await ensureBuilt('client', 'proxy');
  const cluster = await startCluster({ name: 'bench' });
  const data = dataSets(options.rows).filter(({ set }) => isChosen(set.name, options.sets));
  await load(
    cluster.url,
    data.map(({ source }) => source),
  );
  const stage = await setUp(
    { url: cluster.url, pid: cluster.nodes[0]?.pid },
    options.profile ? join(RESULTS, 'proxy.cpuprofile') : undefined,
  );
  if (options.profile) {
    await profile(
      stage,
      data.map(({ set }) => set),
      RESULTS,
    );
    await stage.stop();
    await cluster.stop();
    return 0;
  }
  const results: Results = {
    at: new Date().toISOString(),
    machine: machine(loadBefore, await chromiumVersion(stage)),
    sets: [],
    memory: [],
  };
  const contenders = await contendersOf(stage, options);
  for (const { set } of data) {
    await warmUp(stage, set);
    results.sets.push(await runRounds(contenders, { ...stage, set, rounds: options.rounds }));
    save(results, root);
  }
  const flights = data.find(({ set }) => set.name === 'flights')?.set;
  if (options.memory && flights) results.memory = await memoryBySize(stage, flights);
  report(results, { root, keep: options.keep });
  await stage.stop();
  await cluster.stop();
  return 0;
}

/** OpenSearch runs slower until its code is compiled: that would cost the first contender. */
async function warmUp({ openSearch }: Stage, set: DataSet): Promise<void> {
  for (const gzip of [false, true]) {
    const drain = rawDrain({ url: openSearch.url, folder: TOOLS }, gzip);
    await drain.run(set, Math.min(set.rows, WARM_UP_ROWS), { begin() {}, end() {} });
  }
}

async function contendersOf(stage: Stage, { only }: Options): Promise<Contender[]> {
  const { openSearch, proxy, chromium, tools, server } = stage;
  const own = { chromium, tools, url: proxy.url };
  const peer = { url: openSearch.url, folder: TOOLS };
  const sized = new Map<string, number>();
  const csv = sluice({ ...own, format: 'CSV', kept: true });
  const noting: Contender = {
    ...csv,
    async run(set, rows, measured) {
      const outcome = await csv.run(set, rows, measured);
      sized.set(set.name, outcome.bytes);
      return outcome;
    },
  };
  const limit = { chromium, tools, server, bytesOf: (set: string) => sized.get(set) ?? 0 };
  const all: Contender[] = [
    rawDrain(peer, false),
    rawDrain(peer, true),
    noting,
    sluice({ ...own, format: 'CSV', kept: false }),
    sluice({ ...own, format: 'CSV', kept: true, order: 'two' }),
    sluice({ ...own, format: 'CSV', kept: true, order: 'time' }),
    sluice({ ...own, format: 'NDJSON', kept: true }),
    sluice({ ...own, format: 'CSV', kept: true, gzip: true }),
    sluice({ ...own, format: 'NDJSON', kept: true, gzip: true }),
    sluice({ ...own, format: 'Parquet', kept: true }),
    sluice({ ...own, format: 'Excel', kept: true }),
    await openSearchPy(peer),
    ...(await elasticdump(peer)),
    openSearchJs(peer),
    ...(await crates(peer, (name) => isChosen(name, only))),
    plainFetch(limit),
    plainDownload(limit),
  ];
  const chosen = all.filter(({ name }) => isChosen(name, only));
  // Both send as many bytes as the CSV has.
  return chosen.includes(noting) ? chosen : chosen.filter(({ name }) => !name.startsWith('Chromium'));
}

async function chromiumVersion({ chromium }: Stage): Promise<string> {
  return chromium.withBrowser(async (browser) => `Chromium ${browser.version()}`);
}

function machine(loadBefore: number, chromium: string): Results['machine'] {
  const [first] = cpus();
  return {
    cpus: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    chromium,
    openSearch: OPENSEARCH.version,
    loadBefore,
  };
}

await runToEnd(() => bench(process.argv.slice(2)));
