import { resolveColumns } from '../../../shared/columns.ts';
import { type Cell, flattenRow } from '../../../shared/flatten.ts';
import type { Found } from './create-search.ts';

export type PreviewColumn = { readonly name: string; readonly isNumber: boolean };
/** Texts, in the columns' order. */
export type PreviewRow = readonly string[];

export type Preview = {
  readonly columns: readonly PreviewColumn[];
  readonly rows: readonly PreviewRow[];
  /** Rows of the whole result, and columns an export would have. */
  readonly total: number;
  readonly allColumns: number;
};

/** More columns than these make a table that no browser scrolls well. */
const SHOWN_COLUMNS = 60;
/** A cell's text is cut here; the document shows it whole. */
const SHOWN_CHARS = 300;

/** The first rows as a table: the columns an export would have, each value as it is stored. */
export function makePreview({ hits, fields, total }: Found): Preview {
  const cells = hits.map(({ _source }) => flattenRow(_source));
  const names = resolveColumns(
    fields,
    cells.map((row) => row.keys()),
  );
  const shown = names.slice(0, SHOWN_COLUMNS);
  return {
    columns: shown.map((name) => ({ name, isNumber: isNumeric(cells.map((row) => row.get(name))) })),
    rows: cells.map((row) => shown.map((name) => toText(row.get(name)))),
    total,
    allColumns: names.length,
  };
}

/** Numbers stand at the right, when a column holds nothing else. */
function isNumeric(cells: readonly (Cell | undefined)[]): boolean {
  const filled = cells.filter((cell) => cell !== undefined && cell.text !== '');
  return filled.length > 0 && filled.every((cell) => cell?.raw === true && /^-?\d/.test(cell.text));
}

function toText(cell: Cell | undefined): string {
  const text = cell?.text ?? '';
  const cut = text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
  return cut.replace(/\r\n|\n|\r/g, '↵');
}
