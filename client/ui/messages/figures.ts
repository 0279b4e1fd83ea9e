/** Days and times of day, in one zone. */
export interface Days {
  /** A day, short: 12 Feb 2001. */
  day(at: number): string;
  /** From one day to another, with what they share said once: 12 Feb – 9 Apr 2001. */
  days(from: number, to: number): string;
  /** A moment as precise as a part of time is long: a year, a day, a minute. */
  momentBy(part: TimePart, at: number): string;
}

/** Figures as a language writes them. Stored values never pass through here: they stand as they are stored. */
export interface Figures extends Days {
  /** Grouped digits: 1,284,000. */
  number(value: number): string;
  /** Bytes to three digits or so, by thousands: 48.8 MB. */
  bytes(value: number): string;
  /** A memory budget's figure in MiB, without the unit: 212. */
  memory(bytes: number): string;
  /** A time span in ms, in the two largest units: 17 s, 3 min 20 s. */
  duration(ms: number): string;
  /** Hours and minutes of a moment in ms since 1970. */
  clock(at: number): string;
  /** The same to the second. */
  time(at: number): string;
  /** Day and time, to the minute. */
  moment(at: number): string;
  /** The same in another zone than the browser's. */
  inZone(zone: string): Days;
}

/** Seconds, minutes, hours, days, months, years, as OpenSearch writes them. */
export type TimePart = 's' | 'm' | 'h' | 'd' | 'M' | 'y';

export type Language = 'en' | 'ko';

type Units = { seconds: string; minutes: string; hours: string; gap: string };

const UNITS: Record<Language, Units> = {
  en: { seconds: 's', minutes: 'min', hours: 'h', gap: ' ' },
  ko: { seconds: '초', minutes: '분', hours: '시간', gap: '' },
};

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const MIB = 1024 * 1024;

export function makeFigures(lang: Language): Figures {
  const locale = lang === 'ko' ? 'ko-KR' : 'en-GB';
  const grouped = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
  const zones = new Map<string, Days>();
  return {
    number: (value) => grouped.format(value),
    bytes(value) {
      const [scaled, unit] = scale(value);
      return `${(scaled >= 99.95 || unit === 'B' ? grouped : oneDigit).format(scaled)} ${unit}`;
    },
    memory: (bytes) => grouped.format(Math.round(bytes / MIB)),
    duration: (ms) => duration(ms, UNITS[lang]),
    clock: (at) => clock.format(at),
    time: (at) => time.format(at),
    moment: (at) => moment.format(at),
    ...makeDays(lang, undefined),
    inZone(zone) {
      const days = zones.get(zone) ?? makeDays(lang, zone);
      zones.set(zone, days);
      return days;
    },
  };
}

function makeDays(lang: Language, timeZone: string | undefined): Days {
  const locale = lang === 'ko' ? 'ko-KR' : 'en-GB';
  const month = lang === 'ko' ? 'numeric' : 'short';
  const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const moments = momentsOf(of, month);
  const day = of({ day: 'numeric', month, year: 'numeric' });
  return {
    day: (at) => day.format(at),
    momentBy: (part, at) => moments[part].format(at),
    days: (from, to) => daysOf(from, to, { lang, day }),
  };
}

/** Korean says the year of the second day again, even where it is the same. */
function daysOf(from: number, to: number, { lang, day }: { lang: Language; day: Intl.DateTimeFormat }): string {
  const [first, last] = [day.format(from), day.format(to)];
  const year = /^\d+\. /.exec(first)?.[0];
  if (lang !== 'ko' || year === undefined || first === last || !last.startsWith(year)) return day.formatRange(from, to);
  return `${first} ~ ${last.slice(year.length)}`;
}

type MakeFormat = (options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat;

function momentsOf(of: MakeFormat, month: 'numeric' | 'short'): Record<TimePart, Intl.DateTimeFormat> {
  const day = { day: 'numeric', month, year: 'numeric' } as const;
  const minute = { day: 'numeric', month, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return {
    s: of({ ...minute, second: '2-digit' }),
    m: of(minute),
    h: of(minute),
    d: of(day),
    M: of({ month, year: 'numeric' }),
    y: of({ year: 'numeric' }),
  };
}

function scale(value: number): [number, string] {
  let scaled = value;
  let unit = 0;
  while (scaled >= 999.5 && unit < BYTE_UNITS.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return [scaled, BYTE_UNITS[unit] ?? 'B'];
}

function duration(ms: number, units: Units): string {
  const say = (value: number, unit: string) => `${value}${units.gap}${unit}`;
  if (ms < 9_950) return say(Math.max(0.1, Math.round(ms / 100) / 10), units.seconds);
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return say(seconds, units.seconds);
  const minutes = Math.floor(seconds / 60);
  const pair = (large: string, small: number, unit: string) => (small === 0 ? large : `${large} ${say(small, unit)}`);
  if (minutes < 60) return pair(say(minutes, units.minutes), seconds % 60, units.seconds);
  return pair(say(Math.floor(minutes / 60), units.hours), minutes % 60, units.minutes);
}
