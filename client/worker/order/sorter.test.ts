import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfText, inOrder, type PlainRow, textOfBytes } from './fixtures.ts';
import { makePlainSorter } from './plain-sorter.ts';
import { keyAt, RECORD_HEADER, recordBytes, writeCount } from './records.ts';
import type { MakeRecordSorter } from './sorter.ts';

/** Every sorter is held to this. */
const sorters: [string, MakeRecordSorter][] = [['plain', makePlainSorter]];

const short = fc.string({ unit: fc.constantFrom('\0', '\x01', 'a', 'b', '\x7f', '\x80', '\xff'), maxLength: 20 });
/** Many begin alike for longer than is looked at once. */
const alike = fc
  .tuple(fc.constantFrom('', 'x'.repeat(7), 'x'.repeat(8), 'x'.repeat(9), 'x'.repeat(600)), short)
  .map(([a, b]) => a + b);
const rowArb = fc.record({ key: fc.oneof(short, alike).map((key) => `k${key}`), row: short });
const rowsArb = fc.oneof(
  fc.array(rowArb, { maxLength: 30 }),
  fc.array(rowArb, { minLength: 100, maxLength: 300 }),
  // A few rows many times over.
  fc
    .array(rowArb, { minLength: 1, maxLength: 4 })
    .chain((few) => fc.array(fc.constantFrom(...few), { minLength: 40, maxLength: 200 })),
);

function sortedBy(makeSorter: MakeRecordSorter, rows: readonly PlainRow[]): PlainRow[] {
  const sorter = makeSorter(1_000_000);
  let at = 0;
  for (const { key, row } of rows) {
    writeCount(sorter.arena, at, key.length);
    writeCount(sorter.arena, at + 4, row.length);
    sorter.arena.set(bytesOfText(key + row), at + RECORD_HEADER);
    at += recordBytes(key.length, row.length);
  }
  return Array.from(sorter.sort(rows.length), (start) => {
    const key = textOfBytes(keyAt(sorter.arena, start));
    const rowFrom = start + RECORD_HEADER + key.length;
    const rowBytes = sorter.arena[start + 4] as number;
    return { key, row: textOfBytes(sorter.arena.subarray(rowFrom, rowFrom + rowBytes)) };
  });
}

describe.each(sorters)('the %s sorter', (_, makeSorter) => {
  it('puts records in order: by key, then by row', () => {
    fc.assert(
      fc.property(rowsArb, (rows) => {
        expect(sortedBy(makeSorter, rows)).toEqual(inOrder(rows));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['in order', (n: number) => n],
    ['the other way round', (n: number) => 5000 - n],
    ['in no order', (n: number) => (n * 7919) % 5003],
  ])('sorts thousands that come %s', (_name, numberOf) => {
    const rows = Array.from({ length: 5000 }, (_, n) => ({
      key: `common/${String(numberOf(n)).padStart(6, '0')}`,
      row: '',
    }));
    expect(sortedBy(makeSorter, rows)).toEqual(inOrder(rows));
  });

  it('stays within its budget', () => {
    for (const budget of [1000, 100_000, 8 * 1024 * 1024])
      expect(makeSorter(budget).heldBytes).toBeLessThanOrEqual(budget);
  });
});
