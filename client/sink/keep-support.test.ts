import { expect, it } from 'vitest';
import { keepSupport } from './keep-support.ts';

const GIB = 1024 ** 3;

/** A browser that tells this of its storage. */
function browser(estimate: StorageEstimate): Window & typeof globalThis {
  const storage = { getDirectory: async () => ({}), estimate: async () => estimate };
  return { navigator: { storage, locks: {} }, indexedDB: {} } as unknown as Window & typeof globalThis;
}

it.each([
  ['what is left of the quota', { quota: 5_000_000, usage: 1_000_000 }, 4_000_000],
  ['all of it where nothing is told to be used', { quota: 5_000_000 }, 5_000_000],
  ['nothing where more is used', { quota: 5, usage: 9 }, 0],
  ['nothing where all is used', { quota: 9, usage: 9 }, 0],
  ['not known without a quota', { usage: 9 }, undefined],
  [
    'not known where it is the figure that Chrome gives everybody',
    { quota: 10 * GIB + 147_614, usage: 147_614 },
    undefined,
  ],
  ['not known where it is the size of a small disk', { quota: 7 * GIB + 1, usage: 1 }, undefined],
])('the free room is %s', async (_, estimate, freeBytes) => {
  expect(await keepSupport(browser(estimate))).toEqual({ kind: 'kept', freeBytes });
});
