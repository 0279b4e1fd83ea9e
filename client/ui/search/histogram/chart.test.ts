import { describe, expect, it } from 'vitest';
import { addInterval, lastOf, momentOf, parseInterval } from '../time/time-parts.ts';
import { barAt, barsPath, barsWithin, makeChart, ticksOf } from './chart.ts';

const HOUR = 3_600_000;
const buckets = [3, 0, 6].map((rows, i) => ({ at: i * HOUR, rows }));
const chart = makeChart({ took: 1, total: 9, untimed: 0, interval: '1h', buckets }, 'own');
if (!chart) throw new Error('no chart');

describe('the chart of rows over time', () => {
  it('gives each bar its time, and the last one an end', () => {
    expect(chart.bars.map(({ at, end }) => [at, end])).toEqual([
      [0, HOUR],
      [HOUR, 2 * HOUR],
      [2 * HOUR, 3 * HOUR],
    ]);
    expect(barsPath(chart, [0, 3]).match(/M/g)).toHaveLength(2);
    expect(makeChart({ took: 1, total: 0, untimed: 0, interval: '1h', buckets: [] }, 'own')).toBeUndefined();
    expect(ticksOf(chart, 2)).toHaveLength(2);
  });

  it('finds the bars of a range, and the bar at a place', () => {
    expect(barsWithin(chart, undefined, undefined)).toEqual([0, 3]);
    expect(barsWithin(chart, HOUR, 2 * HOUR)).toEqual([1, 2]);
    expect(barsWithin(chart, HOUR + 1, undefined)).toEqual([1, 3]);
    expect(barsWithin(chart, 5 * HOUR, undefined)).toEqual([0, 0]);
    expect([0, 0.34, 0.99, 2].map((place) => barAt(chart, place))).toEqual([0, 1, 2, 2]);
  });
});

describe('parts of time', () => {
  it('follow the calendar', () => {
    expect(parseInterval('12h')).toEqual({ count: 12, part: 'h' });
    expect(parseInterval('soon')).toBeUndefined();
    const january = new Date(2001, 0, 1).getTime();
    expect(addInterval(january, { count: 1, part: 'M' }, 'own')).toBe(new Date(2001, 1, 1).getTime());
    expect(addInterval(Date.UTC(2001, 0, 1), { count: 2, part: 'y' }, 'utc')).toBe(Date.UTC(2003, 0, 1));
    expect(addInterval(Date.UTC(2001, 1, 28), { count: 1, part: 'd' }, 'utc')).toBe(Date.UTC(2001, 2, 1));
    expect(momentOf('now-2h', 5 * HOUR)).toBe(3 * HOUR);
    expect(momentOf('now', 5)).toBe(5);
    expect(momentOf('now/d', 5)).toBeUndefined();
    expect(lastOf('now-15m', '')).toEqual({ count: 15, part: 'm' });
    expect(lastOf('now-15m', 'now-1m')).toBeUndefined();
  });
});
