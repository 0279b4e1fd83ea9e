import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { ensureBuilt } from '../dev/build/built.ts';
import { ALL_FLIGHTS, FIRST_FLIGHTS } from '../dev/sample/flights.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { ensureChromium } from '../dev/test/browser.ts';
import { testCluster } from '../dev/test/cluster.ts';
import { exportOutcome, pageOf, prepareExport } from './browser/app.ts';
import { flightsOf, load } from './data/load.ts';
import { wide } from './data/wide.ts';
import { followDownload } from './measure/download.ts';
import { interactions } from './measure/interactions.ts';
import { collectLongTasks, describeTasks, type LongTask, watchLongTasks } from './measure/long-tasks.ts';
import { wideInteractions } from './measure/wide.ts';
import { type Stage, setUp } from './stage.ts';

/** The longest task that nobody notices, and the time a search may take beyond OpenSearch's own; ms. */
const AIM = { task: 50, beyond: 200 };
/** Indices of many fields, what their page may take beyond OpenSearch's own time, and the CPU of a task; ms. */
const WIDE = [
  { fields: 1000, beyond: 1000, task: 100 },
  { fields: 5000, beyond: 2000, task: 100 },
] as const;

type Target = { index: string; rows: number };

/**
 * `npm run bench:ui`: how the page feels. Tasks of its main thread (Long Tasks API, which knows those over 50 ms only)
 * while an export runs at full speed and while the table is scrolled, and how long search interactions take beyond
 * OpenSearch's `took`, from the key to the rows drawn. `--all`: with all 3,000,000 flights. `--wide`: indices of many
 * fields alone. It fails where a page of one of these passes its bound.
 */
async function bench(args: readonly string[]): Promise<number> {
  const isOn = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ args: [...args], options: { all: isOn, wide: isOn } });
  const rows = values.all ? ALL_FLIGHTS : FIRST_FLIGHTS;
  await ensureChromium();
  await ensureBuilt('client', 'proxy');
  const cluster = await testCluster();
  const target = { index: values.all ? 'flights-all' : 'flights', rows };
  await load(
    cluster.url,
    WIDE.map(({ fields }) => wide(fields)),
  );
  if (!values.wide) await load(cluster.url, [flightsOf(rows, target.index).source]);
  const stage = await setUp({ url: cluster.url, pid: undefined });
  if (!values.wide) await withFlights(stage, target);
  const failed = await withManyFields(stage);
  await stage.stop();
  await cluster.stop();
  return failed === 0 ? 0 : 1;
}

async function withFlights(stage: Stage, target: Target): Promise<void> {
  const tasks = { export: await whileExporting(stage, target), scrolling: await whileScrolling(stage, target) };
  const timed = await stage.chromium.withBrowser((browser) => interactions(pageOf(browser), stage.proxy.url, target));
  for (const [during, found] of Object.entries(tasks)) console.log(describeTasks(during, found));
  for (const { name, beyond, took } of timed) {
    console.log(`${name}: ${Math.round(beyond)} ms beyond OpenSearch’s ${Math.round(took)} ms`);
  }
  const late = timed.filter(({ beyond }) => beyond > AIM.beyond);
  const long = Object.values(tasks)
    .flat()
    .filter(({ duration }) => duration > AIM.task);
  console.log(`Aims: ${long.length} tasks over ${AIM.task} ms, ${late.length} interactions over ${AIM.beyond} ms`);
}

/** @returns how many bounds were passed */
async function withManyFields({ tools, proxy }: Stage): Promise<number> {
  let failed = 0;
  for (const { fields, ...most } of WIDE) {
    const target = { url: proxy.url, index: wide(fields).name, field: 'module_1.metricset.field_22' };
    console.log(
      `${fields} fields: ms beyond OpenSearch’s (at most ${most.beyond}); the longest task’s CPU (at most ${most.task}), and by the clock`,
    );
    for (const { name, beyond, task } of await wideInteractions(tools, target)) {
      const isGood = beyond <= most.beyond && task.cpu <= most.task;
      failed += isGood ? 0 : 1;
      const [wait, cpu, clock] = [beyond, task.cpu, task.clock].map((ms) => String(Math.round(ms)).padStart(6));
      console.log(`${isGood ? ' ' : '✗'} ${name.padEnd(34)}${wait}${cpu}${clock}`);
    }
  }
  return failed;
}

/** With no debugger attached while rows flow: see browser/chromium.ts. */
async function whileExporting({ chromium, tools, proxy }: Stage, target: Target): Promise<LongTask[]> {
  const button = await chromium.withBrowser(async (browser) => {
    const point = await prepareExport(pageOf(browser), proxy.url, target, { format: 'CSV', gzip: false });
    await watchLongTasks(pageOf(browser));
    return point;
  });
  await tools.downloadInto(chromium.downloads);
  await tools.click(button);
  await followDownload(chromium.downloads);
  return chromium.withBrowser(async (browser) => {
    await exportOutcome(pageOf(browser));
    return collectLongTasks(pageOf(browser));
  });
}

async function whileScrolling({ chromium, proxy }: Stage, { index }: Target): Promise<LongTask[]> {
  return chromium.withBrowser(async (browser) => {
    const page = pageOf(browser);
    await page.goto(new URL(`/?index=${index}`, proxy.url).href);
    await page.getByRole('row').nth(9).hover();
    await page.waitForTimeout(1000);
    await watchLongTasks(page);
    await scroll(page);
    return collectLongTasks(page);
  });
}

/** About 2500 rows down, faster than anybody reads, and back up. */
async function scroll(page: Page): Promise<void> {
  for (const [step, times] of [
    [280, 240],
    [-560, 120],
  ] as const) {
    for (let i = 0; i < times; i += 1) {
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(25);
    }
  }
}

await runToEnd(() => bench(process.argv.slice(2)));
