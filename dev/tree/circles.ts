import { dirname, join, normalize, relative } from 'node:path';
import { parsed, type Source } from './sources.ts';

/** One file that needs another when it runs. */
export type Import = { from: string; to: string };

/** What the file imports by a relative path and needs at run time: types are gone by then. */
export function importsOf(source: Source): Import[] {
  const { staticImports, staticExports, dynamicImports } = parsed(source).module;
  const asked = [
    ...staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports
      .flatMap(({ entries }) => entries)
      .filter(({ isType }) => !isType)
      .map(({ moduleRequest }) => moduleRequest?.value),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => source.text.slice(start + 1, end - 1)),
  ];
  return asked
    .filter((path) => path?.startsWith('.'))
    .map((path) => ({ from: source.path, to: normalize(join(dirname(source.path), path ?? '')) }));
}

/**
 * The circles that the folders right below `folder` form, each once: the folders in turn, and for each step a file
 * that takes it. Files in `folder` itself are the folder `.`.
 */
export function circlesOf(folder: string, imports: readonly Import[]): string[] {
  const steps = stepsBetween(folder, imports);
  const circles = new Map<string, string>();
  for (const start of steps.keys()) {
    const way = shortestWay(steps, start);
    const name = [...(way ?? [])].sort().join(' ');
    if (way && !circles.has(name)) circles.set(name, tell(steps, way));
  }
  return [...circles.values()];
}

/** From each folder to the others: one import that leads there. */
type Steps = ReadonlyMap<string, ReadonlyMap<string, Import>>;

function stepsBetween(folder: string, imports: readonly Import[]): Steps {
  const steps = new Map<string, Map<string, Import>>();
  for (const one of imports) {
    const from = folderOf(folder, one.from);
    const to = folderOf(folder, one.to);
    if (from === undefined || to === undefined || from === to) continue;
    const others = steps.get(from) ?? new Map<string, Import>();
    if (!others.has(to)) others.set(to, one);
    steps.set(from, others);
  }
  return steps;
}

function folderOf(folder: string, path: string): string | undefined {
  const [first = '', ...rest] = relative(folder, path).split('/');
  if (first === '..') return undefined;
  return rest.length === 0 ? '.' : first;
}

/** The folders of the shortest way from `start` back to it; undefined where there is none. */
function shortestWay(steps: Steps, start: string): string[] | undefined {
  const seen = new Set<string>();
  for (let ways = [[start]]; ways.length > 0; ) {
    const longer = ways.flatMap((way) => [...(steps.get(way.at(-1) ?? '')?.keys() ?? [])].map((to) => [...way, to]));
    const back = longer.find((way) => way.at(-1) === start);
    if (back) return back.slice(0, -1);
    ways = longer.filter((way) => {
      const last = way.at(-1) ?? '';
      const isNew = !seen.has(last);
      seen.add(last);
      return isNew;
    });
  }
  return undefined;
}

function tell(steps: Steps, way: readonly string[]): string {
  const told = way.map((from, i) => {
    const found = steps.get(from)?.get(way[(i + 1) % way.length] ?? '');
    return `${from} (${found?.from} imports ${found?.to})`;
  });
  return `${told.join(' → ')} → ${way[0]}`;
}
