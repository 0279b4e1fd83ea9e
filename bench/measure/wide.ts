import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { DevTools } from '../browser/devtools.ts';
import { type Hands, makeHands } from '../browser/hands.ts';
import { median } from '../results.ts';
import { type LongestTask, longestTask } from './task-times.ts';
import { READY, type Step, stepsOf } from './wide-steps.ts';

/** One thing that a person does in the page of an index of many fields; ms. */
export type WideResult = {
  name: string;
  /** From the last press to what it brings on the screen, beyond OpenSearch's own time; the median of the rounds. */
  beyond: number;
  /** The longest task of all rounds. */
  task: LongestTask;
};

const ROUNDS = 3;
const SETTLE_MS = 1500;
const timedSchema = v.object({ beyond: v.number() });

type Target = { url: string; index: string; field: string };

/** The page of an index with many fields, without a driver: see browser/chromium.ts. */
export async function wideInteractions(tools: DevTools, target: Target): Promise<WideResult[]> {
  const hands = makeHands(tools);
  // tsx names each function by a helper, which the page does not have.
  const source = `globalThis.__name = (named) => named; (${noteWork})();`;
  await tools.send('Page.enable');
  await tools.send('Page.addScriptToEvaluateOnNewDocument', { source });
  await tools.send('Emulation.setDeviceMetricsOverride', {
    width: 1440,
    height: 900,
    deviceScaleFactor: 1,
    mobile: false,
  });
  const address = new URL(`/?index=${target.index}`, target.url).href;
  const open: Step = {
    name: 'opened',
    act: async () => {
      await tools.send('Page.navigate', { url: address });
    },
    until: READY,
  };
  const found = new Map<string, { beyond: number; task: LongestTask }[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const step of [open, ...stepsOf(target.field)]) {
      const all = found.get(step.name) ?? [];
      found.set(step.name, [...all, await timed(tools, hands, step)]);
    }
  }
  return [...found].map(([name, all]) => ({
    name,
    beyond: median(all.map(({ beyond }) => beyond)),
    task: {
      clock: Math.max(...all.map(({ task }) => task.clock)),
      cpu: Math.max(...all.map(({ task }) => task.cpu)),
    },
  }));
}

async function timed(tools: DevTools, hands: Hands, { act, until }: Step) {
  let beyond = 0;
  const task = await longestTask(tools, async () => {
    await tools.evaluate('window.work?.begin()');
    await act(hands);
    beyond = v.parse(timedSchema, await tools.evaluate(`window.work.until(() => ${until})`)).beyond;
    // What is asked once the rows are drawn is part of it.
    await sleep(SETTLE_MS);
  });
  return { beyond, task };
}

declare global {
  interface Window {
    /** `begin`: of what was pressed before nothing is known any more. */
    work?: { begin: () => void; until: (isDone: () => boolean) => Promise<{ beyond: number }> };
  }
}

/** In the page: from the last press to the second frame after what it was to bring is there; OpenSearch's `took` does not count. */
function noteWork(): void {
  let pressed = 0;
  let took = 0;
  const note = (event: Event) => {
    pressed = event.timeStamp;
  };
  for (const type of ['keydown', 'input', 'pointerdown', 'wheel'])
    document.addEventListener(type, note, { capture: true, passive: true });
  const ask = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const response = await ask(input, init);
    if (!String(input).endsWith('/api/search')) return response;
    took += Number(/"took":(\d+)/.exec((await response.clone().text()).slice(0, 100))?.[1] ?? 0);
    return response;
  };
  window.work = {
    begin() {
      took = 0;
    },
    until: (isDone) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isDone()) requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => resolve({ beyond: performance.now() - pressed - took })));
        };
        requestAnimationFrame(look);
      }),
  };
}
