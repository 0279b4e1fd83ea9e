import { BACKSLASH, type ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { DateReaders } from '../scanners.ts';
import { ColumnRows, type Columns } from './column-rows.ts';
import { MISSING as NO_VALUE, NULL as NULL_VALUE, PLAIN as PLAIN_VALUE, TEXT as TEXT_VALUE } from './csv-reader.ts';
import { MomentCells, type MomentColumn } from './moment-cells.ts';
import { ESCAPED, HEAD_BYTES, JSON_CELL, MISSING, NULL, PLAIN, putHead, TEXT, UNREAD } from './raw-cells.ts';

const UTF8 = new TextEncoder();

/** Dates in these columns are read so. */
export type RawDates = { readonly columns: readonly MomentColumn[]; readonly readers: DateReaders };

/** Cells as they are stored (`raw-cells.ts`), one after another: each column's, and that of `_rest` where it is asked for. */
export class RawRowWriter extends ColumnRows {
  readonly #rest: boolean;
  readonly #dates: MomentCells | undefined;

  /** `dates`: of those that the encoders do not know how to read as they are stored. */
  constructor(columns: Columns, dates?: RawDates) {
    super(columns);
    this.#rest = columns.rest;
    this.#dates = dates && new MomentCells(dates.columns, { tree: this.tree, readers: dates.readers });
  }

  write(bytes: Uint8Array, out: ByteBuffer): void {
    const { order } = this;
    this.ids?.place(bytes, this.reader);
    for (let i = 0; i < order.length; i++) this.#cell(order[i] as number, bytes, out);
    if (!this.#rest) return;
    const { rest } = this.reader;
    if (rest.length === 0) putHead(out, MISSING, 0);
    else putJson(out, JSON_CELL, this.json.object(rest, bytes));
  }

  #cell(column: number, bytes: Uint8Array, out: ByteBuffer): void {
    const { reader } = this;
    const dates = this.#dates?.holds(column) ? this.#dates : undefined;
    const kind = reader.kinds[column];
    if (kind === NO_VALUE) putHead(out, MISSING, 0);
    else if (kind === NULL_VALUE) putHead(out, NULL, 0);
    else if (kind === TEXT_VALUE || kind === PLAIN_VALUE) {
      const span = { start: reader.starts[column] as number, stop: reader.stops[column] as number };
      const own = kind === PLAIN_VALUE ? PLAIN : textKind(bytes, span);
      if (!dates) put(out, own, bytes, span);
      else if (own === ESCAPED || !dates.put(column, bytes, span, out)) this.#dateCell(dates, column, bytes, out);
    } else if (dates) this.#dateCell(dates, column, bytes, out);
    else putJson(out, JSON_CELL, this.jsonOf(column, bytes));
  }

  #dateCell(dates: MomentCells, column: number, bytes: Uint8Array, out: ByteBuffer): void {
    const isList = this.isList(column);
    const read = isList
      ? dates.readAll(column, this.valuesOf(column, bytes))
      : dates.read(column, this.jsonOf(column, bytes));
    if (read === undefined) putJson(out, UNREAD, this.jsonOf(column, bytes));
    else if (isList) putJson(out, JSON_CELL, UTF8.encode(read));
    else putJson(out, TEXT, UTF8.encode(read.slice(1, -1)));
  }
}

type Span = { start: number; stop: number };

function textKind(bytes: Uint8Array, { start, stop }: Span): number {
  for (let i = start; i < stop; i++) if (bytes[i] === BACKSLASH) return ESCAPED;
  return TEXT;
}

function putJson(out: ByteBuffer, kind: number, json: Uint8Array): void {
  put(out, kind, json, { start: 0, stop: json.length });
}

function put(out: ByteBuffer, kind: number, bytes: Uint8Array, { start, stop }: Span): void {
  out.reserve(stop - start + HEAD_BYTES);
  putHead(out, kind, stop - start);
  out.copy(bytes, start, stop);
}
