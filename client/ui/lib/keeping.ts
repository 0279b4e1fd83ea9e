import { defaultRangeExtractor, type Range } from '@tanstack/solid-virtual';

/**
 * What is in sight, and what has the focus wherever it is: with its element the focus would be lost.
 *
 * @param first so many from the beginning are drawn wherever they are
 */
export function keeping(index: number | undefined, first = 0): (range: Range) => number[] {
  return (range) => {
    const drawn = new Set(Array.from({ length: Math.min(first, range.count) }, (_, i) => i));
    for (const i of defaultRangeExtractor(range)) drawn.add(i);
    if (index !== undefined && index >= 0 && index < range.count) drawn.add(index);
    return [...drawn].sort((a, b) => a - b);
  };
}
