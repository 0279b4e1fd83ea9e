import { isLosslessNumber, parse, stringify } from 'lossless-json';
import type { DateFormats } from '../../../../shared/dates/date-formats.ts';
import { readersOf } from '../../../../shared/dates/date-readers.ts';
import type { DateReader } from '../../../../shared/dates/format.ts';
import { MOMENT } from '../../../../shared/dates/moment.ts';
import { ZonedDates } from '../../../../shared/dates/zoned-dates.ts';
import type { Cell } from '../../../../shared/flatten.ts';
import { ByteBuffer } from '../../../../shared/json/bytes.ts';

const DECODER = new TextDecoder();

/** Dates of cells in a time zone, written as a file in that zone has them. */
export type ZonedCells = {
  /** Of one of the indices at least the field's dates are read. */
  reads(field: string): boolean;
  /** A cell's text in the zone; undefined where all of it stays as it is stored. */
  textOf(place: { index: string; field: string }, cell: Cell): string | undefined;
};

/** @param zone as IANA names it */
export function makeZonedCells(formats: DateFormats, zone: string): ZonedCells {
  const readers = readersOf(formats);
  const read = new Set(
    [...readers.values()].flatMap((byField) => [...byField].flatMap(([f, reader]) => (reader ? [f] : []))),
  );
  const zoned = new ZonedDates(zone);
  const out = new ByteBuffer(40);

  /** What the format reads just as OpenSearch does; a day without a time is the same in every zone. */
  function written(reader: DateReader, text: string): string | undefined {
    out.length = 0;
    if (reader.readText(text) !== MOMENT || !zoned.write(reader.moment, out)) return undefined;
    return DECODER.decode(out.bytes.subarray(0, out.length));
  }

  function each(reader: DateReader, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => each(reader, one));
    if (typeof value === 'string') return written(reader, value) ?? value;
    return isLosslessNumber(value) ? (written(reader, value.value) ?? value) : value;
  }

  return {
    reads: (field) => read.has(field),
    textOf({ index, field }, { text, raw }) {
      const reader = readers.get(index)?.get(field);
      if (!reader || text === '') return undefined;
      if (!raw || !text.startsWith('[')) return written(reader, text);
      return stringify(each(reader, parse(text)));
    },
  };
}
