import { expect, it } from 'vitest';
import { roundedNumber, shareOf } from './figures.ts';

it.each([
  [0, 10, '0%'],
  [10, 10, '100%'],
  [1, 3, '33.3%'],
  [1, 1_000_000, '< 0.1%'],
  [999_999, 1_000_000, '> 99.9%'],
  [0, 0, '–'],
])('%s of %s is %s', (part, whole, share) => {
  expect(shareOf(part, whole)).toBe(share);
});

it.each([
  [1234.5678, '1,234.5678'],
  [2 / 3, '0.666666667'],
  [4.503599627370498e15, '4503600000000000'],
  [1.5e300, '1.5e+300'],
  [-0.00001, '-0.00001'],
  [0, '0'],
])('%s is written as %s', (value, text) => {
  expect(roundedNumber(value)).toBe(text);
});
