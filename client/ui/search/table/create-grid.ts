import { createComputed, createEffect, createSelector, createSignal, on, onMount, untrack } from 'solid-js';
import type { Columns } from '../columns/create-columns.ts';
import { createColumnsInSight } from './create-columns-in-sight.ts';
import type { Rows } from './create-rows.ts';
import { createRowsInSight } from './create-rows-in-sight.ts';

/** A cell by row, from 0, and column; row -1 is the head. */
export type Place = { readonly row: number; readonly column: number };
export const HEAD = -1;

/** Rows loaded below the ones in sight, at most; of few rows the half, so that the first page alone does for a look. */
const AHEAD = 200;

type Options = { rows: Rows; columns: Columns; stale: boolean };

/** Which rows and columns are drawn, which cell the keys are on, and more rows before they are needed. */
export function createGrid(props: Options) {
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [wrap, setWrap] = createSignal<HTMLElement>();
  // Not sooner: an element that is not in the page yet belongs to no window, and would not be watched.
  onMount(() => setScroller(wrap()));
  const [active, setActive] = createSignal<Place>({ row: 0, column: 0 });
  const count = () => props.rows.hits().length;
  const shown = () => props.columns.shown();
  const rows = createRowsInSight({ scroller, count, active: () => active().row });
  const columns = createColumnsInSight({ scroller, columns: props.columns, active: () => active().column });

  createComputed(on(props.rows.first, () => setActive(({ row, column }) => ({ row: Math.min(row, 0), column }))));
  createEffect(on(props.rows.first, () => scroller()?.scrollTo({ top: 0 })));
  createEffect(() => {
    const last = rows.drawn.getVirtualItems().at(-1)?.index ?? 0;
    if (!props.stale && last > count() - Math.min(AHEAD, count() / 2)) void props.rows.more();
  });

  /** Goes to a cell, as near as there is one, and takes the focus along. */
  function focusOn(row: number, column: number): void {
    const next = { row: clamp(row, HEAD, count() - 1), column: clamp(column, 0, shown().length - 1) };
    if (next.row >= 0) rows.bring(next.row);
    reveal(next);
    cellAt(next)?.focus({ preventScroll: true });
  }

  /** The keys go on from a cell whose row is in sight, and its column is brought there. */
  function reveal(place: Place): void {
    setActive(place);
    columns.bring(place.column);
  }

  /** The keys go on from this row, which is brought in sight; the focus stays where it is. */
  function followRow(row: number): void {
    const { column, row: before } = untrack(active);
    if (row === before) return;
    setActive({ row, column });
    rows.bring(row);
  }

  const cellAt = ({ row, column }: Place) =>
    scroller()?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`) ?? undefined;
  return {
    ...{ rows, columns, active, setActive, setWrap, count, focusOn, followRow, reveal, cellAt },
    /** Does what takes away the element that has the focus, and goes back to the cell. */
    refocus(act: () => void): void {
      act();
      focusOn(active().row, active().column);
    },
    isActiveRow: createSelector(() => active().row),
  };
}

export type Grid = ReturnType<typeof createGrid>;

export const keyOf = ({ row, column }: Place): string => `${row}:${column}`;

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
