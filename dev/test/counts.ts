import * as v from 'valibot';

/** Tests of one suite. */
export type Counts = {
  passed: number;
  failed: number;
  skipped: number;
  /** Which failed, as far as the runner named them: a line each. */
  failures: readonly string[];
};

/** A command that passes or fails as one. */
export function oneCheck(ok: boolean): Counts {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, failures: [] };
}

export function sum(all: readonly Counts[]): Counts {
  return {
    passed: total(all.map(({ passed }) => passed)),
    failed: total(all.map(({ failed }) => failed)),
    skipped: total(all.map(({ skipped }) => skipped)),
    failures: all.flatMap(({ failures }) => failures),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
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
  testResults: v.array(
    v.object({
      name: v.string(),
      /** Why the file itself broke down, before or after its tests. */
      message: v.optional(v.string(), ''),
      assertionResults: v.array(
        v.object({ fullName: v.string(), status: v.string(), failureMessages: v.optional(v.array(v.string()), []) }),
      ),
    }),
  ),
});

/** From vitest's JSON reporter. */
export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = v.parse(vitestSchema, report);
  const failures = testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message ? [failure(name, message)] : []),
    ...assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => failure(fullName, failureMessages.join(' '))),
  ]);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests, failures };
}

type PlaywrightSuite = v.InferOutput<typeof playwrightSuite> & { suites?: PlaywrightSuite[] | undefined };
const playwrightSuite = v.object({
  file: v.string(),
  specs: v.array(
    v.object({
      title: v.string(),
      tests: v.array(
        v.object({
          status: v.string(),
          results: v.array(v.object({ error: v.optional(v.object({ message: v.optional(v.string()) })) })),
        }),
      ),
    }),
  ),
});
const nested: v.GenericSchema<PlaywrightSuite> = v.object({
  ...playwrightSuite.entries,
  suites: v.optional(v.array(v.lazy(() => nested))),
});
const playwrightSchema = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
  suites: v.array(nested),
});

/** From Playwright's JSON reporter. A flaky test passed when it was tried again; the list that it prints names it. */
export function playwrightCounts(report: unknown): Counts {
  const { stats, suites } = v.parse(playwrightSchema, report);
  const { expected, unexpected, flaky, skipped } = stats;
  return { passed: expected + flaky, failed: unexpected, skipped, failures: suites.flatMap(failuresIn) };
}

function failuresIn({ file, specs, suites = [] }: PlaywrightSuite): string[] {
  const failed = specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected')
      .map(({ results }) => failure(`${file} › ${title}`, results.at(-1)?.error?.message ?? '')),
  );
  return [...failed, ...suites.flatMap(failuresIn)];
}

/** One line, without the colours that a terminal would show. */
function failure(name: string, reason: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the control character ESC
  const plain = reason.replaceAll(/\u001b\[[\d;]*m/g, '').replaceAll(/\s+/g, ' ');
  return `${name}: ${plain}`.slice(0, 300);
}
