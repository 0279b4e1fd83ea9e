import type { DateReader } from '../../../../shared/dates/format.ts';
import { DAY, MOMENT } from '../../../../shared/dates/moment.ts';
import { ByteBuffer, QUOTE } from '../../../../shared/json/bytes.ts';
import type { DateReaders } from '../scanners.ts';
import type { FieldTree } from './field-tree.ts';
import { textOf } from './json-text.ts';
import { ZonedDates } from './zoned-dates.ts';

const UTF8 = new TextEncoder();
const DECODER = new TextDecoder();

/** What OpenSearch gives a field whose mapping names no format: the encoders read it by themselves. */
const USUAL = new Set(['strict_date_optional_time||epoch_millis', 'strict_date_optional_time_nanos||epoch_millis']);
/** Parts of a format by which a day that is written `2001-02-12` is that day. */
const ISO_PART = /^(8?(yyyy|uuuu)-MM-dd\b.*|(strict_)?(date|year_month_day)(_.*)?|epoch_(millis|second))$/;
const ISO_DAY = /^\d{4}-\d\d-\d\d$/;

/** Whether the encoders know how to read each of these columns' dates as they are stored. */
export function areUsual(columns: readonly string[], readers: DateReaders): boolean {
  return columns.every((name) => USUAL.has(readers.get(name)?.format ?? ''));
}

/** Makes dates of any format such as the encoders read. */
export class MomentCells {
  readonly #utc = new ZonedDates('UTC');
  readonly #scratch = new ByteBuffer(64);
  /** By column; undefined for those without dates. */
  readonly #columns: readonly ({ reader: DateReader | undefined; hasIsoDays: boolean } | undefined)[];

  /** `columns`: those with dates, by path. */
  constructor(columns: readonly string[], { tree, readers }: { tree: FieldTree; readers: DateReaders }) {
    const dates = new Array<{ reader: DateReader | undefined; hasIsoDays: boolean } | undefined>(tree.columnCount);
    for (const path of columns) {
      const column = tree.column(path);
      const reader = readers.get(path);
      if (column >= 0) dates[column] = { reader, hasIsoDays: hasIsoDays(reader?.format ?? '') };
    }
    this.#columns = dates;
  }

  holds(column: number): boolean {
    return this.#columns[column] !== undefined;
  }

  /** A value that is no array, as JSON; the same as ISO 8601 text in JSON, or undefined where it is not read. @throws page_malformed */
  read(column: number, json: Uint8Array): string | undefined {
    const { reader, hasIsoDays } = this.#columns[column] ?? {};
    if (!reader) return undefined;
    const text = json[0] === QUOTE ? textOf(DECODER.decode(json.subarray(1, -1))) : DECODER.decode(json);
    const outcome = reader.readText(text);
    if (outcome === DAY && hasIsoDays && ISO_DAY.test(text)) return `"${text}"`;
    const scratch = this.#scratch;
    scratch.length = 0;
    if (outcome !== MOMENT || !this.#utc.write(reader.moment, scratch)) return undefined;
    return `"${DECODER.decode(scratch.bytes.subarray(0, scratch.length))}"`;
  }

  /** The same of several values, as a JSON array. */
  readAll(column: number, values: readonly string[]): string | undefined {
    const read = values.map((json) => (json === 'null' ? json : this.read(column, UTF8.encode(json))));
    return read.includes(undefined) ? undefined : `[${read.join(',')}]`;
  }
}

/** Week years, or days before months, are not to be taken for it. */
function hasIsoDays(format: string): boolean {
  return format.split('||').every((part) => ISO_PART.test(part));
}
