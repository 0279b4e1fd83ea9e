import { resolveColumns } from '../../../../shared/columns.ts';
import type { Cell } from '../../../../shared/flatten.ts';
import type { Found } from '../create-search.ts';
import { makeSortFields, type SortField } from '../sort.ts';
import { cellsOf, viewOf } from './cells.ts';

export type TableColumn = {
  readonly name: string;
  /** Numbers stand at the right, when a column holds nothing else. */
  readonly isNumber: boolean;
  /** CSS pixels that its head and first values take. */
  readonly width: number;
  readonly sort: SortField | undefined;
  /** A name from the address that neither the mapping nor a row has. */
  readonly unknown: boolean;
};

export const MIN_WIDTH = 64;
const MAX_FIRST_WIDTH = 340;
/** Of a monospaced sign at 12 px, and of what stands around a value. */
const CHAR_WIDTH = 7.3;
const PADDING = 42;
/** Rows that the widths are taken from. */
const MEASURED_ROWS = 50;

/** The columns that an export would have, and those that the address names besides. */
export function makeColumns({ hits, fields }: Found, named: readonly string[] = []): TableColumn[] {
  const rows = hits.map(cellsOf);
  const sortField = makeSortFields(fields);
  const resolved = resolveColumns(
    fields,
    rows.map((row) => row.keys()),
  );
  const known = new Set(resolved);
  return [...resolved, ...named.filter((name) => !known.has(name))].map((name) => {
    const cells = rows.map((row) => row.get(name));
    const sort = sortField(name);
    return { name, isNumber: isNumeric(cells), width: widthOf(name, cells), sort, unknown: !known.has(name) };
  });
}

function isNumeric(cells: readonly (Cell | undefined)[]): boolean {
  const filled = cells.filter((cell) => cell !== undefined && cell.text !== '');
  return filled.length > 0 && filled.every((cell) => cell?.raw === true && /^-?\d/.test(cell.text));
}

function widthOf(name: string, cells: readonly (Cell | undefined)[]): number {
  const texts = cells.slice(0, MEASURED_ROWS).map((cell) => viewOf(cell).text);
  const longest = Math.max(name.length + 3, ...texts.map(displayLength));
  return Math.round(Math.max(MIN_WIDTH, Math.min(MAX_FIRST_WIDTH, longest * CHAR_WIDTH + PADDING)));
}

/** Hangul, Chinese and Japanese signs take the room of two. */
function displayLength(text: string): number {
  return text.length + (text.match(/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0);
}
