import { expect, it } from 'vitest';
import { makeBudget } from './budget.ts';

it('refuses what does not fit, but never the only one', () => {
  const budget = makeBudget(800, 4);
  const first = budget.take(10_000);
  expect(first).toBeDefined();
  expect(budget.take(750)).toBeUndefined();
  expect(budget.take(100)).toBeDefined();
  first?.free();
  expect(budget.held).toBe(100);
});

it('counts what each read holds', () => {
  const budget = makeBudget(800, 4);
  const share = budget.take(50);
  share?.set(600);
  expect(budget.held).toBe(600);
  expect(budget.take(300)).toBeUndefined();
  share?.free();
  expect(budget.held).toBe(0);
});

it('lets one read at a time outgrow its part, in the order they asked', async () => {
  const budget = makeBudget(800, 4);
  const [a, b, c] = [budget.take(1), budget.take(1), budget.take(1)];
  const order: string[] = [];
  await a?.outgrow();
  const waiting = b?.outgrow().then(() => order.push('b'));
  const last = c?.outgrow().then(() => order.push('c'));
  await Promise.resolve();
  expect(order).toEqual([]);
  a?.free();
  await waiting;
  expect(order).toEqual(['b']);
  b?.free();
  await last;
  expect(order).toEqual(['b', 'c']);
});

it('passes on the turn of a read that ended while it waited', async () => {
  const budget = makeBudget(800, 4);
  const [a, b, c] = [budget.take(1), budget.take(1), budget.take(1)];
  await a?.outgrow();
  void b?.outgrow();
  const last = c?.outgrow();
  b?.free();
  a?.free();
  await last;
});
