import { describe, expect, it } from 'vitest';
import { NONE, onlyRow, reaching, toggled } from './selection.ts';

describe('picked rows', () => {
  it('are a range from the anchor in either direction', () => {
    expect([...reaching(3, 5).rows]).toEqual([3, 4, 5]);
    expect([...reaching(3, 1).rows]).toEqual([1, 2, 3]);
    expect(reaching(3, 1).anchor).toBe(3);
    expect([...reaching(2, 2).rows]).toEqual([2]);
  });

  it('are taken one by one, and let go again', () => {
    const two = toggled(toggled(NONE, 4), 1);
    expect([...two.rows]).toEqual([4, 1]);
    expect([...toggled(two, 4).rows]).toEqual([1]);
    expect([...two.rows]).toEqual([4, 1]);
    expect(toggled(onlyRow(0), 7).anchor).toBe(7);
  });
});
