import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, MemorySpool, type PlainRow, runsOf, textOfBlocks } from './fixtures.ts';
import { Merge, type MergeBlock, type MergeOptions, type MergeState, mergeOf } from './merge.ts';
import { mostKeyBytes } from './sort-key.ts';

const RUNS = Number(process.env.MODEL_RUNS ?? 300);

const text = (units: string[], maxLength: number) => fc.string({ unit: fc.constantFrom(...units), maxLength });
/** Few keys, so that many rows share one; now and then a row or a key that is larger than a buffer. */
const keyArb = fc.oneof(
  { weight: 9, arbitrary: text(['a', 'b', '\0', '\xff'], 6).map((key) => `k${key}`) },
  { weight: 1, arbitrary: text(['a', 'b'], 2).map((end) => 'long'.repeat(40) + end) },
);
const rowArb = fc.record({
  key: keyArb,
  row: fc.oneof(
    { weight: 9, arbitrary: text(['x', 'y', 'z'], 12) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.integer({ min: 1, max: 900 }), text(['y', 'z'], 3)).map(([n, end]) => 'x'.repeat(n) + end),
    },
  ),
});
const storyArb = fc.record({
  rows: fc.array(rowArb, { maxLength: 150 }),
  runBudget: fc.integer({ min: 250, max: 4000 }),
  budgetBytes: fc.integer({ min: 700, max: 5000 }),
  segmentBytes: fc.integer({ min: 1, max: 2000 }),
  /** After so many steps the process ends. */
  crashes: fc.array(fc.nat(6), { maxLength: 12 }),
});

const LARGEST = 160 + 2 + 8 + 903 + 3;
const optionsOf = ({ budgetBytes, segmentBytes }: { budgetBytes: number; segmentBytes: number }) => ({
  ...{ budgetBytes, segmentBytes, minBufferBytes: 128 },
});

function rest(merge: Merge, budgetBytes: number): MergeBlock[] {
  const blocks: MergeBlock[] = [];
  for (let block = merge.next(); block; block = merge.next()) {
    blocks.push(block);
    expect(merge.heldBytes).toBeLessThanOrEqual(Math.max(budgetBytes, 512) + merge.fanIn * LARGEST);
  }
  return blocks;
}

const textOf = (rows: readonly PlainRow[]) => rows.map(({ row }) => row).join('');

describe('a merge', () => {
  it('gives all rows in order, whatever the runs and the budget', () => {
    fc.assert(
      fc.property(storyArb, (story) => {
        const spool = new MemorySpool();
        const runs = runsOf(story.rows, spool, story.runBudget);
        const blocks = rest(new Merge({ spool, ...optionsOf(story) }, mergeOf(runs, spool.length)), story.budgetBytes);
        expect(textOfBlocks(blocks)).toBe(textOf(inOrder(story.rows)));
        expect(blocks.reduce((sum, { rows }) => sum + rows, 0)).toBe(story.rows.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('goes on from any moment with exactly the rest', () => {
    fc.assert(
      fc.property(storyArb, (story) => {
        const spool = new MemorySpool();
        let state: MergeState = mergeOf(runsOf(story.rows, spool, story.runBudget), spool.length);
        const given: MergeBlock[] = [];
        for (const steps of story.crashes) {
          const merge = new Merge({ spool, ...optionsOf(story) }, state);
          for (let i = 0; i < steps; i++) given.push(...[merge.next()].filter((block) => block !== undefined));
          state = structuredClone(merge.state);
          // What was not kept is lost with the process: a step that had been taken, and its bytes in the spool.
          if (steps % 2 === 0) merge.next();
          if (steps % 4 === 0) spool.cutBack(state.length);
        }
        given.push(...rest(new Merge({ spool, ...optionsOf(story) }, state), story.budgetBytes));
        expect(textOfBlocks(given)).toBe(textOf(inOrder(story.rows)));
      }),
      { numRuns: RUNS },
    );
  });

  it('goes on with a smaller or a larger budget', () => {
    fc.assert(
      fc.property(storyArb, fc.integer({ min: 700, max: 20_000 }), (story, otherBudget) => {
        const spool = new MemorySpool();
        const runs = runsOf(story.rows, spool, story.runBudget);
        const first = new Merge({ spool, ...optionsOf(story) }, mergeOf(runs, spool.length));
        const given = [first.next(), first.next()].filter((block) => block !== undefined);
        const second = new Merge({ spool, ...optionsOf({ ...story, budgetBytes: otherBudget }) }, first.state);
        given.push(...rest(second, Math.max(story.budgetBytes, otherBudget)));
        expect(textOfBlocks(given)).toBe(textOf(inOrder(story.rows)));
      }),
      { numRuns: RUNS },
    );
  });
});

/** 400 rows of twelve bytes and more in runs of a few. */
function manyRuns() {
  const spool = new MemorySpool();
  const numbers = Array.from({ length: 400 }, (_, n) => (n * 7919) % 401);
  const rows = numbers.map((n) => ({ key: `k${String(n).padStart(4, '0')}`, row: `row ${n}\n` }));
  return { spool, rows, runs: runsOf(rows, spool, 700) };
}

describe('more runs than buffers', () => {
  const merged = (options: Partial<MergeOptions>) => {
    const { spool, rows, runs } = manyRuns();
    const before = spool.length;
    const merge = new Merge({ spool, budgetBytes: 2000, minBufferBytes: 256, ...options }, mergeOf(runs, before));
    expect(runs.length).toBeGreaterThan(20);
    expect(textOfBlocks(rest(merge, options.budgetBytes ?? 2000))).toBe(textOf(inOrder(rows)));
    return { passes: merge.state.passes, runs: runs.length, written: spool.length - before, spool };
  };

  it('take several passes, with buffers that stay large enough', () => {
    const { passes, runs, spool } = merged({});
    // There is room for five buffers; a pass takes at most so many runs, and leaves one.
    expect(passes).toBe(Math.ceil((runs - 5) / 4));
    expect(spool.largestRead).toBeLessThanOrEqual(1024);
  });

  it('that all have room take one, and write nothing', () => {
    expect(merged({ budgetBytes: 100_000 })).toMatchObject({ passes: 0, written: 0 });
  });

  it('by one make one of two', () => {
    const { runs } = manyRuns();
    const { passes, written } = merged({ budgetBytes: Math.ceil(((runs.length - 1) * 256 * 4) / 3) });
    expect(passes).toBe(1);
    expect(written).toBeLessThan(1500);
  });
});

describe('a run that is not as it was written', () => {
  const readAll = (spool: MemorySpool, state: MergeState) =>
    rest(new Merge({ spool, budgetBytes: 100_000, minBufferBytes: 64 }, state), 200_000);
  const lost = expect.objectContaining({ code: 'checkpoint_lost' });

  it('is told, whichever of its bytes is another', () => {
    const { spool, runs } = manyRuns();
    const state = mergeOf(runs, spool.length);
    fc.assert(
      fc.property(fc.nat(spool.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        spool.spoil(at, (byte) => byte ^ change);
        expect(() => readAll(spool, state)).toThrow(lost);
        spool.spoil(at, (byte) => byte ^ change);
      }),
      { numRuns: RUNS },
    );
  });

  it('is told before any row of it is given, where its end is missing', () => {
    const { spool, runs } = manyRuns();
    const state = mergeOf(runs, spool.length);
    for (let back = 1; back <= 16; back++) spool.spoil(state.length - back, () => 0);
    expect(() => new Merge({ spool, budgetBytes: 100_000, minBufferBytes: 64 }, state).next()).toThrow(lost);
  });

  it('is told where the spool is shorter than the state says', () => {
    const { spool, runs } = manyRuns();
    const state = mergeOf(runs, spool.length);
    spool.cutBack(spool.length - 1);
    expect(() => new Merge({ spool, budgetBytes: 100_000 }, state)).toThrow(lost);
  });

  it('of no rows is the end', () => {
    expect(readAll(new MemorySpool(), mergeOf([], 0))).toEqual([]);
  });
});

describe('the budget of a merge', () => {
  it('holds with the longest keys, however many runs there are', () => {
    const order = (['a', 'b', 'c', 'd'] as const).map((field) => ({ field, order: 'asc', type: 'keyword' }) as const);
    const keyBytes = mostKeyBytes(order);
    const spool = new MemorySpool();
    const rows = Array.from({ length: 40 }, (_, n) => String(99 - n)).map((n) => ({
      key: n.padEnd(keyBytes, 'a'),
      row: `${n}\n`,
    }));
    // A run holds two rows.
    const runs = runsOf(rows, spool, keyBytes * 3.5);
    expect(runs.length).toBeGreaterThanOrEqual(20);
    const budgetBytes = 1024 * 1024;
    const merge = new Merge({ spool, budgetBytes, keyBytes, blockBytes: 4 }, mergeOf(runs, spool.length));
    const blocks: MergeBlock[] = [];
    let most = 0;
    for (let block = merge.next(); block; block = merge.next()) {
      most = Math.max(most, merge.heldBytes);
      blocks.push(block);
    }
    expect(most).toBeLessThanOrEqual(budgetBytes);
    expect(textOfBlocks(blocks)).toBe(textOf(inOrder(rows)));
  });
});
