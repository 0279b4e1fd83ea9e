import { ByteBuffer, CR, LF } from '../../../../shared/json/bytes.ts';
import { type CsvFormat, HIT_IDS } from '../../../../shared/request.ts';
import type { RowWriter, Undated } from '../row-writer.ts';
import type { DateReaders } from '../scanners.ts';
import { CellWriter } from './cells.ts';
import {
  CsvReader,
  EMPTY_OBJECT,
  type Found,
  LISTED,
  MISSING,
  NULL,
  PLAIN,
  RAW,
  REPEATED,
  TEXT,
} from './csv-reader.ts';
import { DateCells, type DateColumn } from './date-cells.ts';
import { FieldTree } from './field-tree.ts';
import { FoundJson, isArray } from './found-json.ts';
import { HitIds } from './hit-ids.ts';
import { plainText, valuesOf } from './lists.ts';

const UTF8 = new TextEncoder();
const NO_IDS = HIT_IDS.map(() => -1);
const DECODER = new TextDecoder();

/** One line a row: each column's value, an empty cell where it is null or missing. */
export class CsvRowWriter implements RowWriter {
  readonly #reader: CsvReader;
  readonly #cells: CellWriter;
  readonly #rest: boolean;
  readonly #delimiter: number;
  /** The distinct column that each column of the file shows. */
  readonly #order: Int32Array;
  readonly #json = new FoundJson();
  /** Of dates. */
  readonly #scratch = new ByteBuffer(64);
  readonly #join: string | undefined;
  readonly #dates: DateCells | undefined;
  /** Where `_index`, `_id` or `_routing` have columns. */
  readonly #ids: HitIds | undefined;
  readonly identity: RowWriter['identity'];

  /** @param readers  of the rows' date columns, by path; those that have none stay as they are stored */
  constructor(format: CsvFormat, readers: DateReaders = new Map()) {
    const tree = new FieldTree(format.columns, format.ids ? HIT_IDS : []);
    this.#reader = new CsvReader(tree, format.rest);
    this.#delimiter = format.delimiter.charCodeAt(0);
    this.#cells = new CellWriter(this.#delimiter, format.guard);
    this.#rest = format.rest;
    this.#order = Int32Array.from(format.columns, (path) => tree.column(path));
    this.#join = format.join;
    if (format.dates) this.#dates = dateCells(format.dates, { tree, readers });
    const ids = format.ids && new HitIds(tree);
    this.#ids = ids;
    this.identity = ids && ((id, start, end) => ids.note(id, start, end));
  }

  begin(): void {
    this.#ids?.clear();
  }

  /** The columns of `_index`, `_id` and `_routing`; -1 where one has none. */
  get idColumns(): readonly number[] {
    return this.#ids?.columns ?? NO_IDS;
  }

  get tree(): FieldTree {
    return this.#reader.tree;
  }

  get unplacedIds(): Int32Array {
    return this.#reader.unplaced.ids;
  }

  get unplacedCount(): number {
    return this.#reader.unplaced.count;
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
    this.#ids?.place(bytes, this.#reader);
    for (let i = 0; i < order.length; i++) {
      if (i > 0) this.#part(out);
      this.#cell(order[i] as number, bytes, out);
    }
    if (this.#rest) {
      if (order.length > 0) this.#part(out);
      const { rest } = this.#reader;
      if (rest.length > 0) {
        const json = this.#json.object(rest, bytes);
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

  /** The values of an array, or of a column that has several, as JSON each. */
  #values(column: number, bytes: Uint8Array): string[] {
    const kind = this.#reader.kinds[column];
    const found = this.#reader.valuesOf(column);
    if (kind === LISTED) return this.#json.opened(found, bytes);
    if (kind === REPEATED) return found.map((one) => DECODER.decode(this.#json.one(one, bytes)));
    const array = this.#json.one(this.#single(column), bytes);
    return valuesOf(array, 0, array.length);
  }

  #single(column: number): Found {
    const { kinds, starts, stops, tree } = this.#reader;
    return {
      ...{ node: tree.root, isListed: false, kind: kinds[column] as number },
      ...{ start: starts[column] as number, stop: stops[column] as number },
    };
  }

  /** Text that did not stand in the document. Half a surrogate pair becomes U+FFFD, as everywhere. */
  #text(text: string, out: ByteBuffer): void {
    const json = UTF8.encode(JSON.stringify(text));
    this.#cells.text(json, 1, json.length - 1, out);
  }

  #rareCell(column: number, kind: number, bytes: Uint8Array, out: ByteBuffer): void {
    const json =
      kind === LISTED
        ? UTF8.encode(`[${this.#values(column, bytes).join(',')}]`)
        : kind === REPEATED
          ? this.#json.list(this.#reader.valuesOf(column), bytes)
          : this.#json.one(this.#single(column), bytes);
    this.#cells.raw(json, 0, json.length, out);
  }
}

function isList(kind: number): boolean {
  return isArray(kind) || kind === REPEATED || kind === LISTED;
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
