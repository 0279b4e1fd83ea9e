import { ByteBuffer, CR, LF } from '../../../../shared/json/bytes.ts';
import type { CsvFormat } from '../../../../shared/request.ts';
import type { Undated } from '../row-writer.ts';
import type { DateReaders } from '../scanners.ts';
import { CellWriter } from './cells.ts';
import { ColumnRows } from './column-rows.ts';
import { EMPTY_OBJECT, MISSING, NULL, PLAIN, RAW, TEXT } from './csv-reader.ts';
import { DateCells, type DateColumn } from './date-cells.ts';
import type { FieldTree } from './field-tree.ts';
import { plainText } from './lists.ts';

const UTF8 = new TextEncoder();

/** One line a row: each column's value, an empty cell where it is null or missing. */
export class CsvRowWriter extends ColumnRows {
  readonly #cells: CellWriter;
  readonly #rest: boolean;
  readonly #delimiter: number;
  /** Of dates. */
  readonly #scratch = new ByteBuffer(64);
  readonly #join: string | undefined;
  readonly #dates: DateCells | undefined;

  /** @param readers  of the rows' date columns, by path; those that have none stay as they are stored */
  constructor(format: CsvFormat, readers: DateReaders = new Map()) {
    super(format);
    this.#delimiter = format.delimiter.charCodeAt(0);
    this.#cells = new CellWriter(this.#delimiter, format.guard);
    this.#rest = format.rest;
    this.#join = format.join;
    if (format.dates) this.#dates = dateCells(format.dates, { tree: this.tree, readers });
  }

  get undated(): Undated | undefined {
    return this.#dates;
  }

  write(bytes: Uint8Array, out: ByteBuffer): void {
    const { order } = this;
    this.#dates?.begin();
    this.ids?.place(bytes, this.reader);
    for (let i = 0; i < order.length; i++) {
      if (i > 0) this.#part(out);
      this.#cell(order[i] as number, bytes, out);
    }
    if (this.#rest) {
      if (order.length > 0) this.#part(out);
      const { rest } = this.reader;
      if (rest.length > 0) {
        const json = this.json.object(rest, bytes);
        this.#cells.raw(json, 0, json.length, out);
      }
    }
    out.reserve(2);
    out.bytes[out.length++] = CR;
    out.bytes[out.length++] = LF;
  }

  #part(out: ByteBuffer): void {
    out.reserve(1);
    out.bytes[out.length++] = this.#delimiter;
  }

  #cell(column: number, bytes: Uint8Array, out: ByteBuffer): void {
    const { reader } = this;
    const kind = reader.kinds[column] as number;
    if (kind === MISSING || kind === NULL) return;
    const dates = this.#dates?.holds(column) ? this.#dates : undefined;
    if (dates && this.#dateCell(dates, column, bytes, out)) return;
    if (!dates && this.#join !== undefined && this.isList(column)) {
      this.#text(this.valuesOf(column, bytes).map(plainText).join(this.#join), out);
      return;
    }
    const start = reader.starts[column] as number;
    const stop = reader.stops[column] as number;
    if (kind === TEXT) this.#cells.text(bytes, start, stop, out);
    else if (kind === PLAIN) {
      out.reserve(stop - start);
      out.copy(bytes, start, stop);
    } else if (kind === RAW) this.#cells.raw(bytes, start, stop, out);
    else {
      const json = this.jsonOf(column, bytes);
      this.#cells.raw(json, 0, json.length, out);
    }
  }

  /** False where the cell stays as it is stored. */
  #dateCell(dates: DateCells, column: number, bytes: Uint8Array, out: ByteBuffer): boolean {
    const { kinds, starts, stops } = this.reader;
    const kind = kinds[column] as number;
    if (this.isList(column)) return this.#dateList(dates, column, bytes, out);
    const scratch = this.#scratch;
    scratch.length = 0;
    const json = { bytes, start: starts[column] as number, stop: stops[column] as number };
    if (kind === EMPTY_OBJECT) dates.leave(column);
    else if (kind === TEXT ? dates.text(column, json, scratch) : dates.plain(column, json, scratch)) {
      this.#cells.text(scratch.bytes, 0, scratch.length, out);
      return true;
    }
    return false;
  }

  #dateList(dates: DateCells, column: number, bytes: Uint8Array, out: ByteBuffer): boolean {
    const stored = this.valuesOf(column, bytes);
    const shown = stored.map((json) => dates.json(column, json));
    if (this.#join !== undefined) this.#text(shown.map(plainText).join(this.#join), out);
    else if (shown.every((json, i) => json === stored[i])) return false;
    else {
      const json = UTF8.encode(`[${shown.join(',')}]`);
      this.#cells.raw(json, 0, json.length, out);
    }
    return true;
  }

  /** Text that did not stand in the document. Half a surrogate pair becomes U+FFFD, as everywhere. */
  #text(text: string, out: ByteBuffer): void {
    const json = UTF8.encode(JSON.stringify(text));
    this.#cells.text(json, 1, json.length - 1, out);
  }
}

function dateCells(
  { zone, columns }: NonNullable<CsvFormat['dates']>,
  { tree, readers }: { tree: FieldTree; readers: DateReaders },
): DateCells {
  const dates = new Array<DateColumn | undefined>(tree.columnCount);
  for (const path of columns) {
    const column = tree.column(path);
    const reader = readers.get(path);
    const why = reader ? 'value' : readers.has(path) ? 'format' : 'untold';
    if (column >= 0) dates[column] = { path, why, reader };
  }
  return new DateCells(zone, dates);
}
