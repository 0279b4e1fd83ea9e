import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seamsOf } from './seams.ts';

/** Where rows lie: runs of numbers, put one behind another in some order; each number the row's place. */
const layoutArb = fc
  .array(fc.record({ rows: fc.integer({ min: 1, max: 3000 }), at: fc.nat() }), { minLength: 1, maxLength: 12 })
  .map((runs) => {
    const endOf = (run: number) => runs.slice(0, run + 1).reduce((sum, { rows }) => sum + rows, 0);
    const laid = runs.map(({ rows, at }, run) => ({ from: endOf(run) - rows, to: endOf(run), at }));
    const docs: number[] = [];
    let doc = 0;
    for (const { from, to } of laid.toSorted((a, b) => a.at - b.at)) for (let n = from; n < to; n++) docs[n] = doc++;
    return { docs, shortest: Math.min(...runs.map(({ rows }) => rows)) };
  });

/** Told by looking at every row. */
function allSeams(docs: readonly (number | undefined)[]): number[] {
  const rows = docs.flatMap((doc, seqNo) => (doc === undefined ? [] : [{ seqNo, doc }]));
  return rows.flatMap(({ seqNo, doc }, i) => {
    const next = rows[i + 1];
    return next === undefined || next.doc === doc + 1 ? [] : [seqNo];
  });
}

function searchesOf(docs: readonly (number | undefined)[]) {
  const asked: number[] = [];
  const places = async (seqNos: readonly number[]) => {
    expect(seqNos).toEqual([...new Set(seqNos)].sort((a, b) => a - b));
    asked.push(seqNos.length);
    return seqNos.flatMap((seqNo) => {
      const doc = docs[seqNo];
      return doc === undefined ? [] : [{ seqNo, doc }];
    });
  };
  return { asked, places };
}

it('finds every seam of runs that are not short, and none that is not there, in four searches', async () => {
  await fc.assert(
    fc.asyncProperty(layoutArb, async ({ docs, shortest }) => {
      const { asked, places } = searchesOf(docs);
      const found = await seamsOf({ after: -1, upTo: docs.length - 1 }, places);
      const all = allSeams(docs);
      expect(all).toEqual(expect.arrayContaining(found));
      if (shortest > 512) expect(found).toEqual(all);
      expect(asked.length).toBeLessThanOrEqual(4);
    }),
    { numRuns: 200 },
  );
});

it('looks within the chunk only', async () => {
  const docs = [...Array.from({ length: 5000 }, (_, n) => n + 5000), ...Array.from({ length: 5000 }, (_, n) => n)];
  const seamsIn = (after: number, upTo: number) => seamsOf({ after, upTo }, searchesOf(docs).places);
  expect(await seamsIn(-1, 9999)).toEqual([4999]);
  expect(await seamsIn(4998, 5000)).toEqual([4999]);
  expect(await seamsIn(4999, 9999)).toEqual([]);
  expect(await seamsIn(-1, 4999)).toEqual([]);
  expect(await seamsIn(17, 18)).toEqual([]);
});

it('takes numbers without a row for no seam', async () => {
  const docs: (number | undefined)[] = Array.from({ length: 4000 }, (_, n) => (n < 2000 ? n : n - 1));
  docs[2000] = undefined;
  expect(allSeams(docs)).toEqual([]);
  expect(await seamsOf({ after: -1, upTo: 3999 }, searchesOf(docs).places)).toEqual([]);
});

it('asks for no more rows at once than a page may hold, however they lie', async () => {
  const count = 1_000_000;
  const { asked, places } = searchesOf(Array.from({ length: count }, (_, n) => (n * 7919) % count));
  const found = await seamsOf({ after: -1, upTo: count - 1 }, places);
  expect(Math.max(...asked)).toBeLessThanOrEqual(10_000);
  expect(found.length).toBeLessThanOrEqual(8000);
});
