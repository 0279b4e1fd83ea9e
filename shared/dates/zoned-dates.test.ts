import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteBuffer } from '../json/bytes.ts';
import { dateReader } from './format.ts';
import { MOMENT, Moment } from './moment.ts';
import { ZonedDates } from './zoned-dates.ts';

const decoder = new TextDecoder();
const iso = dateReader('strict_date_optional_time');

/** A moment's text in a zone; undefined where it has none. */
function inZone(zoned: ZonedDates, text: string): string | undefined {
  if (iso?.readText(text) !== MOMENT) throw new Error(`${text} is no moment`);
  return written(zoned, iso.moment);
}

function written(zoned: ZonedDates, moment: Moment): string | undefined {
  const out = new ByteBuffer(4);
  return zoned.write(moment, out) ? decoder.decode(out.bytes.subarray(0, out.length)) : undefined;
}

const write = (zone: string, text: string) => inZone(new ZonedDates(zone), text);

it('writes the same moment with the zone’s offset of then', () => {
  expect(write('Asia/Seoul', '2001-02-11T20:57:00Z')).toBe('2001-02-12T05:57:00+09:00');
  expect(write('Europe/Berlin', '2024-03-31T00:59:59Z')).toBe('2024-03-31T01:59:59+01:00');
  expect(write('Europe/Berlin', '2024-03-31T01:00:00Z')).toBe('2024-03-31T03:00:00+02:00');
  expect(write('Europe/Berlin', '2024-10-27T00:30:00Z')).toBe('2024-10-27T02:30:00+02:00');
  expect(write('Europe/Berlin', '2024-10-27T01:30:00Z')).toBe('2024-10-27T02:30:00+01:00');
  expect(write('Australia/Lord_Howe', '2024-04-06T15:00:00Z')).toBe('2024-04-07T01:30:00+10:30');
  expect(write('America/St_Johns', '2001-02-11T20:57')).toBe('2001-02-11T17:27:00-03:30');
  expect(write('UTC', '2001-02-11T22:57:00+02:00')).toBe('2001-02-11T20:57:00+00:00');
  expect(write('Pacific/Apia', '2011-12-30T09:59:59Z')).toBe('2011-12-29T23:59:59-10:00');
  expect(write('Pacific/Apia', '2011-12-30T10:00:00Z')).toBe('2011-12-31T00:00:00+14:00');
  expect(write('UTC', '1500-02-28T00:00:00Z')).toBe('1500-02-28T00:00:00+00:00');
  expect(write('Asia/Seoul', '0100-01-01T00:00:00Z')).toBe('0100-01-01T08:27:52+08:27:52');
  expect(write('Asia/Seoul', '1890-01-01T00:00:00Z')).toBe('1890-01-01T08:27:52+08:27:52');
});

it('keeps each digit of a fraction', () => {
  expect(write('Asia/Seoul', '2001-02-11T20:57:00.123456789Z')).toBe('2001-02-12T05:57:00.123456789+09:00');
  expect(write('Asia/Seoul', '2001-02-11T20:57:00.0+0000')).toBe('2001-02-12T05:57:00.0+09:00');
  expect(write('Asia/Seoul', '1969-12-31T23:59:59,90Z')).toBe('1970-01-01T08:59:59.90+09:00');
});

it('writes nothing where the year there has not four digits', () => {
  expect(write('Asia/Seoul', '9999-12-31T14:59:59Z')).toBe('9999-12-31T23:59:59+09:00');
  expect(write('Asia/Seoul', '9999-12-31T15:00:00Z')).toBeUndefined();
  expect(write('America/New_York', '0000-01-01T04:00:00Z')).toBeUndefined();
  expect(write('UTC', '0000-01-01T00:00:00Z')).toBe('0000-01-01T00:00:00+00:00');
  const moment = new Moment();
  for (const second of [-1e12, 1e12, 8.64e12, -8.64e12]) {
    moment.second = second;
    expect(written(new ZonedDates('Asia/Seoul'), moment)).toBeUndefined();
  }
});

it('means the same moment, whatever the zone and the time', () => {
  const dates = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone, new ZonedDates(zone)]));
  fc.assert(
    fc.property(
      fc.constantFrom(...dates.keys()),
      fc.integer({ min: Date.parse('0000-01-03T00:00:00Z'), max: Date.parse('9999-12-30T00:00:00Z') }),
      (zone, at) => {
        const zoned = dates.get(zone) as ZonedDates;
        const [, local = '', sign, hours, minutes, seconds = '0'] =
          /^(.*)([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(inZone(zoned, new Date(at).toISOString()) ?? '') ?? [];
        // Date.parse takes no seconds in an offset, as local mean time has.
        const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
        expect(Date.parse(`${local}Z`) - offset * 1000).toBe(at);
        // What the browser shows of that moment there.
        const there = new Intl.DateTimeFormat('sv', { timeZone: zone, hourCycle: 'h23', ...TIME }).format(at);
        expect(local.slice(11, 19)).toBe(there);
      },
    ),
    { numRuns: 1000 },
  );
});

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
