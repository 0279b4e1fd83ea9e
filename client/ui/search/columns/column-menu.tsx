import { t } from '../../lib/i18n.ts';
import { isFull, type SortHow, type WantedOrder } from '../address/sort.ts';
import { chooseZone, ZONES, zone, zoneLabel } from '../time/page-zone.ts';
import { type MenuAction, PlacedMenu } from '../values/placed-menu.tsx';
import type { Columns } from './create-columns.ts';

type Props = {
  columns: Columns;
  /** Its place among those shown. */
  column: number;
  hasDates: boolean;
  order: WantedOrder;
  onSort: (column: string, how: SortHow) => void;
  /** Whether the index knows it as a field. */
  isCounted: boolean;
  onCount: (column: string) => void;
  at: () => HTMLElement | undefined;
  /** It stands in another place now. */
  onMoved: (name: string) => void;
  onClose: () => void;
};

/** All that can be done with a column, without dragging. */
export function ColumnMenu(props: Props) {
  const name = () => props.columns.shown()[props.column] ?? '';
  const last = () => props.columns.shown().length - 1;

  function move(step: 1 | -1): void {
    const moved = name();
    props.columns.move(moved, props.column + step);
    props.onMoved(moved);
  }

  function pin(on: boolean): void {
    const moved = name();
    props.columns.pin(moved, on);
    props.onMoved(moved);
  }

  const actions = (): MenuAction[] => {
    const words = t().table;
    return [
      ...sortActions(props, name()),
      { label: words.statistics, icon: 'statistics', off: !props.isCounted, onSelect: () => props.onCount(name()) },
      { label: words.moveLeft, icon: 'left', off: !props.columns.canMove(name(), -1), onSelect: () => move(-1) },
      { label: words.moveRight, icon: 'right', off: !props.columns.canMove(name(), 1), onSelect: () => move(1) },
      props.columns.isPinned(name())
        ? { label: words.unpin, icon: 'unpin', onSelect: () => pin(false) }
        : { label: words.pin, icon: 'pin', onSelect: () => pin(true) },
      { label: words.wider, icon: 'wider', onSelect: () => props.columns.widen(name(), 3) },
      { label: words.narrower, icon: 'wider', onSelect: () => props.columns.widen(name(), -3) },
      ...zoneActions(props.hasDates),
      { label: words.hide, icon: 'close', off: last() === 0, onSelect: () => props.columns.hide(name()) },
    ];
  };
  const uncounted = () => (props.isCounted ? undefined : t().table.uncounted);
  const unsortable = () => {
    if (!props.columns.columnOf(name())?.sort) return t().table.notSortable;
    return isFull(props.order) && !isSortedBy(props.order, name()) ? t().table.sortFull(props.order.length) : undefined;
  };

  return (
    <PlacedMenu
      label={t().table.columnMenu(name())}
      note={[unsortable(), uncounted()].filter((one) => one !== undefined).join(' ') || undefined}
      actions={actions()}
      at={props.at}
      onClose={props.onClose}
    />
  );
}

/** The dates of all columns, and of the chart, in the other of the two zones. */
function zoneActions(hasDates: boolean): MenuAction[] {
  return ZONES.filter((one) => hasDates && one !== zone()).map((one) => ({
    label: t().table.datesIn(zoneLabel(one)),
    icon: 'clock',
    onSelect: () => chooseZone(one),
  }));
}

/** Sorted by this column alone, or by it as well where the table is sorted by another one. */
function sortActions({ columns, order, onSort }: Props, name: string): MenuAction[] {
  const words = t().table;
  const cannot = columns.columnOf(name)?.sort === undefined;
  const isSorted = isSortedBy(order, name);
  const action = (label: string, icon: MenuAction['icon'], how: SortHow, off = cannot): MenuAction => ({
    ...{ label, icon, off, onSelect: () => onSort(name, how) },
  });
  const noRoom = cannot || (isFull(order) && !isSorted);
  return [
    action(words.ascending, 'up', { order: 'asc' }),
    action(words.descending, 'down', { order: 'desc' }),
    ...(order.some(({ column }) => column !== name)
      ? [
          action(words.alsoAscending, 'up', { order: 'asc', also: true }, noRoom),
          action(words.alsoDescending, 'down', { order: 'desc', also: true }, noRoom),
        ]
      : []),
    ...(isSorted ? [action(words.unsort, 'close', { order: 'none', also: true })] : []),
  ];
}

function isSortedBy(order: WantedOrder, name: string): boolean {
  return order.some(({ column }) => column === name);
}
