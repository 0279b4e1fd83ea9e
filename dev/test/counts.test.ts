import { expect, test } from 'vitest';
import { closingLine, judge, playwrightCounts, sum, vitestCounts } from './counts.ts';

const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });

test('the closing line adds up the suites', () => {
  expect(closingLine(sum([counts(1, 0), counts(20, 1), counts(3, 0, 2)]))).toBe('24 passed, 1 failed, 2 skipped');
  expect(closingLine(sum([counts(1, 0), counts(20, 0)]))).toBe('21 passed, 0 failed');
});

test('a run that broke off, ran nothing or reported nothing has failed', () => {
  expect(judge(counts(3, 0), false)).toEqual(counts(3, 1));
  expect(judge(counts(0, 0), true)).toEqual(counts(0, 1));
  expect(judge(undefined, true)).toEqual(counts(0, 1));
  expect(judge(counts(3, 2), false)).toEqual(counts(3, 2));
  expect(judge(counts(3, 0), true)).toEqual(counts(3, 0));
});

test('what the runners report', () => {
  const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, success: false };
  expect(vitestCounts(vitest)).toEqual(counts(5, 1, 3));
  expect(playwrightCounts({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } })).toEqual(counts(6, 1, 2));
});
