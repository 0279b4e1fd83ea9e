import { MAX_PAGE_ROWS } from '../../../shared/limits.ts';
import type { Point } from '../../export/exports.ts';
import { figures, t } from '../lib/i18n.ts';
import type { Line } from './chart.tsx';
import type { ProxyPoint } from './create-proxy-figures.ts';

const SECONDS_SHOWN = 300;
const LEAST_SECONDS = 60;
const LEAST_BYTES = 1000;

/** From when to when the page shows, s since 1970: the last five minutes, or what there is of them. */
export function windowOf(points: readonly Point[], now: number): [number, number] {
  const first = (points[0]?.at ?? now * 1000) / 1000;
  return [Math.max(now - SECONDS_SHOWN, Math.min(first, now - LEAST_SECONDS)), now];
}

/** One figure over time, and how it is said. Times in s since 1970. */
export type ChartData = {
  title: string;
  times: readonly number[];
  lines: readonly Line[];
  kind: 'area' | 'step' | 'bars';
  steps?: 'whole' | 'memory' | undefined;
  limit?: number | undefined;
  least?: number | undefined;
  axis: (value: number) => string;
  /** The value at a time, with its unit; at none: the last one. */
  read: (at: number | undefined) => string;
  /** What stands beside it. */
  beside: (at: number | undefined) => string;
};

type Spec<P> = {
  title: string;
  kind?: ChartData['kind'];
  steps?: ChartData['steps'];
  values: readonly ((point: P) => number | null | undefined)[];
  names?: readonly string[];
  limit?: number | undefined;
  least?: number | undefined;
  say: (value: number) => string;
  axis?: (value: number) => string;
  beside?: (point: P | undefined, points: readonly P[]) => string;
};

/** All charts of the page, those of the exports of this tab first. `now` in s since 1970. */
export function chartsOf(points: readonly Point[], proxy: readonly ProxyPoint[], now: number): readonly ChartData[] {
  const from = (now - SECONDS_SHOWN) * 1000;
  const shown = points.filter(({ at }) => at >= from);
  const answered = proxy.filter(({ at }) => at >= from);
  return [
    ...exportSpecs(shown).map((spec) => toChart(shown, spec)),
    ...proxySpecs(answered).map((spec) => toChart(answered, spec)),
  ];
}

function exportSpecs(points: readonly Point[]): Spec<Point>[] {
  const words = t().monitor;
  const f = figures();
  const bytes = (value: number) => f.bytes(value);
  const count = (value: number) => f.number(value);
  const budget = points.findLast(({ budgetBytes }) => budgetBytes !== undefined)?.budgetBytes;
  const rows = (all: readonly Point[]) => Math.max(0, ...all.map(({ rowRate }) => rowRate));
  return [
    {
      ...{ title: words.rows, values: [({ rowRate }) => rowRate], say: count, axis: words.short },
      beside: (_, all) => words.peak(rows(all)),
    },
    {
      ...{
        title: words.wire,
        values: [({ wireRate }) => wireRate],
        say: (value) => words.perSecond(bytes(value)),
        axis: bytes,
        least: LEAST_BYTES,
      },
    },
    {
      ...{ title: words.inFlight, values: [({ inFlightBytes }) => inFlightBytes], say: bytes, least: LEAST_BYTES },
      beside: (point) => words.reads(point?.reads ?? 0),
    },
    {
      ...{ title: words.memory, values: [({ heldBytes }) => heldBytes], say: words.memoryOf, limit: budget },
      steps: 'memory',
      beside: () => (budget === undefined ? words.noBudget : words.budget(budget)),
    },
    {
      ...{ title: words.latency, values: [({ p50Ms }) => p50Ms, ({ p95Ms }) => p95Ms], names: ['p50', 'p95'] },
      ...{ say: words.ms, axis: words.short, beside: (point) => words.ms(point?.p95Ms) },
    },
    {
      ...{
        title: words.pageSize,
        kind: 'step',
        steps: 'whole',
        values: [({ pageRows }) => pageRows],
        limit: MAX_PAGE_ROWS,
      },
      ...{ say: (value) => words.rowCount(value), axis: words.short, beside: () => words.limit(MAX_PAGE_ROWS) },
    },
    {
      ...{ title: words.retries, kind: 'bars', steps: 'whole', values: [({ retries }) => retries], say: count },
      beside: (_, all) => words.inAll(all.reduce((sum, { retries }) => sum + retries, 0)),
    },
    {
      title: words.snapshots,
      steps: 'whole',
      kind: 'step',
      values: [({ snapshots }) => snapshots],
      say: count,
      beside: () => words.ofThisTab,
    },
  ];
}

function proxySpecs(points: readonly ProxyPoint[]): Spec<ProxyPoint>[] {
  const words = t().monitor;
  const last = points.at(-1)?.figures;
  const limit = last && last.memoryBytes !== null ? last.memoryLimitBytes : undefined;
  return [
    {
      ...{ title: words.proxyMemory, values: [({ figures: f }) => f.memoryBytes], say: words.memoryOf, limit },
      steps: 'memory',
      beside: () =>
        last?.memoryBytes === null ? words.cannotTell : limit === undefined ? '' : words.limitBytes(limit),
    },
    {
      ...{ title: words.lag, values: [({ figures: f }) => f.eventLoopLagMs], say: words.ms, axis: words.short },
      beside: () => (last?.eventLoopLagMs === null ? words.cannotTell : words.sockets(last?.socketsOpen ?? 0)),
    },
  ];
}

function toChart<P extends { at: number }>(points: readonly P[], spec: Spec<P>): ChartData {
  const { title, kind = 'area', steps, values, names, limit, least, say, axis, beside } = spec;
  const lines = values.map(
    (value, i): Line => ({
      ...(names?.[i] && { name: names[i] }),
      tone: i === 0 && kind !== 'bars' ? 'first' : 'second',
      values: points.map((point) => value(point) ?? null),
    }),
  );
  const pointAt = (at: number | undefined) =>
    at === undefined ? points.at(-1) : (points.findLast((point) => point.at <= at * 1000) ?? points[0]);
  const read = (at: number | undefined) => {
    const point = pointAt(at);
    const value = point && values[0]?.(point);
    return value === undefined || value === null ? '–' : say(value);
  };
  return {
    ...{ title, kind, steps, lines, limit, least, read },
    times: points.map(({ at }) => at / 1000),
    axis: axis ?? say,
    beside: (at) => beside?.(pointAt(at), points) ?? '',
  };
}
