import { describe, expect, it } from 'vitest';
import { MAX_PAGE_ROWS } from '../../../shared/limits.ts';
import { makePace, TARGET_PAGE_BYTES } from './pace.ts';

const page = (rows: number, rowBytes: number, ms = 50) => ({ rows, bytes: rows * rowBytes, ms });

describe('the pace', () => {
  it('grows pages of small rows up to what OpenSearch allows', () => {
    const pace = makePace({ firstRows: 1000, maxParallel: 4 });
    for (let i = 0; i < 8; i++) pace.succeeded(page(pace.rows, 200));
    expect(pace.rows).toBe(MAX_PAGE_ROWS);
  });

  it('keeps a page of large rows near its target', () => {
    const pace = makePace({ firstRows: 1000, maxParallel: 4 });
    for (let i = 0; i < 8; i++) pace.succeeded(page(pace.rows, 100_000));
    expect(pace.rows * 100_000).toBeLessThanOrEqual(TARGET_PAGE_BYTES);
    expect(pace.pageBytes).toBeCloseTo(pace.rows * 100_000);
  });

  it('halves pages and reads in trouble, also when a page is slow, and grows again', () => {
    const pace = makePace({ firstRows: 4000, maxParallel: 4 });
    pace.troubled();
    expect([pace.rows, pace.parallel]).toEqual([2000, 2]);
    pace.succeeded(page(2000, 200, 60_000));
    expect([pace.rows, pace.parallel]).toEqual([1000, 1]);
    for (let i = 0; i < 12; i++) pace.succeeded(page(pace.rows, 200));
    expect([pace.rows, pace.parallel]).toEqual([MAX_PAGE_ROWS, 4]);
  });

  it('asks for no more than fits once a page had to be cut short', () => {
    const pace = makePace({ firstRows: 1000, maxParallel: 4 });
    pace.tooLarge({ rows: 10, bytes: 10_000_000 });
    expect(pace.rows).toBe(3);
  });

  it('makes pages larger than a group of equal sequence numbers, as far as OpenSearch allows', () => {
    const pace = makePace({ firstRows: 2, maxParallel: 1 });
    expect(pace.growPastGroup()).toBe(true);
    expect(pace.rows).toBe(4);
    pace.troubled();
    expect(pace.rows).toBe(4);
    while (pace.growPastGroup());
    expect(pace.rows).toBe(MAX_PAGE_ROWS);
  });
});
