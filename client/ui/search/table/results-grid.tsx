import { createEffect, createSignal, For, lazy, onMount, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Later } from '../../lib/later.tsx';
import type { SortHow, WantedOrder } from '../address/sort.ts';
import type { Columns } from '../columns/create-columns.ts';
import { wraps } from '../columns/page-wrap.ts';
import type { Found } from '../state/create-search.ts';
import type { FilterPort } from '../values/value-menu.tsx';
import type { Dates } from './create-dates.ts';
import { createGrid, type Grid, type Place } from './create-grid.ts';
import type { Rows } from './create-rows.ts';
import { createSelection, type RowSelection } from './create-selection.ts';
import { CellButton, pointedCell, readPlace } from './grid-cell-button.tsx';
import { GridHead } from './grid-head.tsx';
import { makeGridKeys } from './grid-keys.ts';
import { GridRow } from './grid-row.tsx';
import { makeSelectionKeys } from './selection-keys.ts';
import { TableNotes } from './table-notes.tsx';
import './grid.css';

/** Fetched when the rows are there, for whoever opens one. */
const SelectionBar = lazy(async () => ({ default: (await import('./selection-bar.tsx')).SelectionBar }));
const StatisticsDialog = lazy(async () => ({
  default: (await import('../statistics/statistics-dialog.tsx')).StatisticsDialog,
}));
const loadMenu = () => import('./cell-menu.tsx');
const CellMenu = lazy(async () => ({ default: (await loadMenu()).CellMenu }));

type Props = {
  rows: Rows;
  columns: Columns;
  dates: Dates;
  total: number;
  /** The rows are of an older search. */
  stale: boolean;
  order: WantedOrder;
  filters: FilterPort;
  /** The search that the rows are of. */
  found: Found | undefined;
  chosen: number | undefined;
  onChoose: (row: number) => void;
  onSort: (column: string, how?: SortHow) => void;
  /** Puts the focus back on the row, when its document was closed. */
  focusRef: (focus: (row: number) => void) => void;
};

/** The rows that were found, each value as it is stored: drawn as far as they are in sight, loaded as they are scrolled to. */
export function ResultsGrid(props: Props) {
  const grid = createGrid(props);
  const selection = createSelection(props);
  const [menu, setMenu] = createSignal<Place>();
  const [pointed, setPointed] = createSignal<Place>();
  onMount(() => void loadMenu().catch(() => undefined));
  // A document that is gone on to from its own panel has its row in sight, too.
  createEffect(() => props.chosen !== undefined && grid.followRow(props.chosen));
  props.focusRef((row) => grid.focusOn(row, grid.active().column));

  function openMenu(place: Place): void {
    grid.focusOn(place.row, place.column);
    setMenu(place);
  }

  const followKeys = makeKeys(props, { grid, selection, onMenu: openMenu });

  return (
    <>
      <section class="table-wrap" classList={{ stale: props.stale }} ref={grid.setWrap} onCopy={selection.onCopy}>
        <div
          role="grid"
          class="grid"
          classList={{ wrapped: wraps() }}
          aria-label={t().results.tableLabel}
          aria-multiselectable={true}
          aria-rowcount={props.total + 1}
          aria-colcount={props.columns.shown().length}
          aria-busy={props.stale}
          style={{ width: `${grid.columns.drawn.getTotalSize()}px` }}
          onKeyDown={followKeys}
          onContextMenu={(event) => {
            const place = readPlace(event.target);
            if (!place || event.shiftKey) return;
            event.preventDefault();
            openMenu(place);
          }}
          onPointerOver={(event) =>
            setPointed(pointedCell(event, { before: pointed(), edge: grid.columns.pinned().edge }))
          }
          onPointerLeave={() => setPointed(undefined)}
        >
          <GridHead {...props} grid={grid} onMenu={openMenu} />
          <GridBody {...props} grid={grid} selection={selection} pointed={pointed()} onMenu={openMenu} />
        </div>
        <TableNotes rows={props.rows} total={props.total} stale={props.stale} />
      </section>
      <Overlays {...props} grid={grid} menu={menu()} onMenuClose={() => setMenu(undefined)} />
      <Show when={selection.count() > (props.chosen === undefined ? 0 : 1)}>
        <Later>
          <SelectionBar selection={selection} onClear={() => grid.refocus(selection.clear)} />
        </Later>
      </Show>
    </>
  );
}

type OverlayProps = Props & { grid: Grid; menu: Place | undefined; onMenuClose: () => void };

/** Above the rows: the menu of a cell or a column, and a column's figures. */
function Overlays(props: OverlayProps) {
  const [counted, setCounted] = createSignal<string>();
  const close = () => props.grid.refocus(() => setCounted(undefined));
  return (
    <>
      <Show when={props.menu}>
        {(place) => (
          <Later onClose={props.onMenuClose}>
            <CellMenu {...props} place={place()} onCount={setCounted} onClose={props.onMenuClose} />
          </Later>
        )}
      </Show>
      <Show when={counted()}>
        {(column) => (
          <Later onClose={close}>
            <StatisticsDialog {...props} column={column()} onClose={close} />
          </Later>
        )}
      </Show>
    </>
  );
}

type KeyOptions = { grid: Grid; selection: RowSelection; onMenu: (place: Place) => void };

/** The grid's own keys, those that pick rows; and an open document follows them. */
function makeKeys(props: Props, { grid, selection, onMenu }: KeyOptions) {
  const { columns, onSort, onChoose: onOpen } = props;
  const onKeyDown = makeGridKeys({ grid, columns, onSort, onOpen, onMenu });

  const selectByKey = makeSelectionKeys({ grid, selection, isOpen: () => props.chosen !== undefined });

  return (event: KeyboardEvent): void => {
    if (selectByKey(event, onKeyDown)) return;
    onKeyDown(event);
    const { row } = grid.active();
    if (props.chosen !== undefined && row >= 0 && row !== props.chosen) props.onChoose(row);
  };
}

type BodyProps = Pick<Props, 'rows' | 'columns' | 'dates' | 'chosen' | 'onChoose'> & {
  grid: Grid;
  selection: RowSelection;
  /** The cell whose button is shown. */
  pointed: Place | undefined;
  onMenu: (place: Place) => void;
};

/** The rows in sight. */
function GridBody(props: BodyProps) {
  function choose(event: MouseEvent): void {
    const row = rowOf(event.target);
    if (row === undefined) return;
    const place = readPlace(event.target);
    if (place) props.grid.setActive(place);
    if (event.shiftKey) return void props.selection.reach(row);
    if (event.ctrlKey || event.metaKey) return void props.selection.toggle(row);
    props.selection.only(row);
    props.onChoose(row);
  }

  /** With Shift the browser would mark text. */
  function press(event: MouseEvent): void {
    const place = event.shiftKey ? readPlace(event.target) : undefined;
    if (!place) return;
    event.preventDefault();
    props.grid.focusOn(place.row, place.column);
  }

  return (
    <div
      role="rowgroup"
      class="grid-body"
      style={{ height: `${props.grid.rows.drawn.getTotalSize()}px` }}
      onMouseDown={press}
      onClick={choose}
    >
      <For each={props.grid.rows.drawn.getVirtualItems()}>
        {(item) => (
          <GridRow
            grid={props.grid}
            columns={props.columns}
            dates={props.dates}
            hit={props.rows.hits()[item.index]}
            index={item.index}
            top={item.start - props.grid.rows.drawn.options.scrollMargin}
            chosen={props.selection.has(item.index) || props.chosen === item.index}
          />
        )}
      </For>
      <Show when={props.pointed}>
        {(place) => (
          <CellButton grid={props.grid} columns={props.columns} place={place()} onPress={() => props.onMenu(place())} />
        )}
      </Show>
    </div>
  );
}

function rowOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('[role="row"]') : undefined;
  const index = row?.getAttribute('aria-rowindex');
  return index ? Number(index) - 2 : undefined;
}
