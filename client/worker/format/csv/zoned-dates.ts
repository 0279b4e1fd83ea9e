/** Date, time of day, fraction, offset: ISO 8601 as OpenSearch's `strict_date_optional_time` takes it, from the day on. */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(?:(\d{2})(?::(\d{2})(?::(\d{2})([.,]\d{1,9})?)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Hours whose offset is remembered; then it is learnt anew. */
const MOST_HOURS = 200_000;

/**
 * Writes dates in one time zone as ISO 8601 with that zone's offset at that moment: `2001-02-12T05:57:00+09:00`. The moment stays the same to
 * the last digit; a date without an offset is in UTC, as OpenSearch takes it. What is not such a date, or comes to a year outside
 * 0000 to 9999, gives undefined and is to be left as it is stored.
 */
export class ZonedDates {
  readonly #format: Intl.DateTimeFormat;
  /** Offsets in ms by the hour since 1970, where they hold for the whole hour. */
  readonly #offsets = new Map<number, number>();

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: zone,
      hourCycle: 'h23',
      ...({ year: 'numeric', month: 'numeric', day: 'numeric', era: 'short' } as const),
      ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
    });
  }

  write(text: string): string | undefined {
    const match = ISO.exec(text);
    if (!match) return undefined;
    const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] = match;
    const local = utcMs([Number(year), Number(month), Number(day)], [Number(hour), Number(minute), Number(second)]);
    if (local === undefined) return undefined;
    const stored = offsetOf(zone);
    if (stored === undefined) return undefined;
    const at = local - stored;
    const offset = this.#offsetAt(at);
    const there = new Date(at + offset);
    if (there.getUTCFullYear() < 0 || there.getUTCFullYear() > 9999) return undefined;
    return `${there.toISOString().slice(0, 19)}${fraction.replace(',', '.')}${writeOffset(offset)}`;
  }

  /** Zones change their offset seldom and at most once an hour, so an hour that begins and ends with the same one has it throughout. */
  #offsetAt(at: number): number {
    const hour = Math.floor(at / HOUR);
    const known = this.#offsets.get(hour);
    if (known !== undefined) return known;
    const first = this.#measure(hour * HOUR);
    if (first !== this.#measure((hour + 1) * HOUR - 1000)) return this.#measure(at);
    if (this.#offsets.size >= MOST_HOURS) this.#offsets.clear();
    this.#offsets.set(hour, first);
    return first;
  }

  #measure(at: number): number {
    const parts = new Map(this.#format.formatToParts(at).map(({ type, value }) => [type, value]));
    const get = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const isBefore = parts.get('era')?.startsWith('B') ?? false;
    const year = isBefore ? 1 - get('year') : get('year');
    const there = new Date(0);
    there.setUTCFullYear(year, get('month') - 1, get('day'));
    there.setUTCHours(get('hour'), get('minute'), get('second'));
    return there.getTime() - Math.floor(at / 1000) * 1000;
  }
}

/** ms since 1970; undefined for a day or a time of day that does not exist. */
function utcMs(
  [year, month, day]: [number, number, number],
  [hour, minute, second]: [number, number, number],
): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second);
}

/** In ms; none means UTC. Undefined for an offset that no clock has. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 18 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** `+09:00`; with seconds where local mean time had them. */
function writeOffset(ms: number): string {
  const sign = ms < 0 ? '-' : '+';
  const seconds = Math.round(Math.abs(ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${sign}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest}`;
}
