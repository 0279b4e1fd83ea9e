import { Moment } from '../../../../shared/dates/moment.ts';
import { ZonedDates } from '../../../../shared/dates/zoned-dates.ts';
import { ByteBuffer } from '../../../../shared/json/bytes.ts';

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/** A time of UTC as the table shows it in a zone; what is no time, or of another year than those of four digits, as it is. */
export function zonedTime(iso: string, zone: string): string {
  const [, second, fraction = ''] = ISO.exec(iso) ?? [];
  if (second === undefined) return iso;
  const moment = new Moment();
  moment.second = Date.parse(`${second}Z`) / 1000;
  moment.fraction.set(new TextEncoder().encode(fraction));
  moment.digits = fraction.length;
  const out = new ByteBuffer(40);
  if (!new ZonedDates(zone).write(moment, out)) return iso;
  return new TextDecoder().decode(out.bytes.subarray(0, out.length));
}
