import { type Memory, type Results, type SetResults, summaryOf } from '../results.ts';

const WIDTH = 900;
const LABEL = 320;
const ROW = 24;
const HEAD = 56;
const MEMORY_HEIGHT = 260;
/** What may be taken at most: the worker over idle, the proxy's resident memory. MB. */
const LIMITS = { worker: 64, proxy: 150 };

/** The speeds of all contenders, and memory by rows, as one SVG that reads in light and dark. */
export function plotOf(results: Results): string {
  const parts: string[] = [];
  let y = 0;
  for (const set of results.sets) {
    parts.push(group(0, y, bars(set)));
    y += HEAD + set.contenders.length * ROW + 24;
  }
  if (results.memory.length > 0) {
    parts.push(group(0, y, memoryChart(results.memory)));
    y += HEAD + MEMORY_HEIGHT + 40;
  }
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Rows a second by tool, and memory by rows">`;
  return `${open}\n<style>${STYLE}</style>\n${parts.join('\n')}\n</svg>\n`;
}

const STYLE = [
  'text{font:13px system-ui,sans-serif;fill:#1f2430}',
  '.title{font-weight:600;font-size:15px}.small{font-size:11px;fill:#6b7280}',
  '.bar{fill:#9aa5b8}.bar.sluice{fill:#1f6feb}.bar.limit{fill:#d5dae3}',
  '.axis,.limit-line{stroke:#c3c9d4;fill:none}.limit-line{stroke-dasharray:5 4}',
  '.worker{stroke:#1f6feb;fill:none;stroke-width:2}.proxy{stroke:#b3541e;fill:none;stroke-width:2}',
  'circle.worker{fill:#1f6feb}circle.proxy{fill:#b3541e}',
  '@media(prefers-color-scheme:dark){text{fill:#e6e8ee}.small{fill:#9aa3b2}.bar{fill:#667084}.bar.limit{fill:#3a4150}.axis,.limit-line{stroke:#4a5162}}',
].join('');

/** One bar a contender. The raw drain and the browser's own limits are no tools, and paler. */
function bars(set: SetResults): string {
  const summaries = set.contenders.map(summaryOf);
  // The browser's own limit is far off for small rows: its bars end at the edge, and their figures tell.
  const drains = summaries.filter(({ name }) => !name.startsWith('Chromium'));
  const most = Math.max(...drains.map(({ rowsPerSecond }) => rowsPerSecond));
  const title = text(0, 22, `${set.name}: rows a second (${count(set.rows)} rows)`, 'title');
  const rows = summaries.map(({ name, rowsPerSecond }, i) => {
    const y = HEAD - 16 + i * ROW;
    const width = Math.min(1, rowsPerSecond / most) * (WIDTH - LABEL - 100);
    const kind = name.startsWith('Sluice') ? 'sluice' : /^(raw|Chromium)/.test(name) ? 'limit' : '';
    return [
      text(LABEL - 10, y + 14, name, '', 'end'),
      `<rect class="bar ${kind}" x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 6}" rx="2"/>`,
      text(LABEL + width + 8, y + 14, count(rowsPerSecond), 'small'),
    ].join('');
  });
  return [title, ...rows].join('\n');
}

function memoryChart(memory: readonly Memory[]): string {
  const left = 60;
  const right = WIDTH - 200;
  const bottom = HEAD + MEMORY_HEIGHT - 20;
  const top = 40;
  const mostRows = Math.max(...memory.map(({ rows }) => rows));
  const mostMb = Math.max(LIMITS.proxy, ...memory.map(({ proxyMb }) => proxyMb)) * 1.1;
  const x = (rows: number) => left + (rows / mostRows) * (right - left);
  const y = (mb: number) => bottom - (mb / mostMb) * (bottom - top);
  const line = (kind: 'worker' | 'proxy', label: string, mb: (each: Memory) => number) => {
    const points = memory.map((each) => [x(each.rows), y(mb(each))] as const);
    const path = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
    const last = memory.at(-1);
    return [
      `<polyline class="${kind}" points="${path}"/>`,
      ...points.map(([px, py]) => `<circle class="${kind}" cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3.5"/>`),
      last ? text(right + 10, y(mb(last)) + 4, `${label}: ${mb(last).toFixed(0)}`) : '',
      `<path class="limit-line" d="M${left} ${y(LIMITS[kind])}H${right}"/>`,
      text(left + 6, y(LIMITS[kind]) - 5, `${label}, limit ${LIMITS[kind]}`, 'small'),
    ].join('\n');
  };
  return [
    text(0, 22, 'Peak memory by rows, MB', 'title'),
    `<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>`,
    ...memory.map(({ rows }) => text(x(rows), bottom + 18, count(rows), 'small', 'middle')),
    line('proxy', 'proxy, resident', ({ proxyMb }) => proxyMb),
    line('worker', 'worker over idle', ({ workerMb, workerIdleMb }) => workerMb - workerIdleMb),
  ].join('\n');
}

function group(x: number, y: number, inside: string): string {
  return `<g transform="translate(${x} ${y})">\n${inside}\n</g>`;
}

function text(x: number, y: number, words: string, kind = '', anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${kind}" text-anchor="${anchor}">${words}</text>`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
