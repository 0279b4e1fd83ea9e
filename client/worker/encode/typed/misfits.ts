import { ByteBuffer, CLOSE_BRACE, COLON, COMMA, OPEN_BRACE, QUOTE } from '../../../../shared/json/bytes.ts';
import type { Misfit } from '../../../../shared/verdict.ts';
import { ESCAPED, JSON_CELL, MISSING, TEXT } from '../../scan/cells/raw-cells.ts';
import type { FileReport } from '../encoder.ts';

const UTF8 = new TextEncoder();

type Cell = { readonly kind: number; readonly bytes: Uint8Array; readonly start: number; readonly stop: number };

/** What there is to tell of columns with rows that did not fit; nothing where there are none. */
export function reportOf(counts: ReadonlyMap<string, number>, why: Misfit['why']): FileReport {
  if (counts.size === 0) return {};
  const misfits = [...counts].map(([field, rows]) => ({ field, rows, why }));
  return { misfits: misfits.sort((a, b) => b.rows - a.rows) };
}

/** Values that are not of their column's type: counted by column, and put into `_rest` as they stand in the document. */
export class Misfits {
  /** Rows by the column's name. */
  readonly counts: Map<string, number>;
  readonly #names: readonly string[];
  readonly #keys: readonly Uint8Array[];
  /** Of each column, the first one of the same name: a field that has two is told once. */
  readonly #firsts: readonly number[];
  /** Of each of these, the row that it was told of last. */
  readonly #toldIn: Float64Array;
  #row = 1;
  /** Members of the row at hand, each with a comma before it. */
  readonly #members = new ByteBuffer(64);

  constructor(names: readonly string[], counts: ReadonlyMap<string, number> = new Map()) {
    this.#names = names;
    this.#keys = names.map((name) => UTF8.encode(JSON.stringify(name)));
    this.counts = new Map(counts);
    const firsts = new Map([...names.entries()].reverse().map(([i, name]) => [name, i]));
    this.#firsts = names.map((name) => firsts.get(name) ?? 0);
    this.#toldIn = new Float64Array(names.length);
  }

  get report(): FileReport {
    return reportOf(this.counts, 'type');
  }

  add(column: number, { kind, bytes, start, stop }: Cell): void {
    const first = this.#firsts[column] ?? 0;
    if (this.#toldIn[first] === this.#row) return;
    this.#toldIn[first] = this.#row;
    const name = this.#names[column] ?? '';
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const key = this.#keys[column] ?? new Uint8Array(0);
    const out = this.#members;
    out.reserve(key.length + stop - start + 4);
    out.bytes[out.length++] = COMMA;
    out.copy(key, 0, key.length);
    out.bytes[out.length++] = COLON;
    const isText = kind === TEXT || kind === ESCAPED;
    if (isText) out.bytes[out.length++] = QUOTE;
    out.copy(bytes, start, stop);
    if (isText) out.bytes[out.length++] = QUOTE;
  }

  /** The row ends without a cell for them. */
  endRow(): void {
    this.#row++;
    this.#members.length = 0;
  }

  /** The row's cell of `_rest`, with them in it; it stands until the next row. As text: one JSON object. */
  takeRest({ kind, bytes, start, stop }: Cell): Cell {
    this.#row++;
    const out = this.#members;
    if (out.length === 0) return kind === MISSING ? { kind, bytes, start, stop } : { kind: TEXT, bytes, start, stop };
    const length = out.length;
    out.reserve(stop - start + 2);
    if (kind === JSON_CELL) {
      // What the scanner found has braces of its own: its members come first.
      const members = out.bytes.slice(0, length);
      out.length = 0;
      out.copy(bytes, start, stop - 1);
      out.copy(members, 0, length);
    } else out.bytes[0] = OPEN_BRACE;
    out.bytes[out.length++] = CLOSE_BRACE;
    const cell = { kind: TEXT, bytes: out.bytes, start: 0, stop: out.length };
    out.length = 0;
    return cell;
  }
}
