import { EpochReader } from './epoch.ts';
import { DAY, MOMENT, Moment, NONE, type Outcome, type TextReader, UNSURE } from './moment.ts';
import { utf8 } from './parts.ts';
import { parsePattern } from './pattern.ts';
import { PatternReader } from './pattern-reader.ts';

/** OpenSearch's own formats, as far as they are written like this. */
const STRICT = new Map(
  Object.entries({
    strict_date_optional_time: "uuuu[-MM[-dd]]['T'[HH[:mm[:ss[G]]][z]]]",
    strict_date_optional_time_nanos: "uuuu[-MM[-dd]]['T'HH:mm:ss[G][z]]",
    iso8601: "uuuu[-MM[-dd]]['T'[HH[:mm[:ss[G]]]][z]]",
    strict_date_time: "uuuu[-MM[-dd]]'T'HH:mm:ss[.F]z",
    strict_date_time_no_millis: "uuuu[-MM[-dd]]'T'HH:mm:ssz",
    strict_date_hour: "uuuu[-MM[-dd]]'T'HH",
    strict_date_hour_minute: "uuuu[-MM[-dd]]'T'HH:mm",
    strict_date_hour_minute_second: "uuuu[-MM[-dd]]'T'HH:mm:ss",
    strict_date_hour_minute_second_millis: "uuuu[-MM[-dd]]'T'HH:mm:ss.F",
    strict_date_hour_minute_second_fraction: "uuuu[-MM[-dd]]'T'HH:mm:ss.F",
    strict_date: 'uuuu-MM-dd',
    strict_year_month_day: 'uuuu[-MM[-dd]]',
    basic_date: 'uuuuMMdd',
    basic_date_time: "uuuuMMdd'T'HHmmss.Fz",
    basic_date_time_no_millis: "uuuuMMdd'T'HHmmssz",
  }),
);

/** These take other texts besides. */
const LENIENT = new Map(
  Object.entries({
    date: 'uuuu-MM-dd',
    date_optional_time: "uuuu[-MM[-dd['T'HH[:mm[:ss[G]][z]]]]]",
    date_time: "uuuu-MM-dd'T'HH:mm:ss.Fz",
    date_time_no_millis: "uuuu-MM-dd'T'HH:mm:ssz",
    date_hour: "uuuu-MM-dd'T'HH",
    date_hour_minute: "uuuu-MM-dd'T'HH:mm",
    date_hour_minute_second: "uuuu-MM-dd'T'HH:mm:ss",
    date_hour_minute_second_millis: "uuuu-MM-dd'T'HH:mm:ss.SSS",
    date_hour_minute_second_fraction: "uuuu-MM-dd'T'HH:mm:ss.F",
  }),
);

/** Of a year with a sign, in OpenSearch's own formats. */
const YEAR_DIGITS = 10;

/** Own formats without a time of day. */
const DAYS = /^(strict_)?(basic_)?((ordinal_|week_)?date|week_?year(_week(_day)?)?|year(_month(_day)?)?)$/;
/** Java's letters of times of day and zones, outside quotes. */
const TIMES = /[HhKkmsSAnNaBXxVvZzO]/;

/** What a `date_nanos` can hold: from 1970 on, as far as 64 bits of nanoseconds go. Seconds. */
const NANOS_SECONDS = 9_223_372_036;

/** Each date is probed in so many ways to write it. */
const WAYS = 3;
/** More formats for one field are more than is worth proving. */
const MOST_FORMATS = 8;

/** Reads what a field with a mapping's format holds, just as OpenSearch does, or not at all. */
export class DateReader {
  /** The moment last read. */
  readonly moment = new Moment();
  /** No value has a time of day: all are the same in every zone. */
  readonly isDay: boolean;
  /** As the mapping has it. */
  readonly format: string;
  readonly #readers: readonly TextReader[];
  readonly #ofNanos: boolean;

  constructor(readers: readonly TextReader[], { format, ofNanos }: { format: string; ofNanos: boolean }) {
    this.format = format;
    this.#readers = readers;
    this.#ofNanos = ofNanos;
    this.isDay = readers.every(({ isDay }) => isDay);
  }

  /**
   * The formats are tried in their order, as OpenSearch does; where one may take the text otherwise than it is read here,
   * no other is asked.
   * @param bytes  UTF-8 in `[start, stop)`: a string's content without escapes, or a number as it stands
   */
  read(bytes: Uint8Array, start: number, stop: number): Outcome {
    if (start === stop) return NONE;
    for (let i = 0; i < this.#readers.length; i++) {
      const outcome = (this.#readers[i] as TextReader).read(bytes, start, stop, this.moment);
      if (outcome === MOMENT && this.#ofNanos && !this.#isOfNanos()) return UNSURE;
      if (outcome !== NONE) return outcome;
    }
    return NONE;
  }

  readText(text: string): Outcome {
    const bytes = utf8(text);
    return this.read(bytes, 0, bytes.length);
  }

  /** Texts with the moments that they are read as, in ms since 1970: if OpenSearch says the same, it reads the format so. */
  probes(): { text: string; ms: number }[] {
    const chosen = this.#readers.flatMap((reader) =>
      reader.examples().flatMap((texts, i) => {
        const read = texts.filter((text) => this.readText(text) === MOMENT).sort((a, b) => b.length - a.length);
        return Array.from(
          { length: Math.min(WAYS, read.length) },
          (_, way) => read[(way * (i + 1)) % read.length] ?? '',
        );
      }),
    );
    return [...new Set(chosen)].map((text) => {
      this.readText(text);
      return { text, ms: this.moment.ms };
    });
  }

  #isOfNanos(): boolean {
    return this.moment.second >= 0 && this.moment.second < NANOS_SECONDS;
  }
}

/** What reads a mapping's `format`, such as `yyyy/MM/dd HH:mm:ss||epoch_second`; undefined where a part of it is not known. */
export function dateReader(format: string, { ofNanos = false } = {}): DateReader | undefined {
  // OpenSearch parts it so, in quotes as well, and takes an 8 before Java's patterns from older days.
  const formats = format.replace(/^8/, '').split('||');
  if (formats.includes('')) return undefined;
  if (formats.every(isDayFormat)) return new DateReader([new DayReader()], { format, ofNanos });
  const readers = formats.slice(0, MOST_FORMATS).flatMap((one) => textReader(one) ?? []);
  return readers.length === formats.length ? new DateReader(readers, { format, ofNanos }) : undefined;
}

function textReader(format: string): TextReader | undefined {
  if (format === 'epoch_millis') return new EpochReader('ms');
  if (format === 'epoch_second') return new EpochReader('s');
  const name = snakeCase(format);
  const own = STRICT.get(name) ?? LENIENT.get(name);
  const pattern = parsePattern(own ?? format, { own: own !== undefined });
  const texts = own === undefined ? {} : { lenient: LENIENT.has(name), mostDigits: YEAR_DIGITS };
  return pattern && new PatternReader(pattern, texts);
}

function isDayFormat(format: string): boolean {
  return DAYS.test(snakeCase(format)) || !TIMES.test(format.replace(/'(?:[^']|'')*'/g, ''));
}

/** Names were written `strictDateTime` once. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

class DayReader implements TextReader {
  readonly isDay = true;

  read(): Outcome {
    return DAY;
  }

  examples(): string[][] {
    return [];
  }
}
