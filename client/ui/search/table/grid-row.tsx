import { createMemo, For, Show } from 'solid-js';
import type { Hit } from '../../../../shared/http.ts';
import { Icon } from '../../lib/icon.tsx';
import { cellsOf, viewOf } from './cells.ts';
import type { Columns } from './create-columns.ts';
import { type Grid, keyOf, type Place } from './create-grid.ts';

type Props = {
  grid: Grid;
  columns: Columns;
  hit: Hit | undefined;
  index: number;
  top: number;
  chosen: boolean;
  isPointed: (key: string) => boolean;
  onMenu: (place: Place) => void;
};

/** One row of the grid: the cells of the columns in sight. */
export function GridRow(props: Props) {
  const cells = createMemo(() => (props.hit ? cellsOf(props.hit) : undefined));
  return (
    <div
      role="row"
      class="grid-row"
      classList={{ chosen: props.chosen }}
      aria-rowindex={props.index + 2}
      aria-selected={props.chosen}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <For each={props.grid.columns.getVirtualItems()}>
        {(item) => {
          const name = () => props.columns.shown()[item.index] ?? '';
          const view = createMemo(() => viewOf(cells()?.get(name())));
          const place = () => ({ row: props.index, column: item.index });
          const key = () => keyOf(place());
          return (
            <div
              role="gridcell"
              class={`grid-cell ${view().kind}`}
              classList={{ number: props.columns.columnOf(name())?.isNumber }}
              data-cell={key()}
              aria-colindex={item.index + 1}
              tabindex={props.grid.isActive(key()) ? 0 : -1}
              title={view().text.length > 24 ? view().text : undefined}
              style={{ left: `${item.start}px`, width: `${item.size}px` }}
            >
              <bdi>{view().text}</bdi>
              <Show when={props.isPointed(key())}>
                {/* For the pointer; the keyboard has the space bar. */}
                <button
                  type="button"
                  class="cell-menu"
                  tabindex="-1"
                  aria-hidden="true"
                  onClick={(event) => {
                    event.stopPropagation();
                    props.onMenu(place());
                  }}
                >
                  <Icon name="more" />
                </button>
              </Show>
            </div>
          );
        }}
      </For>
    </div>
  );
}
