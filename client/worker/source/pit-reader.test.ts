import { describe, expect, it } from 'vitest';
import type { Rows } from '../scan/scanner.ts';
import { pit } from './pit-reader.ts';
import type { PageResult } from './read-page.ts';
import { Snapshot } from './snapshot.ts';

const chunk = { after: -1, upTo: 99 };

function rows(count: number, lastSeqNo?: number): Rows {
  return { bytes: new Uint8Array(count), count, lastSeqNo, seqNoSum: 0, unplaced: new Map(), undated: new Map() };
}

function page(done: Rows, tail: Rows, hits?: number): PageResult {
  const summary =
    hits === undefined ? undefined : { hits, took: 1, timedOut: false, failedShards: 0, total: undefined };
  return { done, tail, summary, nextTicket: undefined, wireBytes: 1, bytes: 1 };
}

const makeReader = () => pit.makeReader(new Snapshot('t', 'planned'));
const settle = (result: PageResult) => {
  const reader = makeReader();
  return reader.settle(result, { ...reader.ask(5, true), chunk });
};

describe('a page of a point in time', () => {
  it.each([
    ['that is full ends before its last group', page(rows(3, 4), rows(2, 6), 5), [3], { after: 4, upTo: 99 }],
    ['that is not full is written whole', page(rows(2, 4), rows(2, 6), 4), [2, 2], { after: 6, upTo: 99 }],
    ['that ends with the chunk leaves nothing', page(rows(2, 4), rows(2, 99), 4), [2, 2], undefined],
    ['that is empty ends the chunk', page(rows(0), rows(0), 0), [0, 0], undefined],
    ['that was cut short ends before its last group', page(rows(3, 4), rows(1, 5)), [3], { after: 4, upTo: 99 }],
  ])('%s', (_, result, counts, left) => {
    const settled = settle(result);
    expect(settled.rows.map(({ count }) => count)).toEqual(counts);
    expect(settled).toMatchObject({ onlyOneGroup: false });
    expect(settled.left).toEqual(left);
  });

  it('that is one group from end to end asks for more rows', () => {
    expect(settle(page(rows(0), rows(5, 4), 5))).toMatchObject({ left: chunk, onlyOneGroup: true });
  });

  it('is small behind a document that cannot be read, and grows again with pages that come whole', () => {
    const reader = makeReader();
    expect(reader.ask(1000, true).size).toBe(1000);
    expect(reader.part(20)).toEqual([]);
    expect(reader.ask(1000, true).size).toBe(40);
    reader.learn(40, 1000);
    expect(reader.ask(1000, true).size).toBe(80);
    reader.learn(600, 1000);
    expect(reader.ask(1000, true).size).toBe(1000);
  });
});
