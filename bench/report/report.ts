import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from '../results.ts';
import { plotOf } from './plot.ts';
import { tablesOf } from './table.ts';

const MARK = '<!-- figures: npm run bench -- --keep -->';

/** Writes the JSON of a run, also when it is not at its end: the rest may be broken off. */
export function save(results: Results, root: string): void {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${results.at.replace(/[:.]/g, '-')}.json`), jsonOf(results));
}

/** Prints the tables and writes the JSON; with `keep`, also what the documentation shows. */
export function report(results: Results, { root, keep }: { root: string; keep: boolean }): void {
  console.log(`\n${tablesOf(results)}\n`);
  save(results, root);
  if (!keep) return;
  writeFileSync(join(root, 'bench', 'results', 'latest.json'), jsonOf(results));
  document(results, root);
}

function jsonOf(results: Results): string {
  return `${JSON.stringify(results, undefined, 1)}\n`;
}

/** Puts the figures into docs/performance.md, between its two marks, and the plot beside it. */
export function document(results: Results, root: string): void {
  const path = join(root, 'docs', 'performance.md');
  const [before, , after] = readFileSync(path, 'utf8').split(MARK);
  writeFileSync(path, [before, `\n\n${aboutOf(results)}\n\n${tablesOf(results)}\n\n`, after].join(MARK));
  writeFileSync(join(root, 'docs', 'performance.svg'), plotOf(results));
}

function aboutOf({ at, machine }: Results): string {
  const { cpus, memoryGb, node, chromium, openSearch, loadBefore } = machine;
  return [
    `Measured ${at.slice(0, 10)} on ${cpus}, ${memoryGb} GB: OpenSearch ${openSearch}, ${chromium}, Node ${node}.`,
    `Load before the run, with nothing of it started: ${loadBefore}.`,
  ].join(' ');
}
