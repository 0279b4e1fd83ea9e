import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { DevTools } from '../browser/devtools.ts';
import { type Hands, makeHands } from '../browser/hands.ts';
import { median } from '../results.ts';
import { type LongestTask, longestTask } from './task-times.ts';

/** One thing that a person does in the page of an index of many fields; ms. */
export type WideResult = {
  name: string;
  /** From the last press to what it brings on the screen, beyond OpenSearch's own time; the median of the rounds. */
  beyond: number;
  /** The longest task of all rounds. */
  task: LongestTask;
};

type Step = {
  name: string;
  act: (hands: Hands) => Promise<void>;
  /** In the page: whether it is there. */
  until: string;
};

const ROUNDS = 3;
const SETTLE_MS = 1500;
const timedSchema = v.object({ beyond: v.number() });

const READY = `document.querySelector('[role="grid"][aria-busy="false"] [role="gridcell"]') !== null &&
  document.querySelector('.export-button[aria-disabled="false"]') !== null`;
const QUERY = 'input[type="search"][aria-keyshortcuts="/"]';
const is = (selector: string) => `document.querySelector(${JSON.stringify(selector)}) !== null`;
const isNot = (selector: string) => `document.querySelector(${JSON.stringify(selector)}) === null`;

/** What a page of an index of that many fields is asked for, in an order in which each finds what it needs. */
function stepsOf(field: string): Step[] {
  return [
    {
      name: 'a query',
      act: async (hands) => {
        await hands.fill(QUERY, `${field}:*`);
        await hands.press('Escape');
        await hands.press('Enter');
      },
      until: READY,
    },
    {
      name: 'every row',
      act: async (hands) => {
        await hands.fill(QUERY, '');
        await hands.press('Enter');
      },
      until: READY,
    },
    { name: 'sorted by a column', act: (hands) => hands.click('[role="columnheader"]'), until: READY },
    {
      name: 'a field completed, key by key',
      act: async (hands) => {
        await hands.click(QUERY);
        await hands.type('module_1.met');
      },
      until: is('.query-field [role="option"]'),
    },
    {
      name: 'a wrong field told, key by key',
      act: async (hands) => {
        await hands.fill(QUERY, 'modul_1.metricset.');
        await hands.type('field_21:a');
      },
      until: is('.query-hint'),
    },
    { name: 'the query cleared', act: (hands) => hands.fill(QUERY, ''), until: isNot('.query-hint') },
    {
      name: 'more fields counted',
      act: (hands) => hands.click('.facets > .button.ghost'),
      until: `document.querySelectorAll('.facets section li').length > 0`,
    },
    { name: 'the column chooser', act: (hands) => hands.click('.columns-button'), until: is('.column-line') },
    {
      name: 'a column found in it, key by key',
      act: (hands) => hands.type('field_1'),
      until: `[...document.querySelectorAll('.column-line code')].every((name) => name.textContent.includes('field_1'))`,
    },
    {
      name: 'hidden',
      act: (hands) => hands.click('.column-line input', 1),
      until: is('.column-line input:not(:checked)'),
    },
    { name: 'moved', act: (hands) => hands.click('.column-line .button', 3), until: 'true' },
    {
      name: 'all shown again',
      act: (hands) => hands.click('.chooser-tools .button'),
      until: isNot('.column-line input:not(:checked)'),
    },
    { name: 'the chooser closed', act: (hands) => hands.press('Escape'), until: isNot('.column-line') },
    { name: 'a document', act: (hands) => hands.click('[role="gridcell"]', 3), until: is('aside.document .json') },
    { name: 'its fields', act: (hands) => hands.click('[role="tab"]'), until: is('.field-value') },
    { name: 'the next document', act: (hands) => hands.press('j'), until: is('.field-value') },
    { name: 'the document closed', act: (hands) => hands.press('Escape'), until: isNot('aside.document') },
    {
      name: 'the Export dialog',
      act: (hands) => hands.click('.export-button'),
      until: is('.export-dialog button[type="submit"][aria-disabled="false"]'),
    },
    { name: 'its columns', act: (hands) => hands.click('.option-row .button'), until: is('.column-list .check') },
    {
      name: 'a column found there, key by key',
      act: async (hands) => {
        await hands.click('.column-tools .input');
        await hands.type('field_1');
      },
      until: `[...document.querySelectorAll('.column-list code')].every((name) => name.textContent.includes('field_1'))`,
    },
    {
      name: 'none of those found',
      act: (hands) => hands.click('.column-tools .button', 1),
      until: isNot('.column-list :checked'),
    },
    {
      name: 'all of them',
      act: (hands) => hands.click('.column-tools .button'),
      until: isNot('.column-list :not(:checked) + code'),
    },
    {
      name: 'one left out',
      act: (hands) => hands.click('.column-list input', 1),
      until: is('.column-list :not(:checked) + code'),
    },
    { name: 'the dialog closed', act: (hands) => hands.press('Escape'), until: isNot('.export-dialog') },
    {
      name: 'scrolled sideways',
      act: (hands) => hands.wheel('.table-wrap', { deltaX: 400, deltaY: 0, times: 40 }),
      until: 'true',
    },
    {
      name: 'scrolled down',
      act: (hands) => hands.wheel('.table-wrap', { deltaX: 0, deltaY: 280, times: 20 }),
      until: 'true',
    },
  ];
}

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
