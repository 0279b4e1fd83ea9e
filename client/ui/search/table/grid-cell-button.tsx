import { Icon } from '../../lib/icon.tsx';
import type { Columns } from '../columns/create-columns.ts';
import type { Grid, Place } from './create-grid.ts';

/** CSS pixels that a cell's button takes where its value does not begin: at the end, or before a number. */
const BUTTON = 28;

type Pointed = {
  before: Place | undefined;
  /** CSS pixels from the table's left at which the pinned columns end. */
  edge: number;
};

/** The cell whose button is shown; where the button would come up under the pointer, and catch a click meant for the row, or over a pinned value, none. */
export function pointedCell(event: PointerEvent, { before, edge }: Pointed): Place | undefined {
  const { target } = event;
  if (event.pointerType !== 'mouse' || !(target instanceof Element)) return undefined;
  if (target.closest('.cell-menu')) return before;
  const cell = target.closest<HTMLElement>('[role="gridcell"]');
  if (!cell) return undefined;
  const { left, right } = cell.getBoundingClientRect();
  const at = cell.classList.contains('number') ? left : right - BUTTON;
  const isUnder = event.clientX >= at && event.clientX <= at + BUTTON;
  const pinnedEnd = (cell.closest('.table-wrap')?.getBoundingClientRect().left ?? 0) + edge;
  const isOverPinned = !cell.classList.contains('pinned') && at < pinnedEnd;
  return isUnder || isOverPinned ? undefined : readPlace(cell);
}

/** For the pointer; the keyboard has the space bar. One for all cells, so that a row costs no more than its values. */
export function CellButton(props: { grid: Grid; columns: Columns; place: Place; onPress: () => void }) {
  const column = () => props.grid.columns.drawn.getVirtualItems().find(({ index }) => index === props.place.column);
  const isNumber = () => props.columns.columnOf(props.columns.shown()[props.place.column] ?? '')?.isNumber ?? false;
  const x = () => (isNumber() ? (column()?.start ?? 0) + 2 : (column()?.end ?? 0) - BUTTON + 2);
  return (
    <div class="cell-button" classList={{ pinned: props.place.column < props.grid.columns.pinned().stuck }}>
      <button
        type="button"
        class="cell-menu"
        tabindex="-1"
        aria-hidden="true"
        style={{ transform: `translate(${x()}px, ${props.grid.rows.topOf(props.place.row) + 1}px)` }}
        onClick={(event) => {
          event.stopPropagation();
          props.onPress();
        }}
      >
        <Icon name="more" />
      </button>
    </div>
  );
}

/** Which cell something of the page is in, or the head of which column. */
export function readPlace(target: EventTarget | null): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : undefined;
  const [row, column] = (cell?.dataset.cell ?? '').split(':').map(Number);
  return row === undefined || column === undefined ? undefined : { row, column };
}
