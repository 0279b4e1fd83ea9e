import { Show } from 'solid-js';
import type { SortHow, WantedOrder } from '../address/sort.ts';
import { ColumnMenu } from '../columns/column-menu.tsx';
import type { Columns } from '../columns/create-columns.ts';
import { isCounted } from '../statistics/counted-fields.ts';
import { type FilterPort, ValueMenu } from '../values/value-menu.tsx';
import type { Dates } from './create-dates.ts';
import { type Grid, HEAD, type Place } from './create-grid.ts';
import type { Rows } from './create-rows.ts';

type Props = {
  grid: Grid;
  rows: Rows;
  columns: Columns;
  dates: Dates;
  order: WantedOrder;
  filters: FilterPort;
  onSort: (column: string, how?: SortHow) => void;
  onCount: (column: string) => void;
  place: Place;
  onClose: () => void;
};

/** Of a column at its head, else of the value. */
export function CellMenu(props: Props) {
  const cell = () => props.grid.cellAt(props.place);
  return (
    <Show
      when={props.place.row === HEAD}
      fallback={
        <ValueMenu
          hit={props.rows.hits()[props.place.row]}
          name={props.columns.shown()[props.place.column] ?? ''}
          filters={props.filters}
          at={cell}
          onClose={props.onClose}
        />
      }
    >
      <ColumnMenu
        columns={props.columns}
        hasDates={props.dates.zoneOf(props.columns.shown()[props.place.column] ?? '') !== undefined}
        column={props.place.column}
        order={props.order}
        onSort={props.onSort}
        isCounted={isCounted(props.columns.shown()[props.place.column] ?? '', props.filters.fields())}
        onCount={props.onCount}
        at={() => props.grid.cellAt(props.grid.active())}
        onMoved={(name) => props.grid.reveal({ row: HEAD, column: props.columns.placeOf(name) ?? 0 })}
        onClose={props.onClose}
      />
    </Show>
  );
}
