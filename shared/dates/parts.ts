/** What a date's text is made of, in order. Read from left to right and never back, as Java's formatters do. */
export type Part =
  | { kind: 'literal'; bytes: Uint8Array }
  /** Digits, at least `min` and as many as there are up to `max`. */
  | { kind: 'number'; field: number; min: number; max: number }
  /** `marked`: behind a point or a comma. */
  | { kind: 'fraction'; min: number; max: number; marked?: true }
  /** One of some words, the field being its place among them, from `first` on. */
  | { kind: 'names'; field: number; names: readonly Uint8Array[]; first: number }
  | { kind: 'offset'; forms: Offset }
  /** All of it, or nothing: what begins and goes on otherwise is not read. */
  | { kind: 'optional'; first: Part; rest: readonly Part[] };

/** How an offset may be written: `+09`, `+0900`, `+09:00`, `Z`. */
export type Offset = { hours: boolean; plain: boolean; colon: boolean; zulu: boolean };

/** The fields of a date, by number. */
export const YEAR = 0;
export const MONTH = 1;
export const DAY_OF_MONTH = 2;
export const HOUR = 3;
export const MINUTE = 4;
export const SECOND = 5;
/** Of `am` and `pm`, and the hour of that half. */
export const HALF = 6;
export const HOUR_OF_HALF = 7;
export const WEEKDAY = 8;
export const FIELDS = 9;

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const shortened = (names: readonly string[]) => names.map((name) => name.slice(0, 3));

/** English names, which OpenSearch reads unless the mapping has a locale of its own. */
export const NAMES = {
  months: MONTHS,
  shortMonths: shortened(MONTHS),
  weekdays: WEEKDAYS,
  shortWeekdays: shortened(WEEKDAYS),
  halves: ['AM', 'PM'],
};

/** UTF-8; this folder knows no runtime that would do it. */
export function utf8(text: string): Uint8Array {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  const bytes = encoded.match(/%[0-9A-F]{2}|./g) ?? [];
  return Uint8Array.from(bytes, (one) => (one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0)));
}
