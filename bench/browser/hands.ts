import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { SetupError } from '../../dev/system/setup-error.ts';
import type { Point } from './app.ts';
import type { DevTools } from './devtools.ts';

/** Between two keys or turns of the wheel, ms: a quick hand's. */
const PAUSE_MS = { key: 60, wheel: 25 };
const CODES: Record<string, number> = { Enter: 13, Escape: 27 };
const pointSchema = v.nullable(v.object({ x: v.number(), y: v.number() }));

export type Hands = ReturnType<typeof makeHands>;

/** Mouse and keyboard without a driver: nothing is attached to the page that slows it. Elements are named by CSS selectors. */
export function makeHands(tools: DevTools) {
  /** The middle of the `nth` element that there is, once it is there. */
  async function find(selector: string, nth = 0): Promise<Point> {
    const expression = `(() => {
      const box = document.querySelectorAll(${JSON.stringify(selector)})[${nth}]?.getBoundingClientRect();
      return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    })()`;
    for (let tries = 0; tries < 600; tries += 1) {
      const point = v.parse(pointSchema, await tools.evaluate(expression));
      if (point) return point;
      await sleep(100);
    }
    throw new SetupError(`The page has no ${selector}.`);
  }

  async function press(key: string): Promise<void> {
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : '';
    const event = {
      key,
      windowsVirtualKeyCode: CODES[key] ?? (/^[a-z0-9]$/.test(key) ? key.toUpperCase().charCodeAt(0) : 0),
      text,
    };
    await tools.send('Input.dispatchKeyEvent', { type: text === '' ? 'rawKeyDown' : 'keyDown', ...event });
    await tools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event, text: '' });
  }

  return {
    press,
    async click(selector: string, nth = 0): Promise<void> {
      await tools.click(await find(selector, nth));
    },
    /** Key by key into what has the focus. */
    async type(text: string): Promise<void> {
      for (const key of text) {
        await press(key);
        await sleep(PAUSE_MS.key);
      }
    },
    /** All at once, in place of what a field holds. */
    async fill(selector: string, text: string): Promise<void> {
      await tools.evaluate(`document.querySelector(${JSON.stringify(selector)}).select()`);
      if (text === '')
        await tools.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Delete', windowsVirtualKeyCode: 46 });
      else await tools.send('Input.insertText', { text });
    },
    async wheel(selector: string, by: { deltaX: number; deltaY: number; times: number }): Promise<void> {
      const where = await find(selector);
      for (let i = 0; i < by.times; i += 1) {
        await tools.send('Input.dispatchMouseEvent', {
          type: 'mouseWheel',
          ...where,
          deltaX: by.deltaX,
          deltaY: by.deltaY,
        });
        await sleep(PAUSE_MS.wheel);
      }
    },
  };
}
