import { expect, it } from 'vitest';
import { Latencies } from './latencies.ts';

it('tells the median and the slow end of the last pages only', () => {
  const latencies = new Latencies();
  expect(latencies.percentile(0.5)).toBe(0);
  latencies.add(10);
  expect([latencies.percentile(0.5), latencies.percentile(0.95)]).toEqual([10, 10]);
  for (let ms = 1; ms <= 64; ms++) latencies.add(ms);
  expect([latencies.percentile(0.5), latencies.percentile(0.95)]).toEqual([32, 61]);
});
