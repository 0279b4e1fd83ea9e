import type { Exports } from './exports.ts';
import type { ExportState } from './state.ts';
import { workOf } from './work.ts';

/** What the exports of this tab did in one step of time, all together. `at` in ms since 1970, sizes in bytes, rates a second. */
export type Point = {
  readonly at: number;
  readonly rowRate: number;
  readonly wireRate: number;
  readonly inFlightBytes: number;
  readonly heldBytes: number;
  /** The budgets of the workers that run; undefined when none does. */
  readonly budgetBytes: number | undefined;
  /** Latency of pages, ms; undefined when none came. */
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly pageRows: number | undefined;
  readonly reads: number;
  readonly retries: number;
  readonly snapshots: number;
  readonly running: number;
};

/** Steps (`workOf`), bytes and retries of each export at some time, from which the next point tells what was added. */
export type Totals = { readonly at: number; readonly byId: ReadonlyMap<string, Total> };
type Total = { steps: number; wireBytes: number; retries: number };

const POINT_EVERY_MS = 1_000;
const POINTS_KEPT = 300;

export function totalsOf(states: readonly ExportState[], at: number): Totals {
  const byId = new Map(
    states
      .filter(({ owner }) => owner !== 'elsewhere')
      .map((state) => [
        state.request.id,
        { steps: workOf(state).done, wireBytes: state.progress?.wireBytes ?? 0, retries: state.retries },
      ]),
  );
  return { at, byId };
}

/** One point from what there was before and is now. A worker that was replaced counts its wire anew: less than before is nothing. */
export function pointOf(states: readonly ExportState[], before: Totals, now: Totals): Point {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  const added = (key: keyof Total) =>
    [...now.byId].reduce((sum, [id, total]) => {
      const was = before.byId.get(id);
      return was === undefined ? sum : sum + Math.max(0, total[key] - was[key]);
    }, 0);
  const running = states.filter(({ owner, status }) => owner === 'here' && status === 'running');
  const progress = running.flatMap((state) => (state.progress ? [state.progress] : []));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const most = (values: readonly number[]) => (values.length === 0 ? undefined : Math.max(...values));
  const paged = progress.filter(({ p50Ms }) => p50Ms > 0);
  return {
    at: now.at,
    rowRate: added('steps') / seconds,
    wireRate: added('wireBytes') / seconds,
    inFlightBytes: sum(progress.map(({ inFlightBytes }) => inFlightBytes)),
    heldBytes: sum(progress.map(({ heldBytes }) => heldBytes)),
    budgetBytes: progress.length === 0 ? undefined : sum(progress.map(({ budgetBytes }) => budgetBytes)),
    p50Ms: most(paged.map(({ p50Ms }) => p50Ms)),
    p95Ms: most(paged.map(({ p95Ms }) => p95Ms)),
    pageRows: most(progress.map(({ pageRows }) => pageRows)),
    reads: sum(progress.map(({ readsInFlight }) => readsInFlight)),
    retries: added('retries'),
    snapshots: sum(states.filter(({ owner }) => owner === 'here').map((state) => state.progress?.snapshots ?? 0)),
    running: running.length,
  };
}

/** The last five minutes, a point a second, from the page's start on: whoever looks later sees what was before. */
export interface Recorder {
  points(): readonly Point[];
}

export function recordExports(exports: Pick<Exports, 'list'>, now: () => number = Date.now): Recorder {
  let points: readonly Point[] = [];
  let before = totalsOf(exports.list(), now());
  setInterval(() => {
    const states = exports.list();
    const totals = totalsOf(states, now());
    points = [...points.slice(1 - POINTS_KEPT), pointOf(states, before, totals)];
    before = totals;
  }, POINT_EVERY_MS);
  return { points: () => points };
}
