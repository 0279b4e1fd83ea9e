import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunksOf, restOf } from './chunk.ts';

it('cuts a shard into chunks that meet without gap or overlap', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 5_000 }), fc.nat(100_000), (rows, maxRows, gap) => {
      const highest = rows + gap;
      const chunks = chunksOf({ highest, rows }, maxRows);
      if (rows === 0) return chunks.length === 0;
      expect(chunks[0]?.after).toBe(-1);
      expect(chunks.at(-1)?.upTo).toBe(highest);
      chunks.forEach((chunk, i) => {
        expect(chunk.upTo).toBeGreaterThan(chunk.after);
        if (i > 0) expect(chunk.after).toBe(chunks[i - 1]?.upTo);
      });
      return chunks.length <= Math.ceil(rows / maxRows);
    }),
  );
});

it('makes one chunk of a shard where rows have no limit', () => {
  expect(chunksOf({ highest: 99, rows: 50 }, Number.POSITIVE_INFINITY)).toEqual([{ after: -1, upTo: 99 }]);
});

it('leaves what lies behind the last row written', () => {
  expect(restOf({ after: -1, upTo: 10 }, 4)).toEqual({ after: 4, upTo: 10 });
  expect(restOf({ after: -1, upTo: 10 }, 10)).toBeUndefined();
});
