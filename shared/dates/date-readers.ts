import type { DateField, DateFormats } from './date-formats.ts';
import { type DateReader, dateReader } from './format.ts';

/** What reads a field's dates; undefined where they are not read just as OpenSearch reads them. */
export function readerOf({ format, nanos, proved }: Omit<DateField, 'field'>): DateReader | undefined {
  return proved ? dateReader(format, { ofNanos: nanos }) : undefined;
}

/** What reads dates, by index and field. A field that is not named is none there, or its format cannot be told. */
export function readersOf({ groups }: DateFormats): Map<string, Map<string, DateReader | undefined>> {
  return new Map(
    groups.flatMap(({ indices, fields }) => {
      const readers = new Map(fields.map((one) => [one.field, readerOf(one)]));
      return indices.map((index) => [index, readers] as const);
    }),
  );
}
