import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, createMemo, on } from 'solid-js';
import { keeping } from '../../lib/keeping.ts';
import { wraps } from '../columns/page-wrap.ts';

/** CSS pixels: `--row` where the pointer is fine, and the head. */
const ROW = 27;
const HEAD_HEIGHT = 29;
const OVERSCAN = 8;

type Options = {
  scroller: () => HTMLElement | undefined;
  /** Rows. */
  count: () => number;
  /** The row that the keys are on. */
  active: () => number;
};

/** The rows in sight; the one that the keys are on is kept, wherever it is. */
export function createRowsInSight({ scroller, count, active }: Options) {
  /** CSS pixels of each row; of one whose values are wrapped, until it was drawn. */
  const rowHeight = createMemo(() => heightOf(scroller()));
  const drawn = createVirtualizer<HTMLElement, HTMLElement>({
    ...{ getScrollElement: () => scroller() ?? null, overscan: OVERSCAN },
    ...{ scrollMargin: HEAD_HEIGHT, scrollPaddingStart: HEAD_HEIGHT },
    get count() {
      return count();
    },
    get estimateSize() {
      const height = rowHeight();
      return () => height;
    },
    // A new function for another height: else the places before would be kept.
    get getItemKey() {
      rowHeight();
      return (i: number) => i;
    },
    get rangeExtractor() {
      return keeping(active());
    },
  });
  createEffect(on(wraps, () => drawn.measure(), { defer: true }));

  return {
    drawn,
    /** Scrolls to a row. Told of it at once, the rows about it are drawn in their order; put between them later, it would lose the focus. */
    bring(row: number): void {
      drawn.scrollToIndex(row);
      scroller()?.dispatchEvent(new Event('scroll'));
    },
    /** CSS pixels from the first row's top to that of one that is drawn. */
    topOf: (row: number) =>
      (drawn.getVirtualItems().find(({ index }) => index === row)?.start ?? HEAD_HEIGHT) - HEAD_HEIGHT,
    /** How many rows fit in sight, but one. */
    perPage(): number {
      const height = drawn.getTotalSize() / Math.max(1, count());
      return Math.max(1, Math.floor(((scroller()?.clientHeight ?? 0) - HEAD_HEIGHT) / Math.max(1, height)) - 1);
    },
  };
}

function heightOf(element: HTMLElement | undefined): number {
  const text = element ? getComputedStyle(element).getPropertyValue('--row') : '';
  return Number.parseFloat(text) || ROW;
}
