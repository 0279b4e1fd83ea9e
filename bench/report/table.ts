import { GROUPS } from '../measure/processes.ts';
import { type Memory, type Results, type SetResults, type Summary, summaryOf } from '../results.ts';
import { ratiosOf } from './ratios.ts';

/** CPU seconds for each GB of pages that come in. */
const PAGE_AIMS = { proxy: 1.6, chromium: 6 };

/** The results as Markdown, for the terminal and for docs/performance.md alike. */
export function tablesOf(results: Results): string {
  return [...results.sets.map(setTables), memoryTable(results.memory)].filter((part) => part !== '').join('\n\n');
}

function setTables(set: SetResults): string {
  const summaries = set.contenders.map(summaryOf);
  const title = `${set.name}: ${whole(set.rows)} rows, medians of ${set.contenders[0]?.samples.length ?? 0}`;
  const head = ['', 'rows/s', 'MB/s', 'first byte', ...GROUPS.map((group) => `CPU ${group}`), 'peak MB'];
  const ratios = ratiosOf(set).map(({ name, value, aim }) => [
    name,
    value.toFixed(2),
    aim === undefined ? '' : `${aim}`,
  ]);
  return [
    `**${title}** (CPU in seconds a million rows; peak of ${GROUPS.join(' / ')})`,
    table([head, ...summaries.map(rowOf)]),
    ...(ratios.length > 0 ? [table([['', 'ratio', 'aim'], ...ratios])] : []),
    ...pagesTable(summaries),
  ].join('\n\n');
}

function pagesTable(summaries: readonly Summary[]): string[] {
  const rows = summaries.flatMap(({ name, pages }) =>
    pages ? [[name, pages.gb.toFixed(2), pages.proxy.toFixed(2), pages.chromium.toFixed(2)]] : [],
  );
  if (rows.length === 0) return [];
  const head = ['CPU seconds a GB of pages', 'GB', 'proxy', 'Chromium'];
  return [table([head, ...rows, ['aim, at most', '', `${PAGE_AIMS.proxy}`, `${PAGE_AIMS.chromium}`]])];
}

function rowOf({ name, rowsPerSecond, mbPerSecond, firstByteMs, cpu, peakMb }: Summary): string[] {
  return [
    name,
    whole(rowsPerSecond),
    mbPerSecond.toFixed(0),
    firstByteMs === undefined ? '' : `${firstByteMs.toFixed(0)} ms`,
    ...GROUPS.map((group) => (cpu[group] < 0.005 ? '' : cpu[group].toFixed(2))),
    GROUPS.map((group) => (peakMb[group] > 0 ? peakMb[group].toFixed(0) : '–')).join(' / '),
  ];
}

function memoryTable(memory: readonly Memory[]): string {
  if (memory.length === 0) return '';
  const rows = memory.map((each) => [
    whole(each.rows),
    (each.workerMb - each.workerIdleMb).toFixed(0),
    each.rendererOverIdleMb.toFixed(0),
    each.proxyMb.toFixed(0),
  ]);
  return [
    '**Peak memory by rows, MB**',
    table([['rows', 'worker over idle', 'page’s process over idle', 'proxy, resident'], ...rows]),
  ].join('\n\n');
}

/** Rows as a table in Markdown, the first of them its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
