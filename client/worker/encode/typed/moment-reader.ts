import { dateReader } from '../../../../shared/dates/format.ts';
import { DAY, dayNumber, daysIn, MOMENT } from '../../../../shared/dates/moment.ts';
import { COLON, DOT, MINUS, NINE, ZERO } from '../../../../shared/json/bytes.ts';

const DECODER = new TextDecoder();
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
/** `2001-02-12T05:57:00` */
const SECONDS_LENGTH = 19;
const DAY_SECONDS = 86_400;
const UTC = new TextEncoder().encode('+00:00');
/** A day, a month or a year as OpenSearch's usual format takes it. */
const DAY_TEXT = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

/** Reads dates of OpenSearch's usual format: ISO 8601, in UTC where no offset is named, or milliseconds since 1970. */
export class MomentReader {
  /** Whole seconds since 1970, rounded down, and the nanoseconds behind them. */
  second = 0;
  nanos = 0;
  /** It has no time of day: it is the beginning of that day, in whichever zone. */
  isDay = false;
  /** Nanosecond digits are read of either kind of date. */
  readonly #reader = dateReader('strict_date_optional_time||epoch_millis');

  /** @param bytes  a number as it stands, or text without escapes, in `[start, stop)`. False where it is no such date */
  read(bytes: Uint8Array, start: number, stop: number): boolean {
    this.isDay = false;
    return this.#readCommon(bytes, start, stop) || this.#readAny(bytes, start, stop);
  }

  /** `2001-02-12T05:57:00[.123456789]Z`, or `+00:00`: nearly all dates look so. */
  #readCommon(bytes: Uint8Array, start: number, stop: number): boolean {
    const end = bytes[stop - 1] === LETTER_Z ? stop - 1 : isInUtc(bytes, stop) ? stop - UTC.length : start;
    if (end - start < SECONDS_LENGTH) return false;
    if (bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS || bytes[start + 10] !== LETTER_T) return false;
    if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
    const year = two(bytes, start) * 100 + two(bytes, start + 2);
    const month = two(bytes, start + 5);
    const day = two(bytes, start + 8);
    const hour = two(bytes, start + 11);
    const minute = two(bytes, start + 14);
    const second = two(bytes, start + 17);
    // Comparisons with NaN, of what is no digit, are false.
    if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return false;
    if (!(hour <= 23 && minute <= 59 && second <= 59)) return false;
    const nanos = fractionOf(bytes, start + SECONDS_LENGTH, end);
    if (nanos < 0) return false;
    this.second = dayNumber(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    this.nanos = nanos;
    return true;
  }

  #readAny(bytes: Uint8Array, start: number, stop: number): boolean {
    const outcome = this.#reader?.read(bytes, start, stop);
    if (this.#reader && outcome === MOMENT) {
      const { second, fraction, digits } = this.#reader.moment;
      this.second = second;
      this.nanos = 0;
      for (let i = 0; i < 9; i++) this.nanos = this.nanos * 10 + (i < digits ? (fraction[i] as number) - ZERO : 0);
      return true;
    }
    const day = outcome === DAY ? DAY_TEXT.exec(DECODER.decode(bytes.subarray(start, stop))) : null;
    if (!day) return false;
    const [year = 0, month = 1, date = 1] = day.slice(1).map((digits) => (digits === undefined ? 1 : Number(digits)));
    this.second = dayNumber(year, month, date) * DAY_SECONDS;
    this.nanos = 0;
    this.isDay = true;
    return true;
  }
}

/** Its end says so in the longer way, as dates do that were read by other formats. */
function isInUtc(bytes: Uint8Array, stop: number): boolean {
  for (let i = 0, at = stop - UTC.length; i < UTC.length; i++, at++) if (bytes[at] !== UTC[i]) return false;
  return true;
}

/** Two digits; NaN where they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** `.123` as nanoseconds, 0 where there is none; -1 where it is something else. */
function fractionOf(bytes: Uint8Array, start: number, stop: number): number {
  if (start === stop) return 0;
  if (bytes[start] !== DOT || stop - start < 2 || stop - start > 10) return -1;
  let nanos = 0;
  for (let i = start + 1; i < start + 10; i++) {
    const byte = i < stop ? (bytes[i] as number) : ZERO;
    if (byte < ZERO || byte > NINE) return -1;
    nanos = nanos * 10 + byte - ZERO;
  }
  return nanos;
}
