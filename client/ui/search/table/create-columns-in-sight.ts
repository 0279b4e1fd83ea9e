import { createVirtualizer, type VirtualItem } from '@tanstack/solid-virtual';
import { createEffect, createMemo, createSignal, type JSX } from 'solid-js';
import { followWidth } from '../../lib/follow-width.ts';
import { keeping } from '../../lib/keeping.ts';
import type { Columns } from '../columns/create-columns.ts';
import { placePinned } from './pinned.ts';

const OVERSCAN = 3;

type Options = {
  scroller: () => HTMLElement | undefined;
  columns: Columns;
  /** The column that the keys are on. */
  active: () => number;
};

/** The columns in sight, the pinned ones, and the one that the keys are on, wherever it is. */
export function createColumnsInSight({ scroller, columns, active }: Options) {
  const [room, setRoom] = createSignal(0);
  createEffect(() => followWidth(scroller(), setRoom));
  const pinned = createMemo(() =>
    placePinned(columns.shown().map(columns.widthOf), { pinned: columns.pinnedCount(), room: room() }),
  );
  const drawn = createVirtualizer<HTMLElement, HTMLElement>({
    ...{ getScrollElement: () => scroller() ?? null, overscan: OVERSCAN, horizontal: true },
    get count() {
      return pinned().widths.length;
    },
    get scrollPaddingStart() {
      return pinned().edge;
    },
    get estimateSize() {
      const { widths } = pinned();
      return (i: number) => widths[i] ?? 0;
    },
    // A new function for other widths: else the places before would be kept.
    get getItemKey() {
      pinned();
      return (i: number) => i;
    },
    get rangeExtractor() {
      return keeping(active(), pinned().stuck);
    },
  });
  /** CSS pixels between a drawn column and the one drawn before it. */
  const gaps = createMemo(() => {
    const items = drawn.getVirtualItems();
    return new Map(items.map(({ index, start }, i) => [index, start - (items[i - 1]?.end ?? 0)]));
  });

  return {
    ...{ drawn, pinned },
    /** Scrolls to a column, as far as it is needed. */
    bring(column: number): void {
      const { widths, stuck, edge } = pinned();
      if (column < stuck) return;
      // Of one with more width than there is room for, the values' beginnings.
      const align = (widths[column] ?? 0) > room() - edge ? 'start' : 'auto';
      drawn.scrollToIndex(column, { align });
    },
    classesOf: (column: number) => ({
      pinned: column < pinned().stuck,
      'pinned-last': column === pinned().stuck - 1,
    }),
    /** Where a cell of the column stands in its row: a pinned one also when it would be scrolled away. */
    placeOf: ({ index, start, size }: VirtualItem): JSX.CSSProperties => ({
      'margin-left': `${gaps().get(index) ?? 0}px`,
      left: index < pinned().stuck ? `${start}px` : undefined,
      width: `${size}px`,
    }),
  };
}
