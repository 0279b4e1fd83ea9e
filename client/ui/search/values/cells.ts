import { type Cell, flattenRow } from '../../../../shared/flatten.ts';
import type { Hit } from '../../../../shared/http.ts';
import { inTasks } from '../../lib/next-task.ts';

/** What a cell shows. Missing, null and empty text are three things, and look it. */
export type CellView = { readonly kind: 'text' | 'null' | 'empty' | 'missing'; readonly text: string };

/** A cell's text is cut here; the document shows it whole. */
const SHOWN_CHARS = 300;
/** A cell costs about as much as so many characters of JSON. */
export const CELL_CHARS = 25;
const MISSING: CellView = { kind: 'missing', text: '–' };

const flattened = new WeakMap<Hit, Map<string, Cell>>();

/** A row's cells by dotted path; computed once, when the row is first looked at. */
export function cellsOf(hit: Hit): ReadonlyMap<string, Cell> {
  let cells = flattened.get(hit);
  if (!cells) {
    cells = flattenRow(hit._source);
    flattened.set(hit, cells);
  }
  return cells;
}

/** Cuts rows ahead of the time at which all of them are looked at; a few or many, in tasks that nobody notices. */
export function cutIntoCells(hits: readonly Hit[]): Promise<void> {
  return inTasks(hits, (hit) => cellsOf(hit).size * CELL_CHARS);
}

export function viewOf(cell: Cell | undefined, chars = SHOWN_CHARS): CellView {
  if (cell === undefined) return MISSING;
  if (cell.text === '') return cell.raw ? { kind: 'null', text: 'null' } : { kind: 'empty', text: '""' };
  const { text } = cell;
  const cut = text.length > chars ? `${cutWhole(text, chars)}…` : text;
  return { kind: 'text', text: cut.replace(/\r\n|\n|\r/g, '↵') };
}

/** Not in the middle of a surrogate pair. */
function cutWhole(text: string, at: number): string {
  return text.slice(0, at).replace(/[\ud800-\udbff]$/, '');
}
