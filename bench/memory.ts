import * as v from 'valibot';
import { exportOnce } from './contenders/sluice.ts';
import type { DataSet } from './data/load.ts';
import { watchWorkerMemory } from './measure/worker-memory.ts';
import type { Memory } from './results.ts';
import type { Stage } from './stage.ts';

const SIZES = [100_000, 1_000_000];
/** All flights are of this year's first half. */
const YEAR = [Date.UTC(2001, 0, 1), Date.UTC(2001, 11, 31)] as const;

const countSchema = v.object({ count: v.number() });

/** The peak memory of the same export over more and more rows: it must not grow with them. */
export async function memoryBySize(stage: Stage, set: DataSet): Promise<Memory[]> {
  const found: Memory[] = [];
  for (const size of [...SIZES.filter((rows) => rows < set.rows), set.rows]) {
    const { q, rows } = size === set.rows ? { q: '', rows: size } : await firstFlights(stage, set, size);
    const memory = await measureMemory(stage, { set, rows, q });
    console.log(`memory at ${rows.toLocaleString('en-US')} rows: worker ${memory.workerMb.toFixed(0)} MB`);
    found.push(memory);
  }
  return found;
}

async function measureMemory(stage: Stage, asked: { set: DataSet; rows: number; q: string }): Promise<Memory> {
  const { chromium, tools, proxy, watch } = stage;
  let usage = watch.stop();
  const measured = {
    begin: () => watch.start(),
    end: () => {
      usage = watch.stop();
    },
  };
  const exporting = exportOnce({ chromium, tools, url: proxy.url, format: 'CSV', kept: true }, { ...asked, measured });
  const worker = await watchWorkerMemory(tools, exporting);
  await exporting;
  return {
    rows: asked.rows,
    workerMb: worker.peakMb,
    workerIdleMb: worker.idleMb,
    rendererOverIdleMb: usage.renderer.overIdleMb,
    proxyMb: usage.proxy.peakMb,
  };
}

/** A query for about the first `rows` flights, and how many it finds. */
async function firstFlights(
  { openSearch }: Stage,
  { index }: DataSet,
  rows: number,
): Promise<{ q: string; rows: number }> {
  let [low, high]: [number, number] = [...YEAR];
  const queryUntil = (ms: number) => `date:[* TO "${new Date(ms).toISOString().slice(0, 19)}"]`;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if ((await count(openSearch.url, index, queryUntil(middle))) < rows) low = middle;
    else high = middle;
  }
  const q = queryUntil(high);
  return { q, rows: await count(openSearch.url, index, q) };
}

async function count(url: string, index: string, q: string): Promise<number> {
  const response = await fetch(`${url}/${index}/_count?q=${encodeURIComponent(q)}`);
  return v.parse(countSchema, await response.json()).count;
}
