import { expect, test } from 'vitest';
import { closingLine, judge, playwrightCounts, sum, vitestCounts } from './counts.ts';

const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped, failures: [] });

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

test('what vitest reports', () => {
  const testResults = [
    {
      name: '/a.test.ts',
      assertionResults: [
        { fullName: 'adds', status: 'passed' },
        { fullName: 'divides', status: 'failed', failureMessages: ['\u001b[31mexpected 1\nto be 2\u001b[39m'] },
      ],
    },
    { name: '/b.test.ts', message: 'no such module', assertionResults: [] },
  ];
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults };
  expect(vitestCounts(report)).toEqual({
    ...counts(5, 1, 3),
    failures: ['divides: expected 1 to be 2', '/b.test.ts: no such module'],
  });
});

test('what Playwright reports', () => {
  const failed = {
    title: 'signs in',
    tests: [{ status: 'unexpected', results: [{ error: { message: 'no button' } }] }],
  };
  const passed = { title: 'searches', tests: [{ status: 'flaky', results: [{}] }] };
  const inner = { file: 'a.spec.ts', specs: [failed] };
  const suites = [{ file: 'a.spec.ts', specs: [passed], suites: [inner] }];
  expect(playwrightCounts({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, suites })).toEqual({
    ...counts(6, 1, 2),
    failures: ['a.spec.ts › signs in: no button'],
  });
});
