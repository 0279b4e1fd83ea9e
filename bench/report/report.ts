import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from '../results.ts';
import { plotOf } from './plot.ts';
import { tablesOf } from './table.ts';

/** Prints the tables and writes the JSON; with `keep`, also those that the documentation shows. */
export function report(results: Results, { root, keep }: { root: string; keep: boolean }): void {
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const json = `${JSON.stringify(results, undefined, 1)}\n`;
  console.log(`\n${tablesOf(results)}\n`);
  writeFileSync(join(folder, `${results.at.replace(/[:.]/g, '-')}.json`), json);
  if (!keep) return;
  writeFileSync(join(folder, 'latest.json'), json);
  writeFileSync(join(root, 'docs', 'performance.svg'), plotOf(results));
}
