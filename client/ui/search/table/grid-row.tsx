import { createEffect, createMemo, For } from 'solid-js';
import type { Hit } from '../../../../shared/http.ts';
import type { Columns } from '../columns/create-columns.ts';
import { wraps } from '../columns/page-wrap.ts';
import type { Dates } from './create-dates.ts';
import { type Grid, keyOf } from './create-grid.ts';

type Props = {
  grid: Grid;
  columns: Columns;
  dates: Dates;
  hit: Hit | undefined;
  index: number;
  top: number;
  /** It is picked, or its document is open. */
  chosen: boolean;
};

/** One row of the grid: the cells of the columns in sight. */
export function GridRow(props: Props) {
  // Of all rows only one follows the column that the keys are on.
  const isActiveRow = createMemo(() => props.grid.isActiveRow(props.index));
  let row!: HTMLDivElement;
  // Its height is followed from then on, whatever it holds and however wide its columns are.
  createEffect(() => wraps() && props.grid.rows.drawn.measureElement(row));
  return (
    <div
      ref={row}
      role="row"
      class="grid-row"
      data-index={props.index}
      classList={{ chosen: props.chosen }}
      aria-rowindex={props.index + 2}
      aria-selected={props.chosen}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <For each={props.grid.columns.drawn.getVirtualItems()}>
        {(item) => {
          const name = () => props.columns.shown()[item.index] ?? '';
          const view = createMemo(() => props.dates.viewOf(props.hit, name()));
          return (
            <div
              role="gridcell"
              class={`grid-cell ${view().kind}`}
              classList={{
                number: props.columns.columnOf(name())?.isNumber,
                ...props.grid.columns.classesOf(item.index),
              }}
              data-cell={keyOf({ row: props.index, column: item.index })}
              aria-colindex={item.index + 1}
              tabindex={isActiveRow() && props.grid.active().column === item.index ? 0 : -1}
              title={view().text.length > 24 ? view().text : undefined}
              style={props.grid.columns.placeOf(item)}
            >
              <bdi>{view().text}</bdi>
            </div>
          );
        }}
      </For>
    </div>
  );
}
