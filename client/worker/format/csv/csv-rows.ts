import {
  ByteBuffer,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
} from '../../../../shared/json/bytes.ts';
import { copyTidy } from '../../../../shared/json/tidy.ts';
import type { CsvFormat } from '../../../../shared/request.ts';
import type { RowWriter, Undated } from '../../rows/row-writer.ts';
import type { DateReaders } from '../format.ts';
import { CellWriter } from './cells.ts';
import {
  CsvReader,
  EMPTY_OBJECT,
  type Found,
  MISSING,
  NULL,
  PLAIN,
  RAW,
  RAW_COMMENTED,
  REPEATED,
  TEXT,
} from './csv-reader.ts';
import { DateCells, type DateColumn } from './date-cells.ts';
import { FieldTree } from './field-tree.ts';
import { plainText, valuesOf } from './lists.ts';

const UTF8 = new TextEncoder();
const DECODER = new TextDecoder();

/** One line a row: each column's value, an empty cell where it is null or missing. */
export class CsvRowWriter implements RowWriter {
  readonly #reader: CsvReader;
  readonly #cells: CellWriter;
  readonly #rest: boolean;
  readonly #delimiter: number;
  /** The distinct column that each column of the file shows. */
  readonly #order: Int32Array;
  readonly #scratch = new ByteBuffer(256);
  readonly #join: string | undefined;
  readonly #dates: DateCells | undefined;

  /** @param readers  of the rows' date columns, by path; those that have none stay as they are stored */
  constructor(format: CsvFormat, readers: DateReaders = new Map()) {
    const tree = new FieldTree(format.columns);
    this.#reader = new CsvReader(tree, format.rest);
    this.#delimiter = format.delimiter.charCodeAt(0);
    this.#cells = new CellWriter(this.#delimiter, format.guard);
    this.#rest = format.rest;
    this.#order = Int32Array.from(format.columns, (path) => tree.column(path));
    this.#join = format.join;
    if (format.dates) this.#dates = dateCells(format.dates, { tree, readers });
  }

  get tree(): FieldTree {
    return this.#reader.tree;
  }

  get missed(): Int32Array {
    return this.#reader.missed;
  }

  get missedCount(): number {
    return this.#reader.missedCount;
  }

  get undated(): Undated | undefined {
    return this.#dates;
  }

  fieldPath(id: number): string {
    return this.#reader.tree.pathOf(id);
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    return this.#reader.read(bytes, start, end);
  }

  write(bytes: Uint8Array, out: ByteBuffer): void {
    const order = this.#order;
    this.#dates?.begin();
    for (let i = 0; i < order.length; i++) {
      if (i > 0) this.#part(out);
      this.#cell(order[i] as number, bytes, out);
    }
    if (this.#rest) {
      if (order.length > 0) this.#part(out);
      if (this.#reader.rest.length > 0) this.#restCell(bytes, out);
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
    const reader = this.#reader;
    const kind = reader.kinds[column] as number;
    if (kind === MISSING || kind === NULL) return;
    const dates = this.#dates?.holds(column) ? this.#dates : undefined;
    if (dates && this.#dateCell(dates, column, bytes, out)) return;
    if (!dates && this.#join !== undefined && isList(kind)) {
      this.#text(this.#values(column, bytes).map(plainText).join(this.#join), out);
      return;
    }
    const start = reader.starts[column] as number;
    const stop = reader.stops[column] as number;
    if (kind === TEXT) this.#cells.text(bytes, start, stop, out);
    else if (kind === PLAIN) {
      out.reserve(stop - start);
      out.copy(bytes, start, stop);
    } else if (kind === RAW) this.#cells.raw(bytes, start, stop, out);
    else this.#rareCell(column, kind, bytes, out);
  }

  /** False where the cell stays as it is stored. */
  #dateCell(dates: DateCells, column: number, bytes: Uint8Array, out: ByteBuffer): boolean {
    const { kinds, starts, stops } = this.#reader;
    const kind = kinds[column] as number;
    if (isList(kind)) return this.#dateList(dates, column, bytes, out);
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
    const stored = this.#values(column, bytes);
    const shown = stored.map((json) => dates.json(column, json));
    if (this.#join !== undefined) this.#text(shown.map(plainText).join(this.#join), out);
    else if (shown.every((json, i) => json === stored[i])) return false;
    else {
      const json = UTF8.encode(`[${shown.join(',')}]`);
      this.#cells.raw(json, 0, json.length, out);
    }
    return true;
  }

  /** The values of an array, or of a column that has several. */
  #values(column: number, bytes: Uint8Array): string[] {
    const { kinds, repeats, starts, stops, tree } = this.#reader;
    const [kind, start, stop] = [kinds[column] as number, starts[column] as number, stops[column] as number];
    const scratch = this.#scratch;
    const tidied = (found: Found) => {
      scratch.length = 0;
      this.#appendRaw(found, bytes);
      return scratch.bytes.subarray(0, scratch.length);
    };
    if (kind === REPEATED) {
      return repeats.filter((found) => found.column === column).map((found) => DECODER.decode(tidied(found)));
    }
    if (kind === RAW) return valuesOf(bytes, start, stop);
    const array = tidied({ column, node: tree.root, kind, start, stop });
    return valuesOf(array, 0, array.length);
  }

  /** Text that did not stand in the document. Half a surrogate pair becomes U+FFFD, as everywhere. */
  #text(text: string, out: ByteBuffer): void {
    const json = UTF8.encode(JSON.stringify(text));
    this.#cells.text(json, 1, json.length - 1, out);
  }

  #rareCell(column: number, kind: number, bytes: Uint8Array, out: ByteBuffer): void {
    const { repeats, starts, stops, tree } = this.#reader;
    this.#scratch.length = 0;
    if (kind === REPEATED)
      this.#appendList(
        repeats.filter((found) => found.column === column),
        bytes,
      );
    else
      this.#appendRaw(
        { column, node: tree.root, kind, start: starts[column] as number, stop: stops[column] as number },
        bytes,
      );
    this.#cells.raw(this.#scratch.bytes, 0, this.#scratch.length, out);
  }

  /** `{"dotted.path":value,…}`; several values of one path become an array, as in a column. */
  #restCell(bytes: Uint8Array, out: ByteBuffer): void {
    const scratch = this.#scratch;
    scratch.length = 0;
    const byPath = new Map<string, Found[]>();
    for (const found of this.#reader.rest) {
      const list = byPath.get(found.node.path);
      if (list === undefined) byPath.set(found.node.path, [found]);
      else list.push(found);
    }
    let before = OPEN_BRACE;
    for (const [path, list] of byPath) {
      const name = UTF8.encode(JSON.stringify(path));
      scratch.reserve(name.length + 2);
      scratch.bytes[scratch.length++] = before;
      scratch.copy(name, 0, name.length);
      scratch.bytes[scratch.length++] = COLON;
      if (list.length === 1) this.#appendRaw(list[0] as Found, bytes);
      else this.#appendList(list, bytes);
      before = COMMA;
    }
    scratch.reserve(1);
    scratch.bytes[scratch.length++] = CLOSE_BRACE;
    this.#cells.raw(scratch.bytes, 0, scratch.length, out);
  }

  #appendList(list: readonly Found[], bytes: Uint8Array): void {
    const scratch = this.#scratch;
    let before = OPEN_BRACKET;
    for (const found of list) {
      scratch.reserve(1);
      scratch.bytes[scratch.length++] = before;
      this.#appendRaw(found, bytes);
      before = COMMA;
    }
    scratch.reserve(1);
    scratch.bytes[scratch.length++] = CLOSE_BRACKET;
  }

  /** A value as it is stored. */
  #appendRaw({ kind, start, stop }: Found, bytes: Uint8Array): void {
    const scratch = this.#scratch;
    scratch.reserve(stop - start + 2);
    if (kind === EMPTY_OBJECT) {
      scratch.bytes[scratch.length++] = OPEN_BRACE;
      scratch.bytes[scratch.length++] = CLOSE_BRACE;
    } else if (kind === RAW_COMMENTED) copyTidy(bytes, start, stop, scratch);
    else if (kind === TEXT) scratch.copy(bytes, start - 1, stop + 1);
    else scratch.copy(bytes, start, stop);
  }
}

function isList(kind: number): boolean {
  return kind === RAW || kind === RAW_COMMENTED || kind === REPEATED;
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
