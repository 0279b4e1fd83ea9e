import type { ExportFormat } from '../../../../shared/request.ts';
import { RawCells } from '../../scan/cells/raw-cells.ts';
import type { Bytes } from '../encoder.ts';

/** Where the row ends that begins at `at`, among rows as the format's scanner made them. */
export type RowEnd = (rows: Bytes, at: number) => number;

const LF = 0x0a;
const QUOTE = 0x22;
/** What a row of a JSON array begins with: a comma and a line break. */
const JSON_HEAD = 2;

/** How rows of this format are told apart. */
export function rowEndsOf(format: ExportFormat): RowEnd {
  switch (format.kind) {
    case 'csv':
      return csvRowEnd;
    case 'ndjson':
      return (rows, at) => behind(rows.indexOf(LF, at), rows);
    case 'json':
      return jsonRowEnd;
    default:
      return cellsEnd(format.columns.length + (format.rest ? 1 : 0));
  }
}

function behind(found: number, rows: Bytes): number {
  return found < 0 ? rows.length : found + 1;
}

/** A line break within quotes is a value's; a quote within quotes is doubled, which ends them and begins them again. */
function csvRowEnd(rows: Bytes, at: number): number {
  let from = at;
  for (;;) {
    const end = behind(rows.indexOf(LF, from), rows);
    const quote = indexWithin(rows, from, end);
    if (quote < 0) return end;
    const closing = rows.indexOf(QUOTE, quote + 1);
    if (closing < 0) return rows.length;
    from = closing + 1;
  }
}

/** Rows are short: to look for a quote behind them would cost as much as all rows that follow. */
function indexWithin(rows: Bytes, from: number, end: number): number {
  for (let i = from; i < end; i++) if (rows[i] === QUOTE) return i;
  return -1;
}

/** A document is on one line, and the comma before the next line is that row's. */
function jsonRowEnd(rows: Bytes, at: number): number {
  const next = rows.indexOf(LF, at + JSON_HEAD);
  return next < 0 ? rows.length : next - 1;
}

/** `count` cells a row. */
function cellsEnd(count: number): RowEnd {
  let cells = new RawCells(new Uint8Array(0));
  return (rows, at) => {
    if (cells.bytes !== rows) cells = new RawCells(rows);
    cells.stop = at;
    for (let i = 0; i < count; i++) if (!cells.next()) return rows.length;
    return cells.stop;
  };
}
