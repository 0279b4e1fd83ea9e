/** Surely no text of the format. */
export const NONE = 0;
/** It may be one, but none of those that Sluice reads just as OpenSearch does: it stays as it is stored. */
export const UNSURE = 1;
/** A date without a time of day, which is the same in every zone. */
export const DAY = 2;
export const MOMENT = 3;

/** What a text is by a format. */
export type Outcome = typeof NONE | typeof UNSURE | typeof DAY | typeof MOMENT;

/** The moment last read. */
export class Moment {
  /** Whole seconds since 1970, rounded down. */
  second = 0;
  /** The digits behind it, as ASCII; the first `digits` count. */
  readonly fraction = new Uint8Array(9);
  digits = 0;

  /** Whole milliseconds since 1970, rounded down. */
  get ms(): number {
    let ms = 0;
    for (let i = 0; i < 3; i++) ms = ms * 10 + (i < this.digits ? (this.fraction[i] as number) - 0x30 : 0);
    return this.second * 1000 + ms;
  }
}

/** Reads texts of one format, UTF-8 in `bytes[start, stop)`, without quotes and escapes. Keeps nothing of one text for the next. */
export interface TextReader {
  /** For MOMENT it is in `into`. */
  read(bytes: Uint8Array, start: number, stop: number, into: Moment): Outcome;
  /** Texts of the format by date: each sign, name, part and length of it is in some of them. Not all need be read. */
  examples(): string[][];
  /** No text of the format has a time of day. */
  readonly isDay: boolean;
}

/** Days since 1970 of a day in the Gregorian calendar, whatever the century. */
export function dayNumber(year: number, month: number, day: number): number {
  // Years that begin in March end with the leap day.
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
