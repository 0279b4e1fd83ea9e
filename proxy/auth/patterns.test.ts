import { expect, test } from 'vitest';
import { allows } from './patterns.ts';

test.each([
  [['flights'], 'flights', true],
  [['flights*'], 'flights-2024', true],
  [['flights*'], 'flights-*', true],
  [['flights*'], 'fl*', false],
  [['flights*'], '*', false],
  [['flights'], 'flights*', false],
  [['flights-*'], 'flights-*-x', true],
  [['a*', 'b*'], 'a1,b1', true],
  [['a*'], 'a1,b1', false],
  [['a*'], 'a*,-a-secret', true],
  [['a*'], 'a1,-b1', true],
  [['*'], '*', true],
  [['*'], '_all', true],
  [['a*'], '_all', false],
  [['a*'], '<a-{now/d}>', false],
  [['*'], '<a-{now/d}>', true],
  [['*'], '.kibana', false],
  [['*'], '.k*', false],
  [['.k*'], '.kibana', true],
  [['.ds-*'], '.ds-logs-000001', true],
  [[], 'flights', false],
])('%j allow %s: %s', (patterns, expression, expected) => {
  expect(allows(patterns, expression)).toBe(expected);
});

test.each(['-flights', '', 'flights,', 'a/../b', '*,/_cluster'])('%j is no expression', (expression) => {
  expect(() => allows(['*'], expression)).toThrow(expect.objectContaining({ code: 'bad_request' }));
});
