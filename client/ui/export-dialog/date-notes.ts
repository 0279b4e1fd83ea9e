import { isLosslessNumber, parse } from 'lossless-json';
import type { DateFormats } from '../../../shared/dates/date-formats.ts';
import { readerOf, readersOf } from '../../../shared/dates/date-readers.ts';
import type { DateReader } from '../../../shared/dates/format.ts';
import { DAY, MOMENT } from '../../../shared/dates/moment.ts';
import type { Cell } from '../../../shared/flatten.ts';
import type { Sample } from './sample.ts';

/**
 * A column whose dates will stay as they are stored, in part or all: an index has a format that is not read here, no
 * index told any, or so many of the sample's rows hold what is no date there.
 */
export type DateNote =
  | { field: string; why: 'format'; format: string }
  | { field: string; why: 'untold' }
  | { field: string; why: 'value'; rows: number };

/** What is to be said of some date columns before an export begins. */
export function dateNotes(formats: DateFormats, columns: readonly string[], sample: Sample): DateNote[] {
  const readers = readersOf(formats);
  return columns.flatMap((field): DateNote[] => {
    const told = formats.groups.flatMap(({ fields }) => fields.filter((one) => one.field === field));
    if (told.length === 0) return [{ field, why: 'untold' }];
    const unread = told.filter((one) => !readerOf(one)).map(({ format }) => format);
    const rows = sample.rows.filter((row, i) => {
      const index = readers.get(sample.indices[i] ?? '');
      // What stays because of its format is told already.
      const isUnread = index?.has(field) && !index.get(field);
      return !isUnread && staysIn(row.get(field), index?.get(field));
    }).length;
    return [
      ...[...new Set(unread)].map((format) => ({ field, why: 'format' as const, format })),
      ...(rows > 0 ? [{ field, why: 'value' as const, rows }] : []),
    ];
  });
}

function staysIn(cell: Cell | undefined, reader: DateReader | undefined): boolean {
  if (cell === undefined || (cell.raw && cell.text === '')) return false;
  return valuesOf(cell).some((text) => {
    const outcome = reader?.readText(text);
    return outcome !== MOMENT && outcome !== DAY;
  });
}

/** A cell's values as text, those of an array each. */
function valuesOf({ text, raw }: Cell): string[] {
  const value = raw ? parse(text) : text;
  const all = Array.isArray(value) ? value : [value];
  return all.filter((one) => one !== null).map((one) => (isLosslessNumber(one) ? one.value : String(one)));
}
