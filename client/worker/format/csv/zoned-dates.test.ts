import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ZonedDates } from './zoned-dates.ts';

const write = (zone: string, text: string) => new ZonedDates(zone).write(text);

it('writes the same moment with the zone’s offset of then', () => {
  expect(write('Asia/Seoul', '2001-02-11T20:57:00Z')).toBe('2001-02-12T05:57:00+09:00');
  expect(write('Europe/Berlin', '2024-03-31T00:59:59Z')).toBe('2024-03-31T01:59:59+01:00');
  expect(write('Europe/Berlin', '2024-03-31T01:00:00Z')).toBe('2024-03-31T03:00:00+02:00');
  expect(write('Australia/Lord_Howe', '2024-04-06T15:00:00Z')).toBe('2024-04-07T01:30:00+10:30');
  expect(write('America/St_Johns', '2001-02-11T20:57')).toBe('2001-02-11T17:27:00-03:30');
  expect(write('UTC', '2001-02-11T22:57:00+02:00')).toBe('2001-02-11T20:57:00+00:00');
  expect(write('Asia/Seoul', '2001-02-12')).toBe('2001-02-12T09:00:00+09:00');
});

it('keeps each digit of a fraction', () => {
  expect(write('Asia/Seoul', '2001-02-11T20:57:00.123456789Z')).toBe('2001-02-12T05:57:00.123456789+09:00');
  expect(write('Asia/Seoul', '2001-02-11T20:57:00.0+0000')).toBe('2001-02-12T05:57:00.0+09:00');
});

it('leaves what is no such date', () => {
  for (const text of [
    ...['', '981925020000', '2001', '2001-02', '2001-02-30', '2001-02-11 20:57', '12/02/2001', '2001-02-11T24:00:00Z'],
    ...['2001-02-11T20:57:60Z', '+002001-02-11', '9999-12-31T23:00:00Z', '2001-02-11T20:57:00+19:00', 'now'],
  ]) {
    expect(write('Asia/Seoul', text), text).toBeUndefined();
  }
});

it('means the same moment, whatever the zone and the time', () => {
  const zones = [
    'Asia/Seoul',
    'America/New_York',
    'Africa/Monrovia',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Europe/Dublin',
  ];
  const dates = new Map(zones.map((zone) => [zone, new ZonedDates(zone)]));
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(1800, 0, 1), max: Date.UTC(2100, 0, 1) }),
      (zone, at) => {
        const written = dates.get(zone)?.write(new Date(at).toISOString()) ?? '';
        // Date.parse takes no seconds in an offset, as local mean time has.
        const [, local = '', sign, hours, minutes, seconds = '0'] =
          /^(.*)([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(written) ?? [];
        const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
        expect(Date.parse(`${local}Z`) - offset * 1000).toBe(at);
      },
    ),
    { numRuns: 500 },
  );
});
