import type { StdioOptions } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OLDEST_SERVER } from '../opensearch/servers.ts';
import { runVisibly } from '../system/command.ts';
import { root } from '../system/folders.ts';
import { TEST_SERVER } from './cluster.ts';
import { type Counts, judge, oneCheck, playwrightCounts, vitestCounts } from './counts.ts';

/** What a suite needs before it runs. */
export type Need = 'opensearch' | 'browser' | 'client';

/** What programs are run with. */
export type Surroundings = { env: NodeJS.ProcessEnv; stdio: StdioOptions };

export type Suite = {
  name: string;
  needs: readonly Need[];
  /** It has an OpenSearch of its own, waits for much of its time, and measures nothing: it runs beside those that follow. */
  aside?: true;
  /** What it measures it measures alone. */
  alone?: true;
  run(at: Surroundings): Promise<Counts>;
};

export const SUITES: readonly Suite[] = [
  { name: 'lint', needs: [], run: (at) => check(bin('@biomejs/biome/bin/biome'), ['ci', '.'], at) },
  { name: 'types', needs: [], run: (at) => npmScript('types', at) },
  { name: 'unit', needs: [], run: (at) => vitest('unit', at) },
  { name: 'integration', needs: ['opensearch'], run: (at) => vitest('integration', at) },
  { name: 'security', needs: [], aside: true, run: (at) => vitest('security', at) },
  {
    name: 'oldest',
    needs: [],
    aside: true,
    run: (at) => vitest('servers', { ...at, env: { ...at.env, [TEST_SERVER]: OLDEST_SERVER } }),
  },
  { name: 'requests', needs: ['opensearch'], run: (at) => vitest('requests', at) },
  { name: 'deno', needs: ['opensearch'], run: (at) => vitest('deno', at) },
  { name: 'bun', needs: ['opensearch'], run: (at) => vitest('bun', at) },
  { name: 'workerd', needs: ['opensearch'], run: (at) => vitest('workerd', at) },
  { name: 'ratios', needs: ['opensearch', 'client', 'browser'], alone: true, run: (at) => ratios(at) },
  { name: 'e2e', needs: ['opensearch', 'client', 'browser'], run: (at) => playwright(at) },
];

async function check(script: string, args: string[], at: Surroundings): Promise<Counts> {
  return oneCheck((await node(script, args, at)) === 0);
}

async function npmScript(name: string, at: Surroundings): Promise<Counts> {
  return oneCheck((await runVisibly('npm', ['run', '--silent', name], { cwd: root, ...at })) === 0);
}

async function ratios(at: Surroundings): Promise<Counts> {
  return oneCheck((await node('--import', ['tsx', 'bench/check.ts'], at)) === 0);
}

export function vitest(project: string, at: Surroundings): Promise<Counts> {
  return withReport(vitestCounts, (report) => {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return node(bin('vitest/vitest.mjs'), args, at);
  });
}

/** @param args  such as another configuration */
export function playwright(at: Surroundings, ...args: readonly string[]): Promise<Counts> {
  return withReport(playwrightCounts, (report) =>
    node(bin('@playwright/test/cli.js'), ['test', '--reporter=list,json', ...args], {
      ...at,
      env: { ...at.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    }),
  );
}

/** Runs a runner that writes its report into a file of its own. */
async function withReport(
  read: (report: unknown) => Counts,
  runner: (path: string) => Promise<number>,
): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-report-'));
  const path = join(folder, 'report.json');
  try {
    const status = await runner(path);
    return judge(counted(path, read), status === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A runner that broke down early has written no report. */
function counted(path: string, read: (report: unknown) => Counts): Counts | undefined {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function node(script: string, args: string[], at: Surroundings): Promise<number> {
  return runVisibly(process.execPath, [script, ...args], { cwd: root, ...at });
}

function bin(path: string): string {
  return join(root, 'node_modules', path);
}
