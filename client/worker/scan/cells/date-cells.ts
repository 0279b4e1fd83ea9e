import type { DateReader } from '../../../../shared/dates/format.ts';
import { DAY, MOMENT, NONE } from '../../../../shared/dates/moment.ts';
import { ZonedDates } from '../../../../shared/dates/zoned-dates.ts';
import { BACKSLASH, ByteBuffer } from '../../../../shared/json/bytes.ts';
import { textOf } from '../../../../shared/json/json-text.ts';
import type { WhyUndated } from '../../../../shared/verdict.ts';
import type { Undated } from '../row-writer.ts';
import { undatedKey } from './undated.ts';

const UTF8 = new TextEncoder();
const DECODER = new TextDecoder();

/** A column of dates: how the rows' index reads it, where that is known, and why values stay as they are stored. */
export type DateColumn = { readonly path: string; readonly why: WhyUndated; readonly reader: DateReader | undefined };

/**
 * Writes dates in a time zone. What its column's format does not read just as OpenSearch does stays as it is stored, and
 * is noted; a date without a time of day stays, too, as it is no moment.
 */
export class DateCells implements Undated {
  readonly ids: Int32Array;
  count = 0;
  readonly #columns: readonly (DateColumn | undefined)[];
  readonly #zoned: ZonedDates;
  readonly #scratch = new ByteBuffer(64);

  /** `columns` by number; undefined for those that hold no dates. */
  constructor(zone: string, columns: readonly (DateColumn | undefined)[]) {
    this.#zoned = new ZonedDates(zone);
    this.#columns = columns;
    this.ids = new Int32Array(columns.length);
  }

  begin(): void {
    this.count = 0;
  }

  holds(column: number): boolean {
    return this.#columns[column] !== undefined;
  }

  keyOf(id: number): string {
    const column = this.#columns[id];
    return column ? undatedKey(column.path, column.why) : '';
  }

  /** A string's content; false where it stays as it is stored. @throws page_malformed */
  text(column: number, json: { bytes: Uint8Array; start: number; stop: number }, out: ByteBuffer): boolean {
    const { bytes, start, stop } = json;
    if (!holdsEscape(bytes, start, stop)) return this.plain(column, json, out);
    const text = UTF8.encode(textOf(DECODER.decode(bytes.subarray(start, stop))));
    return this.plain(column, { bytes: text, start: 0, stop: text.length }, out);
  }

  /** A number, or text without escapes; false where it stays as it is stored. */
  plain(
    column: number,
    { bytes, start, stop }: { bytes: Uint8Array; start: number; stop: number },
    out: ByteBuffer,
  ): boolean {
    const reader = this.#columns[column]?.reader;
    const outcome = reader ? reader.read(bytes, start, stop) : NONE;
    if (reader && outcome === MOMENT && this.#zoned.write(reader.moment, out)) return true;
    if (outcome !== DAY) this.leave(column);
    return false;
  }

  /** One of a cell's values, as JSON. @throws page_malformed */
  json(column: number, json: string): string {
    if (json === 'null') return json;
    const scratch = this.#scratch;
    scratch.length = 0;
    const bytes = UTF8.encode(json);
    const isText = json.startsWith('"');
    const written = isText
      ? this.text(column, { bytes, start: 1, stop: bytes.length - 1 }, scratch)
      : this.plain(column, { bytes, start: 0, stop: bytes.length }, scratch);
    return written ? `"${DECODER.decode(scratch.bytes.subarray(0, scratch.length))}"` : json;
  }

  /** Notes that something in the column stays as it is stored. */
  leave(column: number): void {
    for (let i = 0; i < this.count; i++) if (this.ids[i] === column) return;
    this.ids[this.count++] = column;
  }
}

function holdsEscape(bytes: Uint8Array, start: number, stop: number): boolean {
  for (let i = start; i < stop; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}
