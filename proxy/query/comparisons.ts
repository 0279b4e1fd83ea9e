import { areIsoTimes, TIME_FORMAT } from './iso-times.ts';

type Clause = Record<string, unknown>;
export type Bounds = { readonly [end in 'gt' | 'gte' | 'lt' | 'lte']?: string | undefined };

/** How filters and DQL compare a field with values: these are text, which OpenSearch reads by the field's type. */

/**
 * A range. Times are taken in ISO as well as in the field's own format; the format means nothing to fields that are no dates.
 * @param of.isDate  whether the field is a date, where a bound counts back from 1970; it makes no difference else
 */
export function rangeOn(field: string, bounds: Bounds, of: { isDate: boolean }): Clause {
  const given = Object.entries(bounds).filter((bound): bound is [string, string] => bound[1] !== undefined);
  const ends = given.map(([end, value]) => (of.isDate && countsBack(value) ? beforeTheNext(end, value) : [end, value]));
  const format = areIsoTimes(given.map(([, value]) => value)) ? { format: TIME_FORMAT } : {};
  return { range: { [field]: { ...Object.fromEntries(ends), ...format } } };
}

/** A single time before 1970, of a date: all of it, where the number is a second or a year. */
export function onTheTime(field: string, value: string): Clause {
  return { range: { [field]: { gte: value, lt: oneMore(value) } } };
}

/** Whether a value may be a time before 1970 as a number. */
export function countsBack(value: string): boolean {
  return /^-[0-9]*[1-9][0-9]*$/.test(value);
}

/**
 * In `epoch_millis` OpenSearch takes the end of such a time for a millisecond before its beginning: `lte` leaves it out, `gt`
 * has it in, and a single one is never found (seen in 3.8).
 */
function beforeTheNext(end: string, value: string): [string, string] {
  if (end === 'lte') return ['lt', oneMore(value)];
  return end === 'gt' ? ['gte', oneMore(value)] : [end, value];
}

/** In other formats than `epoch_millis` it is a second or a year, and of as many digits, as a year is one by its four. */
function oneMore(value: string): string {
  const size = BigInt(value.slice(1)) - 1n;
  return `${size === 0n ? '' : '-'}${String(size).padStart(value.length - 1, '0')}`;
}
