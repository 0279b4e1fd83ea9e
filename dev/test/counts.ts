import * as v from 'valibot';

/** Tests of one suite. */
export type Counts = { passed: number; failed: number; skipped: number };

/** A command that passes or fails as one. */
export function oneCheck(ok: boolean): Counts {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The line that ends a run: `12 passed, 0 failed`, and `, 1 skipped` where there are any. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * What a runner's report and its exit status say together. A report without one failed test does not make a failed
 * run good, and neither does a run of no test at all.
 */
export function judge(counts: Counts | undefined, ok: boolean): Counts {
  if (counts === undefined) return oneCheck(false);
  const ranNone = counts.passed + counts.failed === 0;
  return counts.failed === 0 && (!ok || ranNone) ? { ...counts, failed: 1 } : counts;
}

const vitestSchema = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
});

/** From vitest's JSON reporter. */
export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = v.parse(vitestSchema, report);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

const playwrightSchema = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
});

/** From Playwright's JSON reporter. A flaky test passed when it was tried again; the list that it prints names it. */
export function playwrightCounts(report: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = v.parse(playwrightSchema, report).stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}
