import type { DateReader } from '../../../../shared/dates/format.ts';
import { DAY, MOMENT, type Moment } from '../../../../shared/dates/moment.ts';
import { ZonedDates } from '../../../../shared/dates/zoned-dates.ts';
import { ByteBuffer, QUOTE, ZERO } from '../../../../shared/json/bytes.ts';
import { textOf } from '../../../../shared/json/json-text.ts';
import type { DateReaders } from '../scanners.ts';
import type { FieldTree } from './field-tree.ts';
import { putHead, TEXT } from './raw-cells.ts';

const UTF8 = new TextEncoder();
const DECODER = new TextDecoder();

/** What OpenSearch gives a field whose mapping names no format: the encoders read it by themselves. */
const USUAL = new Set(['strict_date_optional_time||epoch_millis', 'strict_date_optional_time_nanos||epoch_millis']);
/** Parts of a format by which a day that is written `2001-02-12` is that day. */
const ISO_PART = /^(8?(yyyy|uuuu)-MM-dd\b.*|(strict_)?(date|year_month_day)(_.*)?|epoch_(millis|second))$/;
const ISO_DAY = /^\d{4}-\d\d-\d\d$/;

/** A column of dates, by path: whether it takes several, and the digits of a second that it holds. What it does not take stays as it is stored. */
export type MomentColumn = { readonly name: string; readonly list?: true; readonly digits: number };

/** Whether the encoders know how to read the column's dates as they are stored. */
export function isUsual({ name }: MomentColumn, readers: DateReaders): boolean {
  return USUAL.has(readers.get(name)?.format ?? '');
}

type Span = { readonly start: number; readonly stop: number };
type Column = MomentColumn & { readonly reader: DateReader | undefined; readonly hasIsoDays: boolean };

/** Makes dates of any format such as the encoders read. */
export class MomentCells {
  readonly #utc = new ZonedDates('UTC');
  readonly #scratch = new ByteBuffer(64);
  /** By column; undefined for those that the encoders read by themselves. */
  readonly #columns: readonly (Column | undefined)[];

  constructor(columns: readonly MomentColumn[], { tree, readers }: { tree: FieldTree; readers: DateReaders }) {
    const dates = new Array<Column | undefined>(tree.columnCount);
    for (const one of columns) {
      const column = tree.column(one.name);
      const reader = readers.get(one.name);
      if (column < 0 || isUsual(one, readers)) continue;
      dates[column] = { ...one, reader, hasIsoDays: hasIsoDays(reader?.format ?? '') };
    }
    this.#columns = dates;
  }

  holds(column: number): boolean {
    return this.#columns[column] !== undefined;
  }

  /** A string's content without escapes, or a number, as a cell of the same that `read` gives; false where that takes a closer look. */
  put(column: number, bytes: Uint8Array, { start, stop }: Span, out: ByteBuffer): boolean {
    const { reader, digits = 0 } = this.#columns[column] ?? {};
    if (reader?.read(bytes, start, stop) !== MOMENT || isFiner(reader.moment, digits)) return false;
    const at = out.length;
    putHead(out, TEXT, 0);
    const from = out.length;
    const isWritten = this.#utc.write(reader.moment, out);
    const { length } = out;
    out.length = at;
    if (!isWritten) return false;
    putHead(out, TEXT, length - from);
    out.length = length;
    return true;
  }

  /** A value that is no array, as JSON; the same as ISO 8601 text in JSON, or undefined where it is not read. @throws page_malformed */
  read(column: number, json: Uint8Array): string | undefined {
    const { reader, hasIsoDays, digits = 0 } = this.#columns[column] ?? {};
    if (!reader) return undefined;
    const text = json[0] === QUOTE ? textOf(DECODER.decode(json.subarray(1, -1))) : DECODER.decode(json);
    const outcome = reader.readText(text);
    if (outcome === DAY && hasIsoDays && ISO_DAY.test(text)) return `"${text}"`;
    const scratch = this.#scratch;
    scratch.length = 0;
    if (outcome !== MOMENT || isFiner(reader.moment, digits) || !this.#utc.write(reader.moment, scratch))
      return undefined;
    return `"${DECODER.decode(scratch.bytes.subarray(0, scratch.length))}"`;
  }

  /** The same of several values, as a JSON array. */
  readAll(column: number, values: readonly string[]): string | undefined {
    if (!this.#columns[column]?.list) return undefined;
    const read = values.map((json) => (json === 'null' ? json : this.read(column, UTF8.encode(json))));
    return read.includes(undefined) ? undefined : `[${read.join(',')}]`;
  }
}

/** It has digits behind those. */
function isFiner({ fraction, digits }: Moment, most: number): boolean {
  for (let i = most; i < digits; i++) if (fraction[i] !== ZERO) return true;
  return false;
}

/** Week years, or days before months, are not to be taken for it. */
function hasIsoDays(format: string): boolean {
  return format.split('||').every((part) => ISO_PART.test(part));
}
