import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { DevTools } from '../browser/devtools.ts';

/** V8's own figures: live and dead objects, and the bytes outside its heap (buffers, WebAssembly's memory). */
const usageSchema = v.object({ usedSize: v.number(), backingStorageSize: v.optional(v.number(), 0) });

const EVERY_MS = 100;

export type WorkerMemory = {
  /** The most at one moment, MB: objects and buffers together. */
  peakMb: number;
  /** When it had just started, MB. */
  idleMb: number;
};

/** Asks the newest worker for its memory until `over`. */
export async function watchWorkerMemory(tools: DevTools, over: Promise<unknown>): Promise<WorkerMemory> {
  const before = tools.workers.length;
  let isOver = false;
  const stop = () => {
    isOver = true;
  };
  const ended = over.then(stop, stop);
  let idleMb = 0;
  let peakMb = 0;
  while (!isOver) {
    const session = tools.workers.at(-1);
    if (session !== undefined && tools.workers.length > before) {
      // A worker that ends leaves the question unanswered.
      const used = (await Promise.race([usedMb(tools, session).catch(() => 0), ended])) ?? 0;
      if (idleMb === 0) idleMb = used;
      peakMb = Math.max(peakMb, used);
    }
    await sleep(EVERY_MS);
  }
  return { peakMb, idleMb };
}

async function usedMb(tools: DevTools, session: string): Promise<number> {
  const usage = v.parse(usageSchema, await tools.send('Runtime.getHeapUsage', {}, session));
  return (usage.usedSize + usage.backingStorageSize) / 1e6;
}
