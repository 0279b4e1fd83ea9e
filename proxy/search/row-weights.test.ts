import { expect, test } from 'vitest';
import { RowWeights } from './row-weights.ts';

const MIB = 1024 * 1024;

test('of an index that nobody knows a few rows are asked for, then what fits', () => {
  const weights = new RowWeights();
  expect(weights.fit('a', 500, 4 * MIB)).toEqual({ rows: 20, guess: true });
  expect(weights.fit('a', 7, 4 * MIB)).toEqual({ rows: 7, guess: false });
  expect(weights.fit('a', 0, 4 * MIB)).toEqual({ rows: 0, guess: false });
  weights.note('a', 20 * 1000, 20);
  expect(weights.fit('a', 500, 4 * MIB)).toEqual({ rows: 500, guess: false });
  weights.note('a', 4 * MIB, 4);
  expect(weights.fit('a', 500, 4 * MIB)).toEqual({ rows: 6, guess: false });
  weights.note('a', 32 * MIB, 0);
  expect(weights.fit('a', 500, 4 * MIB)).toEqual({ rows: 1, guess: false });
  expect(weights.fit('b', 500, 4 * MIB)).toEqual({ rows: 20, guess: true });
});

test('heavy rows are remembered for some pages, not for ever', () => {
  const weights = new RowWeights();
  weights.note('a', 10 * MIB, 1);
  const asked = Array.from({ length: 14 }, () => {
    weights.note('a', 1000, 1);
    return weights.fit('a', 500, 4 * MIB).rows;
  });
  expect(asked[0]).toBe(2);
  expect(asked).toEqual([...asked].sort((a, b) => a - b));
  expect(asked.at(-1)).toBe(500);
});

test('a thousand indices are kept in mind', () => {
  const weights = new RowWeights();
  for (let n = 0; n <= 1000; n++) {
    weights.note(`${n}`, 100, 1);
    weights.note('0', 100, 1);
  }
  expect(weights.fit('1', 500, MIB).guess).toBe(true);
  expect([weights.fit('0', 500, MIB).guess, weights.fit('2', 500, MIB).guess]).toEqual([false, false]);
});
