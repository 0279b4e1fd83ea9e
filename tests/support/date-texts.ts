import fc from 'fast-check';
import { dateReader } from '../../shared/dates/format.ts';

/** Formats of mappings: OpenSearch's own, patterns, and several in a row. Not all are read by Sluice. */
export const DATE_FORMATS = [
  ...['strict_date_optional_time||epoch_millis', 'strict_date_optional_time', 'strict_date_optional_time_nanos'],
  ...['iso8601', 'epoch_millis', 'epoch_second', 'strict_date_time', 'strict_date_time_no_millis', 'strict_date_hour'],
  ...['strict_date_hour_minute', 'strict_date_hour_minute_second', 'strict_date_hour_minute_second_millis'],
  ...['strict_date_hour_minute_second_fraction', 'basic_date_time', 'basic_date_time_no_millis', 'date_optional_time'],
  ...['date_time', 'date_time_no_millis', 'date_hour', 'date_hour_minute', 'date_hour_minute_second'],
  ...['date_hour_minute_second_millis', 'date_hour_minute_second_fraction', 'strict_date', 'date', 'basic_date'],
  ...['strict_year_month_day', 'week_date', 'rfc3339_lenient', 'strict_week_date_time', 'ordinal_date'],
  ...['yyyy-MM-dd HH:mm:ss', 'yyyy/MM/dd', 'dd/MM/yyyy HH:mm', 'yyyy-dd-MM', 'yyyy-dd-MM HH:mm:ss', 'MMM dd yyyy'],
  ...['MMM dd yyyy HH:mm:ss', 'MMMM d, yyyy HH:mm', 'EEEE, dd MMMM uuuu HH:mm', 'EEE MMM dd HH:mm:ss Z yyyy'],
  ...['dd/MMM/yyyy:HH:mm:ss Z', 'MM/dd/yyyy hh:mm:ss a', 'M/d/yyyy H:mm', 'M/d/yyyy h:mm a', 'yyyyMMddHHmmss'],
  ...['yyyyMMddHHmmssSSS', 'yyyyMMdd', 'yyyy-MM-dd HH:mm:ss.SSS', 'yyyy-MM-dd HH:mm:ss,SSSSSS', 'yyyy-MM-dd HH'],
  ...['yyyy-MM-dd[ HH:mm[:ss]]', "yyyy-MM-dd'T'HH:mm:ss.SSSX", "yyyy-MM-dd'T'HH:mm:ssXX", 'uuuuMMdd HHmm'],
  ...["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 'yyyy-MM-dd HH:mm:ssx', 'yyyy-MM-dd HH:mm:ssxx', 'yyyy-MM-dd HH:mm:ssxxx'],
  ...['uuuu-MM-dd HH:mm:ss', 'yyyy년 MM월 dd일 HH:mm', 'yy-MM-dd HH:mm', 'yyyy-MM-dd hh:mm:ss', 'yyyy-DDD HH'],
  ...['yyyy-MM-dd HH:mm:ss||yyyy-MM-dd||epoch_millis', 'dd/MM/yyyy HH:mm||MM/dd/yyyy HH:mm', 'yyyyMMdd||epoch_second'],
  ...['epoch_second||strict_date_optional_time', 'date_optional_time||epoch_millis'],
  'strict_date_time_no_millis||strict_date_optional_time||epoch_millis',
];

/** Days, which stay the same in every zone. */
export const DAYS = [
  '2024-03-05',
  '2024-03',
  '2024',
  '2024/03/05',
  '20240305',
  'Mar 05 2024',
  '2024-02-29',
  '2024-W10-2',
];

/** What lies at the edges, or beside dates. */
const ODD = [
  ...DAYS,
  ...['', ' ', 'now', '0', '-1', '-0', '12345', '1709251200000', '-1500', '-1500.5', '1709251200000.5', '+5', '--5'],
  ...['1709251200.123456789', '1709251200000.1234567', '1.', '1..', '1.2.', '1e3', '999999999999999999', '007'],
  ...['-62135596800000', '-62167219200001', '253402300799999', '253402300800000', '2024-3-5', '2024-03-05T'],
  ...['2024-03-05TZ', '2024-03-05Z', '2024-03-05T10', '2024-03-05T10Z', '2024-03-05T10:11', '2024-03-05T10:11+09'],
  ...['2024-03-05T10:11:60Z', '2024-03-05T24:00:00Z', '2024-02-30T10:00:00Z', '2023-02-29T10:00:00Z', '2024-065'],
  ...['2024-03-05T10:11:12.1Z', '2024-03-05T10:11:12.1234567890Z', '2024-03-05T10:11:12,5Z', '2024-03-05T10:11:12.Z'],
  ...['2024-03-05T10:11:12+18:00', '2024-03-05T10:11:12+18:01', '2024-03-05T10:11:12-00:00', '2024-03-05T1:2:3Z'],
  ...['2024-03-05T10:11:12+0900', '2024-03-05T10:11:12[Europe/Paris]', '2024-03-05T10:11:12UTC', '2024-03T10:11:12Z'],
  ...['2024-03-05T10:11:12+09:00:30', '+12024-03-05T10:11:12Z', '-0044-03-15T10:00:00Z', '0000-01-01T00:00:00Z'],
  ...['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1969-12-31T23:59:59.999Z', '2262-04-11T23:47:16.8Z'],
  ...['2262-04-11T23:47:16.9Z', '2024T10:11:12Z', '2024-03-05t10:11:12z', '2024-03-05 10:11:12+0045', '２０２４-03-05'],
  ...['2024-W10-2T10:00:00Z', '2024/03/05 10:11:12', '05/03/2024 10:11', '30/03/2024 10:11', '2024-03-05 10:11:12'],
];

const CHARACTERS = [...'0123456789-+:/., TZzaPMAm[]WeJ'];

/** A text that is of the format, or nearly, or is odd. */
export function anyDateText(format: string): fc.Arbitrary<string> {
  const probes = dateReader(format)?.probes() ?? [];
  const example = fc.constantFrom(...(probes.length > 0 ? probes.map(({ text }) => text) : ODD));
  const change = fc.record({
    at: fc.nat({ max: 40 }),
    kind: fc.constantFrom('insert', 'remove', 'replace', 'digit'),
    sign: fc.constantFrom(...CHARACTERS),
    digit: fc.nat({ max: 9 }),
  });
  const changed = fc.tuple(
    fc.oneof(example, fc.constantFrom(...ODD)),
    fc.array(change, { minLength: 1, maxLength: 2 }),
  );
  return fc.oneof(
    example,
    { arbitrary: changed.map(([text, changes]) => changes.reduce(applied, text)), weight: 3 },
    fc.constantFrom(...ODD),
  );
}

function applied(
  text: string,
  { at, kind, sign, digit }: { at: number; kind: string; sign: string; digit: number },
): string {
  const i = at % (text.length + 1);
  if (kind === 'insert') return text.slice(0, i) + sign + text.slice(i);
  if (kind === 'remove') return text.slice(0, i) + text.slice(i + 1);
  return text.slice(0, i) + (kind === 'digit' ? String(digit) : sign) + text.slice(i + 1);
}

/** A cell's moment in nanoseconds since 1970; the cell is ISO 8601 with an offset. */
export function momentOf(cell: string): bigint {
  const [, local, fraction = '', sign, hours, minutes, seconds = '0'] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(cell) ?? [];
  if (local === undefined) throw new Error(`No moment: ${cell}`);
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
  return BigInt(Date.parse(`${local}Z`) / 1000 - offset) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}
