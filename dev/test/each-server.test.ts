import { afterEach, expect, test, vi } from 'vitest';
import { SetupError } from '../system/setup-error.ts';
import { onEach, tableOf } from './each-server.ts';

const PASSED = { passed: 12, failed: 0, skipped: 1, failures: [] };

afterEach(() => void vi.restoreAllMocks());

test('one that breaks fails with what it said, and those before and behind it keep their results', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const faults: Record<string, unknown> = {
    unfetched: new SetupError('It cannot be fetched.'),
    broken: new TypeError('x is not\n a function'),
  };
  let ms = 0;
  const results = await onEach(['first', 'unfetched', 'broken', 'last'], {
    now: () => ms,
    test: async (name) => {
      ms += 90_000;
      if (faults[name]) throw faults[name];
      return PASSED;
    },
  });
  const failed = (failure: string) => ({ passed: 0, failed: 1, skipped: 0, failures: [failure] });
  expect(results).toEqual([
    { name: 'first', counts: PASSED, minutes: 1.5 },
    { name: 'unfetched', counts: failed('unfetched: It cannot be fetched.'), minutes: 1.5 },
    { name: 'broken', counts: failed('broken: x is not a function'), minutes: 1.5 },
    { name: 'last', counts: PASSED, minutes: 1.5 },
  ]);
  expect(tableOf(results)).toEqual([
    'server     passed  failed  skipped  minutes',
    'first          12       0        1      1.5',
    'unfetched       0       1        0      1.5',
    'broken          0       1        0      1.5',
    'last           12       0        1      1.5',
  ]);
});
