import { expect, test } from 'vitest';
import { licences } from './licences.ts';

/** What asks for no more than to be named. */
const FREE = /^\(?(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0|MIT-0)\b/;

test('what is shipped may be shipped by anybody', () => {
  const shipped = licences().filter((one) => one.shipped);
  expect(shipped.length).toBeGreaterThan(20);
  expect(shipped.filter(({ licence }) => !FREE.test(licence))).toEqual([]);
});
