import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MomentReader } from './moment-reader.ts';

const utf8 = new TextEncoder();
const reader = new MomentReader();

/** ms since 1970 and the nanoseconds behind them, or undefined. */
function read(text: string): { ms: number; nanos: number } | undefined {
  const bytes = utf8.encode(`x${text}x`);
  if (!reader.read(bytes, 1, bytes.length - 1)) return undefined;
  return { ms: reader.second * 1000 + Math.floor(reader.nanos / 1e6), nanos: reader.nanos % 1e6 };
}

const anyMs = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });

describe('dates of the usual format', () => {
  it('are read as JavaScript reads them, in each way to write them', () => {
    fc.assert(
      fc.property(anyMs, fc.integer({ min: -14 * 60, max: 14 * 60 }), (ms, offset) => {
        const iso = new Date(ms).toISOString();
        if (iso.length !== 24) return;
        const whole = { ms: ms - (((ms % 1000) + 1000) % 1000), nanos: 0 };
        expect(read(iso)).toEqual({ ms, nanos: 0 });
        expect(read(iso.slice(0, 23))).toEqual({ ms, nanos: 0 });
        expect(read(`${iso.slice(0, 19)}Z`)).toEqual(whole);
        expect(read(iso.slice(0, 10))?.ms).toBe(Date.parse(iso.slice(0, 10)));
        expect(reader.isDay).toBe(true);
        const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
        const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
        const zoned = `${iso.slice(0, 23)}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
        expect(read(zoned)).toEqual({ ms: ms - offset * 60_000, nanos: 0 });
        expect(reader.isDay).toBe(false);
      }),
    );
  });

  it('keep nine digits of a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (nanos) => {
        const digits = String(nanos).padStart(9, '0');
        for (const sign of ['Z', '', '+00:00']) {
          read(`1969-12-31T23:59:59.${digits}${sign}`);
          expect([reader.second, reader.nanos]).toEqual([-1, nanos]);
        }
      }),
    );
  });

  it('may be milliseconds, and a year alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 14), max: 10 ** 14 }), (ms) => {
        fc.pre(Math.abs(ms) > 99_999);
        expect(read(String(ms))).toEqual({ ms, nanos: 0 });
      }),
    );
    expect(read('2020')?.ms).toBe(Date.UTC(2020, 0, 1));
    expect(read('2020-07')?.ms).toBe(Date.UTC(2020, 6, 1));
  });

  it('are nothing else', () => {
    const others = [
      ...[
        '',
        'x',
        'true',
        '2020-13-01',
        '2020-02-30',
        '2021-02-29T00:00:00Z',
        '2020-01-01T24:00:00Z',
        '20200101T000000Z',
      ],
      ...['2020-01-01 00:00:00', '2020-01-01T00:00:60Z', '2020-01-01T00:00:00.Z', '2020-01-01T00:00:00.1234567890Z'],
      ...['2020-01-01T24:00:00+00:00', '2021-02-29T00:00:00+00:00', '2020-01-01T00:00+00:00:00', '+00:00'],
      ...['01/02/2020', '2020-1-1', '١٩٩٩-01-01T00:00:00Z', '1e12', '2020-01-01T00:0a:00Z', '2020/01/01T00:00:00Z'],
    ];
    for (const text of others) expect([text, read(text)]).toEqual([text, undefined]);
  });
});
