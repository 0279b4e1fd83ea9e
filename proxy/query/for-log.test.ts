import { expect, test } from 'vitest';
import { queryForLog } from './for-log.ts';

test('the audit tells a query whole, and of a long one how it begins and how long it is', () => {
  const time = { field: 'at', from: 'now-1d' };
  expect(queryForLog({ index: 'a', q: 'x:1', time })).toEqual({ q: 'x:1', time });
  const values = Array.from({ length: 65_536 }, (_, i) => `id-${i}`);
  const filters = [{ field: 'id', op: 'one_of' as const, values }];
  const told = queryForLog({ index: 'a', q: '', filters });
  expect(told).toEqual({
    begins: expect.stringContaining('"id-0","id-1"'),
    chars: JSON.stringify({ q: '', filters }).length,
  });
  expect(JSON.stringify(told).length).toBeLessThan(100_000);
});
