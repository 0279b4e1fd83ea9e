import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf } from './intervals.ts';

const iso = (at: number | undefined) => new Date(at ?? Number.NaN).toISOString().replace('.000Z', 'Z');
const bars = (zone: string, most: number, [first, last]: readonly [string, string]) => {
  const { interval, edges } = barsOf({ first: Date.parse(first), last: Date.parse(last) }, zone, most);
  return { interval, edges: edges.map(iso) };
};

const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Z', '+09:00', '-0330', '+14'];
const FAR = 2 ** 63;
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) }),
  fc.integer({ min: -9e12, max: 9e12 }),
  fc.integer({ min: -8e15, max: 8e15 }),
);
/** Any two moments, or one that is soon after the other. */
const span = fc
  .oneof(
    fc.tuple(moment, moment),
    fc.tuple(moment, fc.integer({ min: 0, max: 4e10 })).map(([a, b]) => [a, a + b]),
  )
  .map(([a = 0, b = 0]) => ({ first: Math.min(a, b), last: Math.max(a, b) }));

describe('the bars of a span', () => {
  it('are so many at most, one after the other, and hold all of it', () => {
    const one = fc.record({ zone: fc.constantFrom(...ZONES), most: fc.integer({ min: 2, max: 200 }), span });
    fc.assert(
      fc.property(one, ({ zone, most, span }) => {
        const { edges } = barsOf(span, zone, most);
        expect(edges.length).toBeGreaterThan(1);
        expect(edges.length - 1).toBeLessThanOrEqual(most);
        for (const [i, at] of edges.slice(1).entries()) expect(at).toBeGreaterThan(edges[i] as number);
        expect(edges[0]).toBeLessThanOrEqual(span.first);
        expect(edges.at(-1)).toBeGreaterThan(Math.min(span.last, 8e15));
        expect(edges.every((at) => Number.isInteger(at) && !Number.isNaN(new Date(at).getTime()))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are the shortest that are no more than was asked for', () => {
    const from = '2001-01-01T00:00:00Z';
    const lengths = [
      ['2001-01-01T00:00:00Z', '1s'],
      ['2001-01-01T00:01:59Z', '1s'],
      ['2001-01-01T00:02:00Z', '5s'],
      ['2001-01-01T01:59:00Z', '1m'],
      ['2001-01-03T00:00:00Z', '30m'],
      ['2001-04-30T00:00:00Z', '1d'],
      ['2001-05-01T00:00:00Z', '7d'],
      ['2010-12-31T00:00:00Z', '1M'],
      ['2101-01-01T00:00:00Z', '1y'],
      ['9999-01-01T00:00:00Z', '100y'],
    ] as const;
    for (const [to, interval] of lengths) expect(bars('UTC', 120, [from, to]).interval, to).toBe(interval);
  });

  it('begin at midnight, Mondays and the first of a month where the clock is changed', () => {
    expect(bars('America/New_York', 10, ['2026-03-07T12:00:00Z', '2026-03-09T12:00:00Z'])).toEqual({
      interval: '12h',
      edges: [0, 12, 24, 36, 48, 60].map((hours) => iso(Date.UTC(2026, 2, 7, 5 + hours))),
    });
    const days = ['2026-03-07T05:00:00Z', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', '2026-03-10T04:00:00Z'];
    expect(bars('America/New_York', 4, ['2026-03-07T12:00:00Z', '2026-03-09T12:00:00Z'])).toEqual({
      interval: '1d',
      edges: days,
    });
    const weeks = ['2026-02-22T15:00:00Z', '2026-03-01T15:00:00Z', '2026-03-08T15:00:00Z', '2026-03-15T15:00:00Z'];
    expect(bars('Asia/Seoul', 5, ['2026-03-01T00:00:00Z', '2026-03-15T00:00:00Z'])).toEqual({
      interval: '7d',
      edges: weeks,
    });
    const months = ['2025-12-31T23:00:00Z', '2026-03-31T22:00:00Z', '2026-06-30T22:00:00Z'];
    expect(bars('Europe/Berlin', 2, ['2026-01-01T00:00:00Z', '2026-06-30T00:00:00Z'])).toEqual({
      interval: '3M',
      edges: months,
    });
  });

  it('follow a clock that leaves a midnight out, a day out, or shows one twice', () => {
    const saoPaulo = bars('America/Sao_Paulo', 4, ['2018-11-03T12:00:00Z', '2018-11-05T12:00:00Z']).edges;
    expect(saoPaulo).toContain('2018-11-04T03:00:00Z');
    expect(saoPaulo).toContain('2018-11-05T02:00:00Z');
    const apia = bars('Pacific/Apia', 4, ['2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z']);
    expect(apia).toEqual({ interval: '1d', edges: [29, 30, 31, 32].map((day) => iso(Date.UTC(2011, 11, day, 10))) });
    // At 0:01 on 29 October 2006 it was 23:01 again.
    const again = { first: Date.UTC(2006, 9, 27, 12), last: Date.UTC(2006, 9, 29, 3, 10) };
    const { interval, edges } = barsOf(again, 'America/St_Johns', 4);
    expect(interval).toBe('1d');
    expect(edges.at(-1)).toBeGreaterThan(again.last);
  });

  it('are none where there is no time, or none that can be drawn', () => {
    for (const [first, last] of [
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      [FAR, FAR],
      [-FAR, -FAR],
    ] as const) {
      expect(barsOf({ first, last }, 'UTC', 60).edges).toEqual([]);
    }
    for (const zone of ['Asia/Nowhere', '+1', ''])
      expect(() => barsOf({ first: 0, last: 1 }, zone, 2)).toThrow(RangeError);
  });
});
