import type { SortHow } from '../address/sort.ts';
import type { Columns } from '../columns/create-columns.ts';
import { type Grid, HEAD, type Place } from './create-grid.ts';

type Options = {
  grid: Grid;
  columns: Columns;
  onSort: (column: string, how: SortHow) => void;
  onOpen: (row: number) => void;
  onMenu: (place: Place) => void;
};

/**
 * The keys of a grid (WAI-ARIA): arrows, Home and End within the row, with Ctrl to the first and last; Enter opens the
 * document or sorts, with Shift by this column as well; Space or the menu key opens what there is to do. In the head Shift
 * with an arrow makes the column wider, Ctrl with an arrow moves it.
 */
export function makeGridKeys({ grid, columns, ...on }: Options): (event: KeyboardEvent) => void {
  const nameAt = (column: number) => columns.shown()[column] ?? '';

  function inHead(event: KeyboardEvent, { column }: Place): boolean {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step === 0 || (!event.shiftKey && !event.ctrlKey && !event.metaKey)) return false;
    if (event.shiftKey) columns.widen(nameAt(column), step);
    else {
      const name = nameAt(column);
      columns.move(name, column + step);
      grid.focusOn(HEAD, columns.placeOf(name) ?? column);
    }
    return true;
  }

  function act(event: KeyboardEvent, place: Place): boolean {
    const isMenu =
      (event.key === ' ' && !event.shiftKey) || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (isMenu) on.onMenu(place);
    else if (event.key !== 'Enter') return false;
    else if (place.row === HEAD) on.onSort(nameAt(place.column), { also: event.shiftKey });
    else on.onOpen(place.row);
    return true;
  }

  return (event) => {
    const place = grid.active();
    if (event.altKey || event.defaultPrevented) return;
    if (place.row === HEAD && inHead(event, place)) return event.preventDefault();
    const next = act(event, place) ? place : target(event, place, grid);
    if (!next) return;
    event.preventDefault();
    if (next !== place) grid.focusOn(next.row, next.column);
  };
}

function target(event: KeyboardEvent, { row, column }: Place, grid: Grid): Place | undefined {
  const [far, last] = [event.ctrlKey || event.metaKey, grid.count() - 1];
  switch (event.key) {
    case 'ArrowDown':
      return { row: far ? last : row + 1, column };
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, column };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'PageDown':
      return { row: row + grid.rows.perPage(), column };
    case 'PageUp':
      return { row: Math.max(0, row - grid.rows.perPage()), column };
    case 'Home':
      return far ? { row: 0, column: 0 } : { row, column: 0 };
    case 'End':
      return far ? { row: last, column: Number.MAX_SAFE_INTEGER } : { row, column: Number.MAX_SAFE_INTEGER };
    default:
      return undefined;
  }
}
