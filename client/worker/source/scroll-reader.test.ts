import { describe, expect, it } from 'vitest';
import type { Rows } from '../scan/scanner.ts';
import type { PageResult } from './read-page.ts';
import { scroll } from './scroll-reader.ts';
import { Snapshot } from './snapshot.ts';

const chunk = { after: -1, upTo: 99 };

function rows(count: number, lastSeqNo?: number): Rows {
  return { bytes: new Uint8Array(count), count, lastSeqNo, seqNoSum: 0, unplaced: new Map(), undated: new Map() };
}

function page(of: { done: Rows; tail: Rows; hits: number; total: number }, nextTicket?: string): PageResult {
  const summary = { hits: of.hits, took: 1, timedOut: false, failedShards: 0, total: of.total };
  return { done: of.done, tail: of.tail, summary, nextTicket, wireBytes: 1, bytes: 1 };
}

/** A scroll whose first page, of five rows of ten, has been written. */
function begun() {
  const reader = scroll.makeReader(new Snapshot('t', 'planned'));
  const first = page({ done: rows(3, 4), tail: rows(2, 6), hits: 5, total: 10 }, 'place');
  const settled = reader.settle(first, { ...reader.ask(5, true), chunk });
  return { reader, settled, closed: reader.goOn(settled.place, false) };
}

describe('a scroll', () => {
  it('goes on behind its page with the group that it ended in, and from a position behind what is written', () => {
    const { reader, settled, closed } = begun();
    expect(settled).toMatchObject({ left: { after: 4, upTo: 99 }, counted: 10 });
    expect(closed).toEqual([]);
    expect(reader.ask(5, true)).toMatchObject({ ticket: 'place', carry: { count: 2, lastSeqNo: 6 } });
  });

  it('counts its shard by its first page only', () => {
    const { reader } = begun();
    const second = page({ done: rows(4, 6), tail: rows(1, 9), hits: 3, total: 99 }, 'behind');
    expect(reader.settle(second, { ...reader.ask(5, true), chunk }).counted).toBeUndefined();
  });

  it('begins anew from the position when its place is dropped, and closes that at the end', () => {
    const { reader } = begun();
    reader.dropPlace();
    expect(reader.ask(5, true)).toMatchObject({ ticket: 't', carry: undefined });
    expect(reader.tickets).toEqual(['t', 'place']);
  });

  it('is given up where a page ends before what cannot be read, or another chunk follows', () => {
    const { reader, settled } = begun();
    expect(reader.part(3)).toEqual(['place']);
    expect(reader.goOn(settled.place, true)).toEqual(['place']);
    expect(reader.tickets).toEqual(['t']);
    reader.keep(['place']);
    expect(reader.tickets).toEqual(['t', 'place']);
  });

  it('takes no page that was to learn how large the rows are, unless it is all there is', () => {
    const reader = scroll.makeReader(new Snapshot('t', 'planned'));
    const asked = { ...reader.ask(5, false), chunk };
    expect(asked.isProbe).toBe(true);
    const more = reader.settle(page({ done: rows(4, 4), tail: rows(1, 5), hits: 5, total: 6 }, 'place'), asked);
    expect(more).toMatchObject({ rows: [], left: chunk, refused: ['place'] });
    const all = reader.settle(page({ done: rows(4, 4), tail: rows(1, 5), hits: 5, total: 5 }, 'place'), asked);
    expect(all.refused).toBeUndefined();
  });

  it('begins anew with a larger page as long as that grows and there is much to read', () => {
    const reader = scroll.makeReader(new Snapshot('t', 'planned'));
    const first = (size: number, of: { total: number; bytes: number }) => {
      const came = {
        ...page({ done: rows(3, 4), tail: rows(2, 6), hits: 5, total: of.total }, 'place'),
        bytes: of.bytes,
      };
      return reader.settle(came, { ...reader.ask(size, true), chunk }).refused;
    };
    expect(first(10, { total: 200, bytes: 1_000 })).toEqual(['place']);
    expect(first(10, { total: 200, bytes: 1_000 }), 'no larger one came').toBeUndefined();
    expect(first(20, { total: 200, bytes: 1_000 }), 'too few rows').toBeUndefined();
    expect(first(20, { total: 400, bytes: 2_000_000 }), 'large enough').toBeUndefined();
    expect(first(20, { total: 400, bytes: 1_000 })).toEqual(['place']);
  });

  it('is not gone on with where its page does not say how', () => {
    const { reader } = begun();
    const lost = page({ done: rows(3, 8), tail: rows(1, 9), hits: 4, total: 10 });
    expect(() => reader.settle(lost, { ...reader.ask(5, true), chunk })).toThrow(/without the place/);
  });
});
