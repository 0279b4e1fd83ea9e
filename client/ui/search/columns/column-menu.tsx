import { t } from '../../lib/i18n.ts';
import type { WantedSort } from '../address/sort.ts';
import { type MenuAction, PlacedMenu } from '../values/placed-menu.tsx';
import type { Columns } from './create-columns.ts';

type Props = {
  columns: Columns;
  /** Its place among those shown. */
  column: number;
  sort: WantedSort | undefined;
  onSort: (column: string, order?: WantedSort['order']) => void;
  at: () => HTMLElement | undefined;
  onMoved: (column: number) => void;
  onClose: () => void;
};

/** All that can be done with a column, without dragging. */
export function ColumnMenu(props: Props) {
  const name = () => props.columns.shown()[props.column] ?? '';
  const last = () => props.columns.shown().length - 1;

  function move(step: 1 | -1): void {
    props.columns.move(name(), props.column + step);
    props.onMoved(props.column + step);
  }

  const actions = (): MenuAction[] => {
    const words = t().table;
    const sortable = props.columns.columnOf(name())?.sort !== undefined;
    return [
      { label: words.ascending, icon: 'up', off: !sortable, onSelect: () => props.onSort(name(), 'asc') },
      { label: words.descending, icon: 'down', off: !sortable, onSelect: () => props.onSort(name(), 'desc') },
      { label: words.moveLeft, icon: 'left', off: props.column === 0, onSelect: () => move(-1) },
      { label: words.moveRight, icon: 'right', off: props.column === last(), onSelect: () => move(1) },
      { label: words.wider, icon: 'wider', onSelect: () => props.columns.widen(name(), 3) },
      { label: words.narrower, icon: 'wider', onSelect: () => props.columns.widen(name(), -3) },
      { label: words.hide, icon: 'close', off: last() === 0, onSelect: () => props.columns.hide(name()) },
    ];
  };
  const unsortable = () => (props.columns.columnOf(name())?.sort ? undefined : t().table.notSortable);

  return (
    <PlacedMenu
      label={t().table.columnMenu(name())}
      note={unsortable()}
      actions={actions()}
      at={props.at}
      onClose={props.onClose}
    />
  );
}
