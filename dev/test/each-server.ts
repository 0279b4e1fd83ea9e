import { SetupError } from '../system/setup-error.ts';
import { type Counts, oneCheck } from './counts.ts';

export type ServerResult = { name: string; counts: Counts; minutes: number };

/** What a server is tried with, and the clock, in ms. */
export type Trial = { test: (name: string) => Promise<Counts>; now: () => number };

/** Each in its turn. Whatever goes wrong with one fails that one, with what it said, and the others still run. */
export async function onEach(names: Iterable<string>, { test, now }: Trial): Promise<ServerResult[]> {
  const results: ServerResult[] = [];
  for (const name of names) {
    console.log(`\n── ${name}`);
    const from = now();
    const counts = await test(name).catch((error: unknown) => broken(name, error));
    results.push({ name, counts, minutes: (now() - from) / 60_000 });
  }
  return results;
}

function broken(name: string, error: unknown): Counts {
  console.error(error instanceof SetupError ? error.message : error);
  const reason = error instanceof Error ? error.message : String(error);
  return { ...oneCheck(false), failures: [`${name}: ${reason.replaceAll(/\s+/g, ' ').slice(0, 300)}`] };
}

const HEAD = ['server', 'passed', 'failed', 'skipped', 'minutes'];

/** A line for each server below a head, in columns. */
export function tableOf(results: readonly ServerResult[]): string[] {
  const cells = results.map(({ name, counts, minutes }) => [
    name,
    ...[counts.passed, counts.failed, counts.skipped].map(String),
    minutes.toFixed(1),
  ]);
  const rows = [HEAD, ...cells];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([name = '', ...figures]) =>
    [name.padEnd(widths[0] ?? 0), ...figures.map((figure, i) => figure.padStart(widths[i + 1] ?? 0))].join('  '),
  );
}
