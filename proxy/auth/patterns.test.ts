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
  [['_all'], 'flights', true],
  [['_all'], '*', true],
  [['_all'], '.kibana', false],
  [['a*'], '<a-{now/d}>', true],
  [['a-*'], '<a-{now/d}*>', true],
  [['a'], '<a-{now/d}>', false],
  [['a-2*'], '<a-{now/d}>', false],
  [['b*'], '<a-{now/d}>', false],
  [['a'], '<a>', true],
  [['a'], '<b>', false],
  [['*'], '<a-{now/d}>', true],
  [['*'], '<{now/d}-a>', true],
  [['*-a'], '<{now/d}-a>', true],
  [['*-b'], '<{now/d}-a>', false],
  [['*'], '<.kibana_1>', false],
  [['*'], '<.k*>', false],
  [['*'], '<.k-{now/d}>', false],
  [['*a'], '.a', false],
  [['.k*'], '<.kibana_1>', true],
  [['.k*'], '<.k-{now/d}>', true],
  [['.k*'], '*', false],
  [['.k*'], '.*', false],
  [['.hidden-secret'], '.hidden-secret', true],
  [['.hidden-secret'], '.hidden-s*', false],
  [['*'], '.kibana', false],
  [['*'], '.k*', false],
  [['.k*'], '.kibana', true],
  [['.ds-*'], '.ds-logs-000001', true],
  [[], 'flights', false],
])('%j allow %s: %s', (patterns, expression, expected) => {
  expect(allows(patterns, expression)).toBe(expected);
});

test.each(['<x*,other:a,*y>', '<*>', '\ud800', '-flights', '', 'flights,', 'a/../b', '*,/_cluster'])(
  '%j is no expression',
  (expression) => {
    expect(() => allows(['*'], expression)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  },
);
