import { expect, test } from 'vitest';
import { placePinned } from './pinned.ts';

test('pinned columns stay in sight as long as they leave room for the others', () => {
  const widths = [100, 200, 300, 400];
  expect(placePinned(widths, { pinned: 0, room: 1000 })).toEqual({ widths, stuck: 0, edge: 0 });
  expect(placePinned(widths, { pinned: 3, room: 1000 })).toEqual({ widths, stuck: 3, edge: 600 });
  expect(placePinned(widths, { pinned: 3, room: 999 })).toEqual({ widths, stuck: 2, edge: 300 });
  expect(placePinned(widths, { pinned: 4, room: 0 })).toEqual({ widths, stuck: 4, edge: 1000 });
});

test('the first stays in any case, and is no wider than its share', () => {
  expect(placePinned([340, 80], { pinned: 2, room: 390 })).toEqual({ widths: [234, 80], stuck: 1, edge: 234 });
  expect(placePinned([340, 80], { pinned: 0, room: 390 }).widths).toEqual([340, 80]);
  expect(placePinned([340], { pinned: 1, room: 40 })).toEqual({ widths: [64], stuck: 1, edge: 64 });
});
