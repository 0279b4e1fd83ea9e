import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, keyedRows, MemorySpool, type PlainRow, runsOf, textOfBlocks } from './fixtures.ts';
import { Merge, type MergeBlock, mergeOf } from './merge.ts';
import { bytesOf, type Run } from './run.ts';
import { RunBuilder } from './run-builder.ts';

const numbered = (numbers: readonly number[]): PlainRow[] =>
  numbers.map((n) => ({ key: String(n).padStart(6, '0'), row: `row ${n}\n` }));
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

function readBack(runs: readonly Run[], spool: MemorySpool): string {
  const merge = new Merge({ spool, budgetBytes: 100_000, minBufferBytes: 64 }, mergeOf(runs, spool.length));
  const blocks: MergeBlock[] = [];
  for (let block = merge.next(); block; block = merge.next()) blocks.push(block);
  return textOfBlocks(blocks);
}

const textOf = (rows: readonly PlainRow[]) => rows.map(({ row }) => row).join('');

describe('rows that arrive in order', () => {
  it('make one run of several segments', () => {
    const spool = new MemorySpool();
    const rows = numbered(upTo(500));
    const runs = runsOf(rows, spool, 4000);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.segments.length).toBeGreaterThan(3);
    expect(readBack(runs, spool)).toBe(textOf(rows));
  });

  it('nearly, make as many runs as are out of order at once', () => {
    const spool = new MemorySpool();
    // Two readers, each in order, take turns.
    const rows = numbered(upTo(400).map((n) => (Math.floor(n / 100) % 2 === 0 ? n : n + 10_000)));
    const runs = runsOf(rows, spool, 2000);
    expect(runs.length).toBeLessThanOrEqual(4);
    expect(readBack(runs, spool)).toBe(textOf(inOrder(rows)));
  });

  it('the other way round make a run each time', () => {
    const spool = new MemorySpool();
    const runs = runsOf(numbered(upTo(300).reverse()), spool, 2000);
    expect(runs.length).toBeGreaterThan(3);
    expect(runs.every(({ segments }) => segments.length === 1)).toBe(true);
  });

  it('with the key that the run before ends with are a run of their own: their rows may belong before its last', () => {
    const spool = new MemorySpool();
    const builder = new RunBuilder(4000);
    const write = (row: string, runs: Run[]) => {
      builder.add(keyedRows([{ key: 'same', row }]));
      return builder.write(spool, runs);
    };
    const runs = write('a', write('b', []));
    expect(runs).toHaveLength(2);
    expect(readBack(runs, spool)).toBe('ab');
  });
});

describe('rows with long keys', () => {
  const LONG = 40_000;
  const longRow = (key: string, unit: string): PlainRow => ({ key: key + unit.repeat(LONG), row: `${key}\n` });

  it.each(['a', '\xff'])('make runs that are short to keep (%j)', (unit) => {
    const spool = new MemorySpool();
    const rows = upTo(20).map((n) => longRow(String(99 - n), unit));
    const runs = runsOf(rows, spool, LONG * 3);
    expect(runs.length).toBeGreaterThan(5);
    for (const { last } of runs) expect(last.length).toBeLessThan(1000);
    expect(readBack(runs, spool)).toBe(textOf(inOrder(rows)));
  });

  it('and in order make one run, unless they begin alike: then they are merged', () => {
    const apart = new MemorySpool();
    const inTurn = upTo(12).map((n) => longRow(String(10 + n), 'a'));
    expect(runsOf(inTurn, apart, LONG * 3)).toHaveLength(1);
    const alike = new MemorySpool();
    const rows = [...upTo(12).map((n) => 5 * n), ...upTo(12).map((n) => 5 * n + 1)].map((n) => {
      const end = String(10 + n);
      return { key: `k${'\xff'.repeat(LONG)}${end}`, row: `${end}\n` };
    });
    const runs = runsOf(rows, alike, LONG * 3);
    expect(readBack(runs, alike)).toBe(textOf(inOrder(rows)));
  });
});

describe('the builder', () => {
  const rowArb = fc.record({
    key: fc.string({ unit: fc.constantFrom('a', 'b', '\xff'), minLength: 1, maxLength: 9 }),
    row: fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 300 }),
  });

  it('takes what fits, holds no more than its budget and one large row, and loses nothing', () => {
    const caseArb = fc.record({
      rows: fc.array(rowArb, { maxLength: 60 }),
      budget: fc.integer({ min: 200, max: 3000 }),
    });
    fc.assert(
      fc.property(caseArb, ({ rows, budget }) => {
        const spool = new MemorySpool();
        const builder = new RunBuilder(budget);
        const batch = keyedRows(rows);
        let runs: Run[] = [];
        for (let next = 0; next < rows.length; ) {
          const before = next;
          next = builder.add(batch, next);
          expect(next).toBeGreaterThan(before);
          expect(builder.count).toBe(next - before);
          expect(builder.heldBytes).toBeLessThanOrEqual(budget + 320);
          runs = builder.write(spool, runs);
          expect([builder.count, builder.bytes]).toEqual([0, 0]);
        }
        expect(readBack(runs, spool)).toBe(textOf(inOrder(rows)));
        expect(runs.reduce((bytes, run) => bytes + bytesOf(run), 0)).toBe(spool.length);
      }),
      { numRuns: 300 },
    );
  });

  it('writes the same bytes for the same rows, whatever it held before', () => {
    const rows = numbered([3, 1, 2]);
    const written = (before: readonly PlainRow[]) => {
      const spool = new MemorySpool();
      const builder = new RunBuilder(4000);
      builder.add(keyedRows(before));
      builder.write(spool, []);
      const from = spool.length;
      builder.add(keyedRows(rows));
      builder.write(spool, []);
      return spool.read(from, 10_000);
    };
    expect(written(numbered([77, 78, 79, 80]))).toEqual(written([]));
  });

  it('writes nothing where there is nothing', () => {
    const spool = new MemorySpool();
    expect(new RunBuilder(4000).write(spool, [])).toEqual([]);
    expect(spool.length).toBe(0);
  });
});
