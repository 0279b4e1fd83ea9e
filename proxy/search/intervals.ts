import { makeOffsetAt, type OffsetAt } from '../../shared/time-zone.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Weeks begin on a Monday: 5 January 1970 was one. */
const MONDAY = 4;
/** As far as charts go, ms from 1970, and as far as their last bar: a `Date` can tell it in every zone. */
const FARTHEST = 8e15;
const LAST_EDGE = 8.6e15;

type Part = 's' | 'm' | 'h' | 'd' | 'M' | 'y';
type Interval = { count: number; part: Part };

const COUNTS: readonly [Part, readonly number[]][] = [
  ['s', [1, 5, 10, 30]],
  ['m', [1, 5, 10, 30]],
  ['h', [1, 3, 12]],
  ['d', [1, 7]],
  ['M', [1, 3]],
  ['y', [1, 5, 10, 20, 50, ...[2, 3, 4, 5].flatMap((zeros) => [1, 2, 5].map((n) => n * 10 ** zeros))]],
];
/** From the shortest on; the last one leaves two bars. */
const INTERVALS: readonly Interval[] = COUNTS.flatMap(([part, counts]) => counts.map((count) => ({ count, part })));

const LENGTHS = { s: SECOND, m: MINUTE, h: HOUR } as const;

/** Bars one after the other: bar n is `[edges[n], edges[n + 1])`, in ms since 1970. `interval` as in `30s`, `1d`, `1M`. */
export type Bars = { interval: string; edges: readonly number[] };

/**
 * The shortest bars, at most `most` of them (two at least), that hold all moments from `first` to `last`, both in ms.
 * From a day on they follow the zone's calendar; shorter ones are equally long, however its clock is changed.
 * @returns no edges where nothing of it can be drawn: a `Date` does not tell every moment that OpenSearch takes
 * @throws RangeError for a zone that this runtime does not know
 */
export function barsOf(span: { first: number; last: number }, zone: string, most: number): Bars {
  const offsetAt = makeOffsetAt(zone);
  const [first, last] = [Math.max(span.first, -FARTHEST), Math.min(span.last, FARTHEST)];
  for (const interval of first <= last ? INTERVALS : []) {
    const edges = edgesOf({ first, last, most }, interval, offsetAt);
    if (edges) return { interval: `${interval.count}${interval.part}`, edges };
  }
  return { interval: '1s', edges: [] };
}

/** Undefined where there would be more than `most` bars. */
function edgesOf(
  { first, last, most }: { first: number; last: number; most: number },
  interval: Interval,
  zoneOffsetAt: OffsetAt,
): number[] | undefined {
  // One offset for all bars of hours, so that they do not overlap where the clock is put back.
  const fixed = zoneOffsetAt(first);
  const offsetAt = interval.part in LENGTHS ? () => fixed : zoneOffsetAt;
  const edge = (number: number) => momentAt(wallOf(number, interval), offsetAt);
  const from = numberOf(first + offsetAt(first), interval);
  let to = numberOf(last + offsetAt(last), interval) + 1;
  // A clock that is put back over midnight shows the day before once more.
  if (edge(to) <= last) to += 1;
  if (to - from > most) return undefined;
  const edges = Array.from({ length: to - from + 1 }, (_, i) => edge(from + i));
  // A day that a zone left out begins where the next one does.
  return edges.filter((at, i) => at !== edges[i + 1]);
}

/** Which one in a row an interval is, of a clock's time as if it were UTC. */
function numberOf(wall: number, { count, part }: Interval): number {
  if (part === 'd') return Math.floor((Math.floor(wall / DAY) - MONDAY) / count);
  if (part !== 'M' && part !== 'y') return Math.floor(wall / LENGTHS[part] / count);
  const date = new Date(wall);
  const year = date.getUTCFullYear();
  return Math.floor((part === 'y' ? year : year * 12 + date.getUTCMonth()) / count);
}

/** When it begins, by that clock. */
function wallOf(number: number, { count, part }: Interval): number {
  if (part === 'd') return (number * count + MONDAY) * DAY;
  if (part !== 'M' && part !== 'y') return number * count * LENGTHS[part];
  const months = number * count * (part === 'y' ? 12 : 1);
  // Two-digit years are of the last century to `Date.UTC`.
  const wall = new Date(0).setUTCFullYear(Math.floor(months / 12), months - Math.floor(months / 12) * 12, 1);
  return Number.isNaN(wall) ? Math.sign(number) * LAST_EDGE : wall;
}

/** The first moment at which a zone's clock shows a time; where it leaves that out, the moment at which it jumps over it. */
function momentAt(wall: number, offsetAt: OffsetAt): number {
  const [before, after] = [wall - DAY, wall + DAY].map((at) => wall - offsetAt(at)) as [number, number];
  const shows = (at: number) => at + offsetAt(at) === wall;
  const found = [Math.min(before, after), Math.max(before, after)].find(shows);
  return found ?? before;
}
