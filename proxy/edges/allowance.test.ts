import { beforeEach, expect, test } from 'vitest';
import { Allowance } from './allowance.ts';

const clock = { at: 0, now: () => clock.at, after: () => () => {} };
beforeEach(() => {
  clock.at = 0;
});

function spend(allowance: Allowance, key: string, times: number): void {
  for (let i = 0; i < times; i++) allowance.take(key);
}

test('so many in a time, then none until it is over', () => {
  const allowance = new Allowance(2, 1000, clock);
  spend(allowance, 'a', 1);
  expect(allowance.wait('a')).toBe(0);
  clock.at = 400;
  spend(allowance, 'a', 1);
  expect(allowance.wait('a')).toBe(600);
  expect(allowance.wait('b')).toBe(0);
  clock.at = 1000;
  expect(allowance.wait('a')).toBe(0);
});

test('one is given back, or all forgotten', () => {
  const allowance = new Allowance(2, 1000, clock);
  spend(allowance, 'a', 2);
  allowance.giveBack('a');
  expect(allowance.wait('a')).toBe(0);
  spend(allowance, 'a', 1);
  expect(allowance.wait('a')).toBe(1000);
  allowance.forget('a');
  expect(allowance.wait('a')).toBe(0);
  for (let i = 0; i < 9; i++) allowance.giveBack('b');
  spend(allowance, 'b', 2);
  expect(allowance.wait('b')).toBe(1000);
});

test('however many names come: a count is not lost, and the memory is bounded', () => {
  const allowance = new Allowance(5, 1000, clock);
  spend(allowance, 'victim', 5);
  spend(allowance, 'nearly', 4);
  for (let i = 0; i < 30_000; i++) allowance.take(`made up ${i}`);
  expect(allowance.wait('victim')).toBe(1000);
  spend(allowance, 'nearly', 1);
  expect(allowance.wait('nearly')).toBe(1000);
  // A name that comes now counts with others, never by less than it did.
  spend(allowance, 'late', 5);
  expect(allowance.wait('late')).toBeGreaterThan(0);
  clock.at = 1000;
  for (const key of ['victim', 'nearly', 'late', 'made up 1', 'made up 29999']) expect(allowance.wait(key)).toBe(0);
  spend(allowance, 'victim', 5);
  expect(allowance.wait('victim')).toBe(1000);
});

test('a name that shared its count keeps it when there is room again', () => {
  const allowance = new Allowance(3, 1000, clock);
  for (let i = 0; i < 10_000; i++) allowance.take(`early ${i}`);
  clock.at = 500;
  spend(allowance, 'late', 2);
  clock.at = 1000;
  spend(allowance, 'late', 1);
  expect(allowance.wait('late')).toBe(0);
  spend(allowance, 'late', 2);
  expect(allowance.wait('late')).toBe(1000);
});
