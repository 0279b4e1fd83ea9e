import type { VirtualItem } from '@tanstack/solid-virtual';
import { createSignal, For, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { SortHow, WantedOrder } from '../address/sort.ts';
import type { Columns } from '../columns/create-columns.ts';
import { zoneLabel } from '../time/page-zone.ts';
import type { Dates } from './create-dates.ts';
import { type Grid, HEAD, keyOf, type Place } from './create-grid.ts';

type Props = {
  grid: Grid;
  columns: Columns;
  dates: Dates;
  order: WantedOrder;
  onSort: (column: string, how: SortHow) => void;
  onMenu: (place: Place) => void;
};

/** The head: press to sort, with Shift by this column as well, drag to move, drag the edge to make wider; its menu does all of that without dragging. */
export function GridHead(props: Props) {
  const [dragged, setDragged] = createSignal<number>();
  const [over, setOver] = createSignal<number>();
  const nameAt = (column: number) => props.columns.shown()[column] ?? '';

  function drop(to: number): void {
    const from = dragged();
    setOver(undefined);
    setDragged(undefined);
    if (from === undefined || from === to) return;
    const name = nameAt(from);
    props.columns.move(name, to);
    props.grid.focusOn(HEAD, props.columns.placeOf(name) ?? to);
  }

  return (
    <div role="rowgroup" class="grid-head">
      <div role="row" aria-rowindex={1}>
        <For each={props.grid.columns.drawn.getVirtualItems()}>
          {(item) => (
            <HeadCell
              {...props}
              place={{ row: HEAD, column: item.index }}
              name={nameAt(item.index)}
              item={item}
              drop={over() === item.index && dragged() !== item.index ? (dragged() ?? 0) : undefined}
              onDragStart={(event) => {
                if (props.columns.resizing()) return event.preventDefault();
                event.dataTransfer?.setData('text/plain', nameAt(item.index));
                setDragged(item.index);
              }}
              onDragOver={(event) => {
                if (dragged() === undefined) return;
                event.preventDefault();
                setOver(item.index);
              }}
              onDrop={(event) => {
                event.preventDefault();
                drop(item.index);
              }}
              onDragEnd={() => {
                setDragged(undefined);
                setOver(undefined);
              }}
            />
          )}
        </For>
      </div>
    </div>
  );
}

type CellProps = Props & {
  place: Place;
  name: string;
  item: VirtualItem;
  /** The column that would be dropped here comes from this place. */
  drop: number | undefined;
  onDragStart: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
  onDragEnd: () => void;
};

function HeadCell(props: CellProps) {
  const column = () => props.columns.columnOf(props.name);
  const rank = () => props.order.findIndex((sort) => sort.column === props.name);
  const sortState = () => {
    if (!column()?.sort) return undefined;
    const now = props.order[rank()];
    return now ? (`${now.order}ending` as const) : 'none';
  };
  const datesIn = () => {
    const zone = props.dates.zoneOf(props.name);
    return zone && zoneLabel(zone);
  };
  return (
    <div
      role="columnheader"
      class="grid-column"
      classList={{
        number: column()?.isNumber,
        ...props.grid.columns.classesOf(props.place.column),
        sortable: column()?.sort !== undefined,
        'drop-before': props.drop !== undefined && props.drop > props.place.column,
        'drop-behind': props.drop !== undefined && props.drop < props.place.column,
      }}
      data-cell={keyOf(props.place)}
      aria-colindex={props.place.column + 1}
      aria-sort={sortState()}
      aria-label={props.name}
      aria-description={saidOf(props, datesIn())}
      tabindex={props.grid.isActiveRow(HEAD) && props.grid.active().column === props.place.column ? 0 : -1}
      title={column()?.unknown ? t().table.unknownColumn : props.name}
      draggable={true}
      onDragStart={props.onDragStart}
      onDragOver={props.onDragOver}
      onDrop={props.onDrop}
      onDragEnd={props.onDragEnd}
      onClick={(event) => {
        props.grid.setActive(props.place);
        props.onSort(props.name, { also: event.shiftKey });
      }}
      style={props.grid.columns.placeOf(props.item)}
    >
      <Show when={column()?.unknown}>
        <Icon name="incomplete" class="warn" />
      </Show>
      <Show when={props.columns.isPinned(props.name)}>
        <Icon name="pin" />
      </Show>
      <bdi>{props.name}</bdi>
      <Show when={datesIn()}>{(zone) => <small>{zone()}</small>}</Show>
      <SortSign order={props.order} rank={rank()} />
      <HeadTools {...props} />
    </div>
  );
}

/** What else is to be known of the column. */
function saidOf({ columns, name, order }: CellProps, zone: string | undefined): string | undefined {
  if (columns.columnOf(name)?.unknown) return t().table.unknownColumn;
  const rank = order.findIndex((sort) => sort.column === name);
  const parts = [
    columns.isPinned(name) ? t().table.pinned : '',
    rank < 0 || order.length < 2 ? '' : t().table.sortPlace(rank + 1, order.length),
    zone === undefined ? '' : t().table.datesIn(zone),
  ];
  return parts.filter((part) => part !== '').join(', ') || undefined;
}

/** The direction, and the place in the order where it has several columns. */
function SortSign(props: { order: WantedOrder; rank: number }) {
  return (
    <Show when={props.order[props.rank]}>
      {(sort) => (
        <>
          <Icon name={sort().order === 'asc' ? 'up' : 'down'} />
          <Show when={props.order.length > 1}>
            <span class="sort-place">{props.rank + 1}</span>
          </Show>
        </>
      )}
    </Show>
  );
}

/** For the pointer; the keyboard has the space bar, and Shift with the arrows. */
function HeadTools(props: CellProps) {
  const stop = (event: Event) => event.stopPropagation();
  return (
    <>
      <button
        type="button"
        class="head-menu"
        tabindex="-1"
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          props.onMenu(props.place);
        }}
      >
        <Icon name="more" />
      </button>
      <span
        class="resizer"
        aria-hidden="true"
        onPointerDown={(event) => resizeFrom(event, props.columns, props.name)}
        onDblClick={() => props.columns.setWidth(props.name, undefined)}
        onClick={stop}
      />
    </>
  );
}

/** From the press on a column's edge until it is let go: the column is as much wider as the pointer is farther. */
function resizeFrom(press: PointerEvent & { currentTarget: HTMLElement }, columns: Columns, name: string): void {
  if (press.button !== 0) return;
  const width = columns.widthOf(name);
  const over = new AbortController();
  const on = (type: 'pointermove' | 'lostpointercapture', act: (event: PointerEvent) => void) =>
    // At the document: the edge itself may be scrolled away, and is no longer drawn then.
    document.addEventListener(type, (event) => event.pointerId === press.pointerId && act(event), {
      signal: over.signal,
    });
  press.currentTarget.setPointerCapture(press.pointerId);
  columns.setResizing(true);
  on('pointermove', ({ clientX }) => columns.setWidth(name, width + clientX - press.clientX));
  on('lostpointercapture', () => {
    over.abort();
    columns.setResizing(false);
  });
}
