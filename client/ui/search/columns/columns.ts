import { columnPaths, resolveColumns } from '../../../../shared/columns.ts';
import type { Cell } from '../../../../shared/flatten.ts';
import { makeSortFields, type SortField } from '../address/sort.ts';
import type { Found } from '../state/create-search.ts';
import { datesSomewhere } from '../time/times.ts';
import { cellsOf, viewOf } from '../values/cells.ts';

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
export const MAX_WIDTH = 2000;
const MAX_FIRST_WIDTH = 340;
/** Of a monospaced sign at 12 px, and of what stands around a value. */
const CHAR_WIDTH = 7.3;
const PADDING = 42;
/** Signs that a zone takes beside a date column's name; and a date in a zone, with its offset for `Z`. */
const ZONE = { head: 12, value: 5 };
/** What the widths are taken from: the first rows, fewer where each has thousands of values. */
const MEASURED = { rows: 50, cells: 20_000 };

/** The columns that an export would have, with those that no document fills. */
export function makeColumns({ hits, fields }: Pick<Found, 'hits' | 'fields'>): TableColumn[] {
  const rows = hits.map(cellsOf);
  const looks = looksOf(rows);
  const sortField = makeSortFields(fields);
  const dates = new Set(datesSomewhere(fields));
  const mapped = new Set(fields.map(({ name }) => name));
  const names = resolveColumns(
    fields,
    rows.map((row) => columnPaths(row, mapped)),
  );
  return names.map((name) => {
    const { numbers = 0, others = 0, longest = 0 } = looks.get(name) ?? {};
    const isNumber = numbers > 0 && others === 0;
    return { name, isNumber, width: widthOf(name, longest, dates.has(name)), sort: sortField(name), unknown: false };
  });
}

/** Columns that the address names and nothing else does, beside those that there are. */
export function unknownColumns(named: readonly string[], known: ReadonlyMap<string, TableColumn>): TableColumn[] {
  return named
    .filter((name) => !known.has(name))
    .map((name) => ({ name, isNumber: false, width: widthOf(name, 0), sort: undefined, unknown: true }));
}

/** What stands in a column: values that are numbers, others, and the signs that the longest takes. */
type Look = { numbers: number; others: number; longest: number };

/** By the values that there are: of the columns of a row most are empty, where there are thousands. */
function looksOf(rows: readonly ReadonlyMap<string, Cell>[]): Map<string, Look> {
  const looks = new Map<string, Look>();
  let measured = 0;
  for (const [i, row] of rows.entries()) {
    const isMeasured = i < MEASURED.rows && measured < MEASURED.cells;
    if (isMeasured) measured += row.size;
    for (const [name, cell] of row) {
      const look = looks.get(name) ?? newLook(looks, name);
      if (cell.text !== '') {
        if (cell.raw && /^-?\d/.test(cell.text)) look.numbers += 1;
        else look.others += 1;
      }
      if (isMeasured) look.longest = Math.max(look.longest, displayLength(viewOf(cell).text));
    }
  }
  return looks;
}

function newLook(looks: Map<string, Look>, name: string): Look {
  const look = { numbers: 0, others: 0, longest: 0 };
  looks.set(name, look);
  return look;
}

/** @param longest signs of its longest value */
function widthOf(name: string, longest: number, isDate = false): number {
  const signs = isDate
    ? Math.max(name.length + 3 + ZONE.head, longest + ZONE.value)
    : Math.max(name.length + 3, longest);
  return Math.round(Math.max(MIN_WIDTH, Math.min(MAX_FIRST_WIDTH, signs * CHAR_WIDTH + PADDING)));
}

/** Hangul, Chinese and Japanese signs take the room of two. */
function displayLength(text: string): number {
  return text.length + (text.match(/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0);
}
