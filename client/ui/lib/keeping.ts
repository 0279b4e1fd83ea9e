import { defaultRangeExtractor, type Range } from '@tanstack/solid-virtual';

/** What is in sight, and what has the focus wherever it is: with its element the focus would be lost. */
export function keeping(index: number | undefined): (range: Range) => number[] {
  return (range) => {
    const drawn = defaultRangeExtractor(range);
    if (index === undefined || index < 0 || index >= range.count || drawn.includes(index)) return drawn;
    return index < (drawn[0] ?? 0) ? [index, ...drawn] : [...drawn, index];
  };
}
