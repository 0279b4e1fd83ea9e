import { expect, it } from 'vitest';
import { noSortRoom } from './sort-room.ts';

it.each([
  ['nothing is kept', { kind: 'unkept' }, 1, { kind: 'unkept' }],
  ['nothing is kept, whatever it takes', { kind: 'unkept' }, undefined, { kind: 'unkept' }],
  ['there is less', { kind: 'kept', freeBytes: 9 }, 10, { kind: 'small', need: 10, free: 9 }],
  ['there is as much', { kind: 'kept', freeBytes: 10 }, 10, undefined],
  ['nobody knows how much there is', { kind: 'kept', freeBytes: undefined }, 10, undefined],
  ['nobody knows how much it takes', { kind: 'kept', freeBytes: 0 }, undefined, undefined],
  ['the browser has not told yet', undefined, 10, undefined],
] as const)('whether there is room to sort: %s', (_, keep, need, why) => {
  expect(noSortRoom(keep, need)).toEqual(why);
});
