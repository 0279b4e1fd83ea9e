import type { Histogram } from '../../../../shared/figures.ts';
import { addInterval, type Interval, parseInterval } from '../time/time-parts.ts';
import type { Clock } from '../time/times.ts';

/** A bar: its time `[at, end)` in ms, its rows, and its place from 0 to 1 along the chart. */
export type Bar = {
  readonly at: number;
  readonly end: number;
  readonly rows: number;
  readonly x: number;
  readonly width: number;
};

export type Chart = { readonly bars: readonly Bar[]; readonly interval: Interval; readonly most: number };

/** Rows over time as bars, each as wide as its time is long; undefined where there is nothing to draw. */
export function makeChart({ buckets, interval: text }: Histogram, clock: Clock): Chart | undefined {
  const interval = parseInterval(text);
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!interval || !first || !last) return undefined;
  const end = addInterval(last.at, interval, clock);
  const long = end - first.at;
  const bars = buckets.map(({ at, rows }, i) => {
    const until = buckets[i + 1]?.at ?? end;
    return { at, end: until, rows, x: (at - first.at) / long, width: (until - at) / long };
  });
  return { bars, interval, most: Math.max(1, ...bars.map(({ rows }) => rows)) };
}

/** The bars that a range `[from, to)` touches, as first and behind the last; open ends reach the chart's. */
export function barsWithin({ bars }: Chart, from: number | undefined, to: number | undefined): [number, number] {
  const first = from === undefined ? 0 : bars.findIndex(({ end }) => end > from);
  const behind = to === undefined ? bars.length : bars.findLastIndex(({ at }) => at < to) + 1;
  if (first < 0 || behind <= first) return [0, 0];
  return [first, behind];
}

/** The bar at a place from 0 to 1. */
export function barAt({ bars }: Chart, place: number): number {
  const found = bars.findLastIndex(({ x }) => x <= place);
  return Math.max(0, found);
}

const HEIGHT = 60;

/** Bars as one SVG path in a box of 1000 by 60. A bar that has rows is seen, however few. */
export function barsPath({ bars, most }: Chart, [first, behind]: readonly [number, number]): string {
  return bars
    .slice(first, behind)
    .filter(({ rows }) => rows > 0)
    .map(({ x, width, rows }) => {
      const height = Math.max(1.5, (rows / most) * HEIGHT);
      const gap = Math.min(2, width * 200);
      return `M${round(x * 1000)} ${HEIGHT}v${-round(height)}h${round(width * 1000 - gap)}v${round(height)}z`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Up to `count` bars to write a time under, evenly apart. */
export function ticksOf({ bars }: Chart, count: number): readonly Bar[] {
  const step = Math.max(1, Math.ceil(bars.length / count));
  return bars.filter((_, i) => i % step === 0);
}
