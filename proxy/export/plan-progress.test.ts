import { expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { PlanProgress } from './plan-progress.ts';

function make() {
  const clock = makeFakeClock();
  const told: [number, number][] = [];
  const progress = new PlanProgress(clock, (done, of) => void told.push([done, of]));
  return { clock, told, progress };
}

test('a plan that is made at once tells nothing', () => {
  const { told, progress } = make();
  progress.begin(3000);
  for (let n = 0; n < 60; n++) progress.step(100);
  expect(told).toEqual([]);
});

test('one that takes its time tells how far it is, now and then', () => {
  const { clock, told, progress } = make();
  progress.begin(3000);
  for (let n = 0; n < 60; n++) {
    clock.pass(100);
    progress.step(100);
  }
  expect(told).toHaveLength(20);
  expect(told[0]).toEqual([150, 3000]);
  expect(told.at(-1)).toEqual([3000, 3000]);
  expect(told.every(([done], at) => at === 0 || done > (told[at - 1]?.[0] ?? 0))).toBe(true);
});

test('one that is made anew begins at none, and none gets past all', () => {
  const { clock, told, progress } = make();
  progress.begin(10);
  clock.pass(1000);
  progress.step(50);
  clock.pass(1000);
  progress.begin(12);
  expect(told).toEqual([
    [10, 10],
    [0, 12],
  ]);
});
