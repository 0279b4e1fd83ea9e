import { type ByteBuffer, COLON, DOT, MINUS, PLUS, ZERO } from '../json/bytes.ts';
import { makeOffsetAt, type OffsetAt } from '../time-zone.ts';
import type { Moment } from './moment.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Days whose offsets are remembered, each in a place of its own for 44 years in a row. */
const DAYS_KEPT = 16_384;
const NO_DAY = -(2 ** 31);
const LETTER_T = 0x54;
/** `2001-02-12T05:57:00.123456789+08:27:52`. */
const MOST_BYTES = 40;

/** The first second of the year 0, and that of the year 10000: ISO 8601 has four digits for a year. */
const FIRST = Date.UTC(2000, 0, 1) / 1000 - 5 * 146_097 * DAY;
const END = FIRST + 25 * 146_097 * DAY;

/** Writes moments in one time zone as ISO 8601, with that zone's offset at that moment and each digit of the fraction: `2001-02-12T05:57:00+09:00`. */
export class ZonedDates {
  readonly #offsetOf: OffsetAt;
  /** By day of UTC: which one is kept, its offset in seconds, and another one from a second on, where it changes. */
  readonly #days = new Int32Array(DAYS_KEPT).fill(NO_DAY);
  readonly #first = new Int32Array(DAYS_KEPT);
  readonly #changeAt = new Float64Array(DAYS_KEPT);
  readonly #then = new Int32Array(DAYS_KEPT);

  constructor(zone: string) {
    this.#offsetOf = makeOffsetAt(zone);
  }

  /** False where the year there has more than four digits, or is before 0: then nothing is written. */
  write(moment: Moment, out: ByteBuffer): boolean {
    // Beyond what `Intl` can tell: one day past what can be written.
    if (moment.second < FIRST - DAY || moment.second >= END + DAY) return false;
    const offset = this.offsetAt(moment.second);
    const local = moment.second + offset;
    if (local < FIRST || local >= END) return false;
    out.reserve(MOST_BYTES);
    const day = Math.floor(local / DAY);
    writeDay(day, out);
    writeTime(local - day * DAY, moment, out);
    writeOffset(offset, out);
    return true;
  }

  /** Seconds that the zone is ahead of UTC at a moment that can be written. */
  offsetAt(second: number): number {
    const day = Math.floor(second / DAY);
    const place = day & (DAYS_KEPT - 1);
    if (this.#days[place] !== day) this.#learn(day, place);
    return (second < (this.#changeAt[place] as number) ? this.#first : this.#then)[place] as number;
  }

  /** A zone changes its offset once a day at most: since there are clocks none has lasted less than three days (the zone database of 2026). */
  #learn(day: number, place: number): void {
    let [before, after] = [day * DAY, (day + 1) * DAY - 1];
    const [first, then] = [this.#measure(before), this.#measure(after)];
    while (first !== then && after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#measure(middle) === first) before = middle;
      else after = middle;
    }
    this.#days[place] = day;
    this.#first[place] = first;
    this.#changeAt[place] = first === then ? Number.POSITIVE_INFINITY : after;
    this.#then[place] = then;
  }

  #measure(second: number): number {
    return this.#offsetOf(second * 1000) / 1000;
  }
}

/** Its local day. */
function writeDay(days: number, out: ByteBuffer): void {
  // Years that begin in March end with the leap day; 400 of them are always 146,097 days.
  const fromMarch = days + 719_468;
  const era = Math.floor(fromMarch / 146_097);
  const dayOfEra = fromMarch - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  writeTwo(Math.floor(year / 100), out);
  writeTwo(year % 100, out);
  out.bytes[out.length++] = MINUS;
  writeTwo(month, out);
  out.bytes[out.length++] = MINUS;
  writeTwo(dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1, out);
}

function writeTime(second: number, { fraction, digits }: Moment, out: ByteBuffer): void {
  out.bytes[out.length++] = LETTER_T;
  writeTwo(Math.floor(second / HOUR), out);
  out.bytes[out.length++] = COLON;
  writeTwo(Math.floor(second / 60) % 60, out);
  out.bytes[out.length++] = COLON;
  writeTwo(second % 60, out);
  if (digits > 0) out.bytes[out.length++] = DOT;
  for (let i = 0; i < digits; i++) out.bytes[out.length++] = fraction[i] as number;
}

/** `+09:00`; with seconds where local mean time had them. */
function writeOffset(offset: number, out: ByteBuffer): void {
  const size = Math.abs(offset);
  out.bytes[out.length++] = offset < 0 ? MINUS : PLUS;
  writeTwo(Math.floor(size / HOUR), out);
  out.bytes[out.length++] = COLON;
  writeTwo(Math.floor(size / 60) % 60, out);
  if (size % 60 === 0) return;
  out.bytes[out.length++] = COLON;
  writeTwo(size % 60, out);
}

function writeTwo(value: number, out: ByteBuffer): void {
  out.bytes[out.length++] = ZERO + Math.floor(value / 10);
  out.bytes[out.length++] = ZERO + (value % 10);
}
