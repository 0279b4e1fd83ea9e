import type { Grid } from './create-grid.ts';
import type { RowSelection } from './create-selection.ts';

type Options = {
  grid: Grid;
  selection: RowSelection;
  /** A document is: Escape closes it before it drops what is picked. */
  isOpen: () => boolean;
};

const MOVES = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']);

/**
 * The keys that pick rows (WAI-ARIA): Shift with a key that goes to another row takes all between; Shift and space one
 * row, Ctrl and A all that are loaded; Escape lets go. True where the key was one of them.
 */
export function makeSelectionKeys({ grid, selection, isOpen }: Options) {
  return (event: KeyboardEvent, move: (event: KeyboardEvent) => void): boolean => {
    const { row } = grid.active();
    if (row < 0 || event.altKey || event.defaultPrevented) return false;
    const isFar = event.ctrlKey || event.metaKey;
    if (event.shiftKey && MOVES.has(event.key)) {
      move(event);
      selection.reach(Math.max(0, grid.active().row), row);
      return true;
    }
    if (event.shiftKey && event.key === ' ') selection.toggle(row);
    else if (isFar && !event.shiftKey && event.key.toLowerCase() === 'a') selection.all();
    else if (event.key === 'Escape' && !isOpen() && selection.count() > 0) selection.clear();
    else return false;
    event.preventDefault();
    return true;
  };
}
