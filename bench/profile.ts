import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { exportOnce } from './contenders/sluice.ts';
import type { DataSet } from './data/load.ts';
import type { Stage } from './stage.ts';

const frameSchema = v.object({ functionName: v.string(), url: v.string(), lineNumber: v.number() });
const profileSchema = v.object({
  nodes: v.array(v.object({ id: v.number(), callFrame: frameSchema })),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});
const stoppedSchema = v.object({ profile: profileSchema });

const SAMPLE_US = 500;
const SHOWN = 25;

/**
 * Where the worker's time goes: a CPU profile of one export of each set, written beside the results for Chromium's own
 * viewer, and its heaviest functions printed. The proxy writes its own with `BENCH_PROXY_OPTIONS=--cpu-prof`.
 */
export async function profile(stage: Stage, sets: readonly DataSet[], folder: string): Promise<void> {
  const { chromium, tools, proxy } = stage;
  mkdirSync(folder, { recursive: true });
  for (const set of sets) {
    const before = tools.workers.length;
    let stopped: Promise<unknown> | undefined;
    const stop = () => {
      stopped ??= tools.send('Profiler.stop', {}, tools.workers.at(-1)).catch(() => undefined);
    };
    const measured = { begin() {}, end() {} };
    const options = { chromium, tools, url: proxy.url, format: 'CSV' as const, kept: true };
    const exporting = exportOnce(options, { set, rows: set.rows, measured });
    while (tools.workers.length === before) await sleep(5);
    const worker = tools.workers.at(-1);
    await tools.send('Profiler.enable', {}, worker);
    await tools.send('Profiler.setSamplingInterval', { interval: SAMPLE_US }, worker);
    await tools.send('Profiler.start', {}, worker);
    // The worker ends with its export, and its profile with it: it is taken a little before.
    const watching = stopBeforeEnd(stage, set, stop);
    await exporting;
    await watching;
    const result = await stopped;
    if (result === undefined) continue;
    const { profile: found } = v.parse(stoppedSchema, result);
    const path = join(folder, `worker-${set.index}.cpuprofile`);
    writeFileSync(path, JSON.stringify((result as { profile: unknown }).profile));
    console.log(`\n${set.name}: ${path}`);
    for (const line of heaviest(found)) console.log(line);
  }
}

/** Stops when nine tenths of the rows are read, by what the page shows. */
async function stopBeforeEnd({ tools }: Stage, set: DataSet, stop: () => void): Promise<void> {
  const answer = v.object({ result: v.object({ value: v.optional(v.string(), '') }) });
  const expression = `document.querySelector('.export-counters .of')?.textContent ?? ''`;
  for (;;) {
    const { result } = v.parse(answer, await tools.send('Runtime.evaluate', { expression }));
    const rows = Number(/^[\d,]+/.exec(result.value)?.[0].replaceAll(',', '') ?? 0);
    if (rows > set.rows * 0.9) return stop();
    await sleep(20);
  }
}

/** Each function's own share of the time that was sampled. */
function heaviest({ nodes, samples, timeDeltas }: v.InferOutput<typeof profileSchema>): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const own = new Map<string, number>();
  samples.forEach((id, i) => {
    const name = names.get(id) ?? '';
    own.set(name, (own.get(name) ?? 0) + (timeDeltas[i + 1] ?? 0));
  });
  const all = [...own.values()].reduce((sum, us) => sum + us, 0);
  return [...own]
    .sort((a, b) => b[1] - a[1])
    .slice(0, SHOWN)
    .map(
      ([name, us]) => `${((us / all) * 100).toFixed(1).padStart(6)} %  ${(us / 1e6).toFixed(2).padStart(6)} s  ${name}`,
    );
}

function nameOf({ functionName, url, lineNumber }: v.InferOutput<typeof frameSchema>): string {
  return `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber + 1}`;
}
