import { EventEmitter, once } from 'node:events';
import * as v from 'valibot';
import type { DevTools } from '../browser/devtools.ts';

const eventSchema = v.object({
  name: v.string(),
  pid: v.number(),
  tid: v.number(),
  /** Microseconds by the clock, and of CPU. */
  dur: v.optional(v.number(), 0),
  tdur: v.optional(v.number(), 0),
  args: v.optional(v.looseObject({ name: v.optional(v.unknown()) }), {}),
});
const collectedSchema = v.object({ value: v.array(v.unknown()) });

/** The longest task of the page's main thread; ms by the clock, and of CPU, which other work of the machine does not lengthen. */
export type LongestTask = { clock: number; cpu: number };

/** Of the tasks while something is done. */
export async function longestTask(tools: DevTools, work: () => Promise<void>): Promise<LongestTask> {
  const events: unknown[] = [];
  const end = new EventEmitter();
  tools.listen('Tracing.dataCollected', (params) => events.push(...v.parse(collectedSchema, params).value));
  tools.listen('Tracing.tracingComplete', () => end.emit('end'));
  const traceConfig = { includedCategories: ['disabled-by-default-devtools.timeline'], excludedCategories: ['*'] };
  await tools.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig }, '');
  await work();
  const ended = once(end, 'end');
  await tools.send('Tracing.end', {}, '');
  await ended;
  return longestOf(events);
}

function longestOf(events: readonly unknown[]): LongestTask {
  const known = events.flatMap((event) => {
    const parsed = v.safeParse(eventSchema, event);
    return parsed.success ? [parsed.output] : [];
  });
  const isMain = new Set(
    known
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = known.filter(({ name, pid, tid }) => name === 'RunTask' && isMain.has(`${pid} ${tid}`));
  const longest = (of: 'dur' | 'tdur') => tasks.reduce((most, task) => Math.max(most, task[of]), 0) / 1000;
  return { clock: longest('dur'), cpu: longest('tdur') };
}
