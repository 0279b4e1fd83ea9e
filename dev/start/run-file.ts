import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { isAlive } from '../opensearch/pid-file.ts';
import { root } from '../system/folders.ts';

const path = join(root, '.sluice', 'run.json');
const runSchema = v.object({ pid: v.number(), openSearch: v.string() });

/** Tells other commands where the OpenSearch of the running start is. Taken away when this process ends. */
export function announceRun(openSearch: string): void {
  writeFileSync(path, JSON.stringify({ pid: process.pid, openSearch }));
  process.once('exit', () => rmSync(path, { force: true }));
}

/** The OpenSearch of the start that runs in this checkout; undefined when none does. */
export function runningOpenSearch(): string | undefined {
  try {
    const run = v.parse(runSchema, JSON.parse(readFileSync(path, 'utf8')));
    return isAlive(run.pid) ? run.openSearch : undefined;
  } catch {
    return undefined;
  }
}
