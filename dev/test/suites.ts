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

export type Suite = { name: string; needs: readonly Need[]; run(env: NodeJS.ProcessEnv): Promise<Counts> };

export const SUITES: readonly Suite[] = [
  { name: 'lint', needs: [], run: (env) => check(bin('@biomejs/biome/bin/biome'), ['ci', '.'], env) },
  { name: 'types', needs: [], run: (env) => npmScript('types', env) },
  { name: 'unit', needs: [], run: (env) => vitest('unit', env) },
  { name: 'integration', needs: ['opensearch'], run: (env) => vitest('integration', env) },
  { name: 'security', needs: [], run: (env) => vitest('security', env) },
  { name: 'deno', needs: ['opensearch'], run: (env) => vitest('deno', env) },
  { name: 'bun', needs: ['opensearch'], run: (env) => vitest('bun', env) },
  { name: 'workerd', needs: ['opensearch'], run: (env) => vitest('workerd', env) },
  { name: 'oldest', needs: [], run: (env) => vitest('servers', { ...env, [TEST_SERVER]: OLDEST_SERVER }) },
  { name: 'ratios', needs: ['opensearch', 'client', 'browser'], run: (env) => ratios(env) },
  { name: 'e2e', needs: ['opensearch', 'client', 'browser'], run: (env) => playwright(env) },
];

async function check(script: string, args: string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  return oneCheck((await node(script, args, env)) === 0);
}

async function npmScript(name: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  return oneCheck((await runVisibly('npm', ['run', '--silent', name], { cwd: root, env })) === 0);
}

async function ratios(env: NodeJS.ProcessEnv): Promise<Counts> {
  return oneCheck((await node('--import', ['tsx', 'bench/check.ts'], env)) === 0);
}

export function vitest(project: string, env: NodeJS.ProcessEnv): Promise<Counts> {
  return withReport(vitestCounts, (report) => {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return node(bin('vitest/vitest.mjs'), args, env);
  });
}

function playwright(env: NodeJS.ProcessEnv): Promise<Counts> {
  return withReport(playwrightCounts, (report) =>
    node(bin('@playwright/test/cli.js'), ['test', '--reporter=list,json'], {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
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

function node(script: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return runVisibly(process.execPath, [script, ...args], { cwd: root, env });
}

function bin(path: string): string {
  return join(root, 'node_modules', path);
}
