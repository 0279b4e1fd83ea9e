import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { Lab } from '../faults/support/lab.ts';
import { ROWS } from '../faults/support/rows.ts';

const MINUTE_MS = 60_000;

/** An export under way, in whatever browser: how many rows its item shows. */
export type UnderWay = { rowsShown(): Promise<number> };

export type Story = { name: string; bytesPerSecond: number; tell(lab: Lab, export_: UnderWay): Promise<void> };

export const STORIES: readonly Story[] = [
  // So low that the rows last for far more than ten minutes.
  { name: 'an export takes ten minutes', bytesPerSecond: 600, tell: tenMinutes },
  { name: 'nothing comes for five minutes', bytesPerSecond: 30_000, tell: fiveMinuteStall },
];

/** As a person sees it over a slow link: rows arrive all the time, and after ten minutes there are still some to come. */
async function tenMinutes(lab: Lab, { rowsShown }: UnderWay): Promise<void> {
  let before = await rowsShown();
  for (let minute = 2; minute <= 10; minute += 2) {
    await sleep(2 * MINUTE_MS);
    const now = await rowsShown();
    expect(now, `rows after minute ${minute}`).toBeGreaterThan(before);
    before = now;
  }
  expect(before).toBeLessThan(ROWS);
  lab.gate.bytesPerSecond = undefined;
}

/** Not one byte comes from OpenSearch for five minutes, in the middle of pages. */
async function fiveMinuteStall(lab: Lab, { rowsShown }: UnderWay): Promise<void> {
  const end = Date.now() + 5 * MINUTE_MS;
  lab.gate.fault = () => ({ kind: 'stall', afterBytes: 500, ms: Math.max(0, end - Date.now()) });
  // The pages that were let through before it.
  await sleep(MINUTE_MS / 2);
  const before = await rowsShown();
  await sleep(4 * MINUTE_MS);
  expect(await rowsShown()).toBe(before);
  expect(before).toBeLessThan(ROWS);
  await sleep(end - Date.now());
  lab.gate.fault = () => undefined;
  lab.gate.bytesPerSecond = undefined;
}
