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
import type { RowWriter } from '../../rows/row-writer.ts';
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
import { FieldTree } from './field-tree.ts';
import { SpecialCells, valuesOf } from './special-cells.ts';

/** The last column where `_rest` is chosen. */
const REST_COLUMN = '_rest';

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
  readonly #special: SpecialCells | undefined;
  /** Which distinct columns hold dates that are written anew. */
  readonly #isDate: Uint8Array;

  constructor(format: CsvFormat) {
    const tree = new FieldTree(format.columns);
    this.#reader = new CsvReader(tree, format.rest);
    this.#delimiter = format.delimiter.charCodeAt(0);
    this.#cells = new CellWriter(this.#delimiter, format.guard);
    this.#rest = format.rest;
    this.#order = Int32Array.from(format.columns, (path) => tree.column(path));
    this.#special = format.join === undefined && format.dates === undefined ? undefined : new SpecialCells(format);
    this.#isDate = new Uint8Array(tree.columnCount);
    for (const path of format.dates?.columns ?? []) {
      const column = tree.column(path);
      if (column >= 0) this.#isDate[column] = 1;
    }
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

  fieldPath(id: number): string {
    return this.#reader.tree.pathOf(id);
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    return this.#reader.read(bytes, start, end);
  }

  write(bytes: Uint8Array, out: ByteBuffer): void {
    const order = this.#order;
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
    if (this.#special && this.#specialCell(this.#special, column, { kind, bytes, out })) return;
    const start = reader.starts[column] as number;
    const stop = reader.stops[column] as number;
    if (kind === TEXT) this.#cells.text(bytes, start, stop, out);
    else if (kind === PLAIN) {
      out.reserve(stop - start);
      out.copy(bytes, start, stop);
    } else if (kind === RAW) this.#cells.raw(bytes, start, stop, out);
    else this.#rareCell(column, kind, bytes, out);
  }

  /** A date, or values of an array, as the options want them. False where the cell stays as it is stored. */
  #specialCell(
    special: SpecialCells,
    column: number,
    at: { kind: number; bytes: Uint8Array; out: ByteBuffer },
  ): boolean {
    const { kind, bytes, out } = at;
    const isDate = this.#isDate[column] === 1;
    const start = this.#reader.starts[column] as number;
    const stop = this.#reader.stops[column] as number;
    if (kind === TEXT) {
      const date = isDate ? special.date(DECODER.decode(bytes.subarray(start - 1, stop + 1))) : undefined;
      if (date !== undefined) this.#text(date, out);
      return date !== undefined;
    }
    if (kind !== RAW && kind !== RAW_COMMENTED && kind !== REPEATED) return false;
    const cell = special.list(this.#values(column, { kind, start, stop }, bytes), isDate);
    if (cell?.isText) this.#text(cell.text, out);
    else if (cell) {
      const json = UTF8.encode(cell.text);
      this.#cells.raw(json, 0, json.length, out);
    }
    return cell !== undefined;
  }

  /** The values of an array, or of a column that has several. */
  #values(column: number, { kind, start, stop }: Omit<Found, 'column' | 'node'>, bytes: Uint8Array): string[] {
    const { repeats, tree } = this.#reader;
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

/** The header line, and the byte order mark before it where chosen. */
export function csvHead(format: CsvFormat): Uint8Array<ArrayBuffer> {
  const out = new ByteBuffer(256);
  const bom = format.bom ? [0xef, 0xbb, 0xbf] : [];
  out.bytes.set(bom);
  out.length = bom.length;
  if (!format.header) return out.bytes.slice(0, out.length);
  const cells = new CellWriter(format.delimiter.charCodeAt(0), format.guard);
  const columns = format.rest ? [...format.columns, REST_COLUMN] : format.columns;
  columns.forEach((column, i) => {
    out.reserve(3);
    if (i > 0) out.bytes[out.length++] = format.delimiter.charCodeAt(0);
    // A name is text like any other: a JSON string's content.
    const text = UTF8.encode(JSON.stringify(column));
    cells.text(text, 1, text.length - 1, out);
  });
  out.reserve(2);
  out.bytes[out.length++] = CR;
  out.bytes[out.length++] = LF;
  return out.bytes.slice(0, out.length);
}
