import { expect, it } from 'vitest';
import { Queue } from './queue.ts';

it('begins what waits in its order, as places fall free, and not what was taken out', () => {
  const running: string[] = [];
  const queue = new Queue(1, () => running.length);
  for (const id of ['a', 'b', 'c', 'd']) queue.add(id, () => running.push(id));
  queue.pump();
  expect(running).toEqual(['a']);
  expect(queue.remove('b')).toBe(true);
  expect(queue.remove('a')).toBe(false);
  running.pop();
  queue.pump();
  expect(running).toEqual(['c']);
  queue.setLimit(2);
  expect(running).toEqual(['c', 'd']);
  expect(queue.isFull).toBe(true);
});
