import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { DevTools } from './browser/devtools.ts';
import { exportOnce } from './contenders/sluice.ts';
import type { DataSet } from './data/load.ts';
import { ThreadWatch } from './measure/threads.ts';
import type { Stage } from './stage.ts';

const frameSchema = v.object({ functionName: v.string(), url: v.string(), lineNumber: v.number() });
const profileSchema = v.object({
  nodes: v.array(v.object({ id: v.number(), callFrame: frameSchema })),
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
});
const stoppedSchema = v.object({ profile: v.unknown() });

const SAMPLE_US = 500;
const SHOWN = 25;
const THREADS_SHOWN = 12;

/**
 * Where the time goes: of one export of each set CPU by thread; of another one the worker's CPU profile, written beside the
 * results for Chromium's own viewer, and its heaviest functions. The proxy writes its own, `proxy.cpuprofile`, when it
 * ends.
 */
export async function profile(stage: Stage, sets: readonly DataSet[], folder: string): Promise<void> {
  const { chromium, tools, proxy } = stage;
  mkdirSync(folder, { recursive: true });
  for (const set of sets) {
    const options = { chromium, tools, url: proxy.url, format: 'CSV' as const, kept: true };
    console.log(`\n${set.name}, CPU seconds a million rows by thread, and pages of memory new to it`);
    for (const line of await byThread(stage, options, set)) console.log(line);
    let profiled: Promise<unknown> | undefined;
    const measured = {
      begin() {
        profiled = profileNextWorker(tools, set.rows);
      },
      end() {},
    };
    await exportOnce(options, { set, rows: set.rows, measured });
    const found = await profiled;
    const path = join(folder, `worker-${set.index}.cpuprofile`);
    writeFileSync(path, JSON.stringify(found));
    console.log(`\n${set.name}: ${path}`);
    for (const line of heaviest(v.parse(profileSchema, found))) console.log(line);
  }
}

/** Without a profiler, which has Chromium do more. */
async function byThread({ watch }: Stage, options: Parameters<typeof exportOnce>[0], set: DataSet): Promise<string[]> {
  const threads = new ThreadWatch(watch);
  let used: ReturnType<ThreadWatch['stop']> = [];
  const measured = {
    begin: () => threads.start(),
    end() {
      used = threads.stop();
    },
  };
  await exportOnce(options, { set, rows: set.rows, measured });
  const each = (value: number) => (value / set.rows) * 1e6;
  return used.slice(0, THREADS_SHOWN).map(({ group, thread, user, system, faults }) => {
    const name = `${group}: ${thread}`.padEnd(32);
    return `${name} user ${each(user).toFixed(2).padStart(5)}  kernel ${each(system).toFixed(2).padStart(5)}  pages ${Math.round(each(faults))}`;
  });
}

/** From the worker's start to nine tenths of its rows: it ends with its export, and its profile with it. */
async function profileNextWorker(tools: DevTools, rows: number): Promise<unknown> {
  const before = tools.workers.length;
  while (tools.workers.length === before) await sleep(5);
  const worker = tools.workers.at(-1);
  await tools.send('Profiler.enable', {}, worker);
  await tools.send('Profiler.setSamplingInterval', { interval: SAMPLE_US }, worker);
  await tools.send('Profiler.start', {}, worker);
  while ((await rowsShown(tools)) < rows * 0.9) await sleep(20);
  return v.parse(stoppedSchema, await tools.send('Profiler.stop', {}, worker)).profile;
}

/** The rows written so far, as the page says. */
async function rowsShown(tools: DevTools): Promise<number> {
  const expression = `document.querySelector('.export-counters .of')?.textContent ?? ''`;
  const answer = v.object({ result: v.object({ value: v.optional(v.string(), '') }) });
  const { result } = v.parse(answer, await tools.send('Runtime.evaluate', { expression }));
  return Number(/^[\d,]+/.exec(result.value)?.[0].replaceAll(',', '') ?? 0);
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
