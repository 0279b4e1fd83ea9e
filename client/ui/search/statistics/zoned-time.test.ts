import { expect, it } from 'vitest';
import { zonedTime } from './zoned-time.ts';

it.each([
  ['2020-01-02T03:04:05Z', 'Asia/Seoul', '2020-01-02T12:04:05+09:00'],
  ['2020-01-02T03:04:05.123456789Z', 'Asia/Seoul', '2020-01-02T12:04:05.123456789+09:00'],
  ['1969-12-31T23:59:59.999Z', 'America/New_York', '1969-12-31T18:59:59.999-05:00'],
  ['-000100-01-01T00:00:00Z', 'Asia/Seoul', '-000100-01-01T00:00:00Z'],
  ['99999999999999999', 'Asia/Seoul', '99999999999999999'],
])('%s in %s is %s', (iso, zone, shown) => {
  expect(zonedTime(iso, zone)).toBe(shown);
});
