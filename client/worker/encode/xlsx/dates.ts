import { Moment } from '../../../../shared/dates/moment.ts';
import { ZonedDates } from '../../../../shared/dates/zoned-dates.ts';
import { type ByteBuffer, ZERO } from '../../../../shared/json/bytes.ts';
import type { MomentReader } from '../typed/moment-reader.ts';
import { DAY, MILLISECONDS, SECONDS } from './workbook.ts';

const DAY_SECONDS = 86_400;
/** 1970 in days of Excel's, which begin in 1900. */
const EPOCH_DAYS = 25_569;
/** March 1900: before it Excel counts a day that there never was. */
const FIRST = 61;
/** The year 10000. */
const END = 2_958_466;
const MS = 1_000_000;
/** Of nanoseconds. */
const DIGITS = 9;

export type DateCell = { readonly style: number; readonly days: number };

/** Moments as a workbook has them: days with a fraction, in one zone, to the millisecond. */
export class CellDates {
  readonly #zone: ZonedDates;
  readonly #moment = new Moment();

  constructor(zone: string) {
    this.#zone = new ZonedDates(zone);
  }

  /** Undefined for those that a cell does not hold exactly. */
  of({ second, nanos, isDay }: MomentReader): DateCell | undefined {
    const utc = EPOCH_DAYS + second / DAY_SECONDS;
    if (nanos % MS !== 0 || utc < FIRST - 1 || utc > END + 1) return undefined;
    const local = isDay ? second : second + this.#zone.offsetAt(second);
    const days = EPOCH_DAYS + (local + nanos / 1e9) / DAY_SECONDS;
    if (days < FIRST || days >= END) return undefined;
    return { days, style: isDay ? DAY : nanos === 0 ? SECONDS : MILLISECONDS };
  }

  /** Appends it as ISO 8601 in the zone, with each digit; false where its year has more than four. */
  writeText({ second, nanos }: MomentReader, out: ByteBuffer): boolean {
    const moment = this.#moment;
    moment.second = second;
    moment.digits = nanos === 0 ? 0 : DIGITS;
    let left = nanos;
    for (let i = DIGITS - 1; i >= 0; i--) {
      moment.fraction[i] = ZERO + (left % 10);
      left = Math.floor(left / 10);
    }
    while (moment.digits > 0 && moment.fraction[moment.digits - 1] === ZERO) moment.digits--;
    return this.#zone.write(moment, out);
  }
}
