import { describe, expect, it } from 'vitest';
import { MAX_PAGE_ROWS } from '../../../../shared/limits.ts';
import { makePace } from './pace.ts';
import { TARGET_PAGE_BYTES } from './row-pace.ts';

const page = (rows: number, rowBytes: number, ms = 50) => ({ rows, bytes: rows * rowBytes, ms });
/** A pace that knows the index `i`. */
function measured(firstRows: number, rowBytes = 200) {
  const pace = makePace({ firstRows, maxParallel: 4 });
  pace.succeeded('i', page(pace.rowsFor('i'), rowBytes));
  return pace;
}

describe('the pace', () => {
  it('asks for ten rows of an index that it does not know, then for what fits', () => {
    const pace = makePace({ firstRows: 1000, maxParallel: 4 });
    expect([pace.rowsFor('i'), pace.isMeasured('i')]).toEqual([10, false]);
    pace.succeeded('i', page(0, 0));
    expect(pace.isMeasured('i')).toBe(false);
    pace.succeeded('i', page(10, 200));
    expect([pace.rowsFor('i'), pace.isMeasured('i')]).toEqual([1000, true]);
    expect([pace.rowsFor('other'), pace.isMeasured('other')]).toEqual([10, false]);
    pace.succeeded('other', page(10, 1_000_000));
    expect([pace.rowsFor('other'), pace.rowsFor('i')]).toEqual([3, 1000]);
    expect(makePace({ firstRows: 3, maxParallel: 4 }).rowsFor('i')).toBe(3);
  });

  it('asks for as many as a page begins with where there is too little in an index for that to matter', () => {
    const pace = makePace({ firstRows: 1000, maxParallel: 4, light: new Set(['i']) });
    expect([pace.rowsFor('i'), pace.isMeasured('i')]).toEqual([1000, true]);
    expect([pace.rowsFor('other'), pace.isMeasured('other')]).toEqual([10, false]);
    pace.succeeded('i', page(500, 100_000));
    expect(pace.rowsFor('i') * 100_000).toBeLessThanOrEqual(TARGET_PAGE_BYTES);
  });

  it('grows pages of small rows up to what OpenSearch allows', () => {
    const pace = measured(1000);
    for (let i = 0; i < 8; i++) pace.succeeded('i', page(pace.rowsFor('i'), 200));
    expect(pace.rowsFor('i')).toBe(MAX_PAGE_ROWS);
  });

  it('keeps a page of large rows near its target', () => {
    const pace = measured(1000, 100_000);
    for (let i = 0; i < 8; i++) pace.succeeded('i', page(pace.rowsFor('i'), 100_000));
    expect(pace.rowsFor('i') * 100_000).toBeLessThanOrEqual(TARGET_PAGE_BYTES);
    expect(pace.pageBytesFor('i')).toBeCloseTo(pace.rowsFor('i') * 100_000);
  });

  it('halves pages and reads in trouble, also when a page is slow, and grows again', () => {
    const pace = measured(4000);
    pace.troubled();
    expect([pace.rowsFor('i'), pace.parallel]).toEqual([2000, 2]);
    pace.succeeded('i', page(2000, 200, 60_000));
    expect([pace.rowsFor('i'), pace.parallel]).toEqual([1000, 1]);
    for (let i = 0; i < 12; i++) pace.succeeded('i', page(pace.rowsFor('i'), 200));
    expect([pace.rowsFor('i'), pace.parallel]).toEqual([MAX_PAGE_ROWS, 4]);
  });

  it('asks for no more than fits once a page had to be cut short', () => {
    const pace = measured(1000);
    pace.tooLarge('i', { rows: 10, bytes: 100_000_000 });
    expect(pace.rowsFor('i')).toBe(2);
  });

  it('makes pages larger than a group of equal sequence numbers, as far as OpenSearch allows', () => {
    const pace = makePace({ firstRows: 2, maxParallel: 1 });
    expect(pace.growPastGroup('i')).toBe(true);
    expect(pace.rowsFor('i')).toBe(4);
    pace.troubled();
    expect(pace.rowsFor('i')).toBe(4);
    while (pace.growPastGroup('i'));
    expect(pace.rowsFor('i')).toBe(MAX_PAGE_ROWS);
  });

  it('stays below what an index refuses', () => {
    const pace = measured(1000);
    for (let size = 1000; size > 50; size = pace.rowsFor('i'))
      expect(pace.refused('i', { size, code: 'page_size_invalid' })).toBe(true);
    expect(pace.rowsFor('i')).toBe(31);
    for (let i = 0; i < 8; i++) pace.succeeded('i', page(31, 200));
    expect(pace.rowsFor('i')).toBe(31);
    expect(pace.refused('i', { size: 2, code: 'page_size_invalid' })).toBe(false);
  });
});
