import { COLON, COMMA, DOT, MINUS, NINE, PLUS, ZERO } from '../json/bytes.ts';
import { MayBe, type Texts } from './may-be.ts';
import { DAY, dayNumber, daysIn, MOMENT, type Moment, NONE, type Outcome, type TextReader, UNSURE } from './moment.ts';
import {
  DAY_OF_MONTH,
  FIELDS,
  HALF,
  HOUR,
  HOUR_OF_HALF,
  MINUTE,
  MONTH,
  type Offset,
  type Part,
  SECOND,
  WEEKDAY,
  YEAR,
} from './parts.ts';
import type { Pattern } from './pattern.ts';
import { textsOf } from './texts.ts';

const FAILED = -1;
const ZULU = 0x5a;
/** No clock is further from UTC; Java takes no more either. Seconds. */
const MOST_OFFSET = 18 * 3600;

/** Texts of a pattern. Its rights and wrongs are Java's strict ones; what is left of those is UNSURE. */
export class PatternReader implements TextReader {
  readonly isDay: boolean;
  readonly #pattern: Pattern;
  readonly #mayBe: MayBe;
  readonly #fields = new Int32Array(FIELDS);
  #bytes: Uint8Array = new Uint8Array(0);
  #stop = 0;
  #fraction = 0;
  #fractionEnd = 0;
  /** Seconds. */
  #offset = 0;

  constructor(pattern: Pattern, options: Texts = {}) {
    this.#pattern = pattern;
    this.#mayBe = new MayBe(pattern.parts, options);
    this.isDay = !holdsHour(pattern.parts);
  }

  read(bytes: Uint8Array, start: number, stop: number, into: Moment): Outcome {
    this.#bytes = bytes;
    this.#stop = stop;
    this.#fields.fill(FAILED);
    this.#offset = this.#fraction = this.#fractionEnd = 0;
    if (this.#all(this.#pattern.parts, start) === stop) return this.#settle(into);
    return this.#mayBe.test(bytes, start, stop) ? UNSURE : NONE;
  }

  examples(): string[][] {
    return textsOf(this.#pattern.parts);
  }

  #all(parts: readonly Part[], start: number): number {
    let at = start;
    for (let i = 0; i < parts.length && at !== FAILED; i++) at = this.#part(parts[i] as Part, at);
    return at;
  }

  /** The index behind the part, or FAILED, with nothing noted. */
  #part(part: Part, at: number): number {
    switch (part.kind) {
      case 'literal':
        return this.#literal(part.bytes, at);
      case 'number':
        return this.#number(part, at);
      case 'fraction':
        return this.#digits(part, at);
      case 'names':
        return this.#name(part, at);
      case 'offset':
        return this.#zone(part.forms, at);
      case 'optional': {
        const after = this.#part(part.first, at);
        return after === FAILED ? at : this.#all(part.rest, after);
      }
    }
  }

  #literal(wanted: Uint8Array, at: number): number {
    if (at + wanted.length > this.#stop) return FAILED;
    for (let i = 0; i < wanted.length; i++) if (this.#bytes[at + i] !== wanted[i]) return FAILED;
    return at + wanted.length;
  }

  #digitsEnd(at: number, most: number): number {
    const end = Math.min(this.#stop, at + most);
    let i = at;
    while (i < end && (this.#bytes[i] as number) >= ZERO && (this.#bytes[i] as number) <= NINE) i++;
    return i;
  }

  #number({ field, min, max }: Extract<Part, { kind: 'number' }>, at: number): number {
    const end = this.#digitsEnd(at, max);
    if (end - at < min) return FAILED;
    this.#fields[field] = this.#value(at, end);
    return end;
  }

  #value(from: number, to: number): number {
    let value = 0;
    for (let i = from; i < to; i++) value = value * 10 + (this.#bytes[i] as number) - ZERO;
    return value;
  }

  #digits({ min, max, marked }: Extract<Part, { kind: 'fraction' }>, at: number): number {
    if (marked && (at === this.#stop || (this.#bytes[at] !== DOT && this.#bytes[at] !== COMMA))) return FAILED;
    const from = marked ? at + 1 : at;
    const end = this.#digitsEnd(from, max);
    if (end - from < min) return FAILED;
    this.#fraction = from;
    this.#fractionEnd = end;
    return end;
  }

  #name({ field, names, first }: Extract<Part, { kind: 'names' }>, at: number): number {
    for (let i = 0; i < names.length; i++) {
      const end = this.#literal(names[i] as Uint8Array, at);
      if (end === FAILED) continue;
      this.#fields[field] = first + i;
      return end;
    }
    return FAILED;
  }

  #zone(forms: Offset, at: number): number {
    const sign = at < this.#stop ? this.#bytes[at] : undefined;
    if (sign === ZULU) return forms.zulu ? at + 1 : FAILED;
    if ((sign !== PLUS && sign !== MINUS) || this.#digitsEnd(at + 1, 2) !== at + 3) return FAILED;
    const hasColon = at + 3 < this.#stop && this.#bytes[at + 3] === COLON;
    const from = hasColon ? at + 4 : at + 3;
    const end = this.#digitsEnd(from, 2);
    const hasMinutes = end === from + 2;
    if (!hasMinutes && end !== at + 3) return FAILED;
    if (!(hasMinutes ? (hasColon ? forms.colon : forms.plain) : forms.hours)) return FAILED;
    // Java takes the `+00` of such a form for all of it.
    if (forms.hours && !forms.zulu && hasMinutes && sign === PLUS && this.#value(at + 1, at + 3) === 0) return FAILED;
    const minutes = hasMinutes ? this.#value(from, end) : 0;
    const seconds = this.#value(at + 1, at + 3) * 3600 + minutes * 60;
    if (minutes > 59 || seconds > MOST_OFFSET) return FAILED;
    this.#offset = sign === MINUS ? -seconds : seconds;
    return hasMinutes ? end : at + 3;
  }

  /** The fields as a moment, where they come to one that there is. */
  #settle(into: Moment): Outcome {
    const of = this.#fields;
    const [year, month, day] = [of[YEAR] as number, of[MONTH] as number, of[DAY_OF_MONTH] as number];
    const hour = this.#hour();
    if (year < (this.#pattern.ofEra ? 1 : 0)) return UNSURE;
    if (month === 0 || month > 12 || day === 0 || day > 31 || (month > 0 && day > daysIn(year, month))) return UNSURE;
    const [minute, second] = [of[MINUTE] as number, of[SECOND] as number];
    if (hour === FAILED) return minute === FAILED ? DAY : UNSURE;
    if (month === FAILED || day === FAILED || hour > 23 || minute > 59 || second > 59) return UNSURE;
    // A second without its minute is no time of day, nor is a fraction without its second.
    if ((minute === FAILED && second !== FAILED) || (second === FAILED && this.#fractionEnd > 0)) return UNSURE;
    const days = dayNumber(year, month, day);
    // The first of January 1970 was a Thursday.
    if (of[WEEKDAY] !== FAILED && of[WEEKDAY] !== (((days + 3) % 7) + 7) % 7) return UNSURE;
    into.second = days * 86_400 + hour * 3600 + Math.max(0, minute) * 60 + Math.max(0, second) - this.#offset;
    into.digits = this.#fractionEnd - this.#fraction;
    for (let i = 0; i < into.digits; i++) into.fraction[i] = this.#bytes[this.#fraction + i] as number;
    return MOMENT;
  }

  /** FAILED where there is none, 24 where there is no such hour. */
  #hour(): number {
    const [half, hourOfHalf] = [this.#fields[HALF] as number, this.#fields[HOUR_OF_HALF] as number];
    if (half === FAILED && hourOfHalf === FAILED) return this.#fields[HOUR] as number;
    if (half === FAILED || hourOfHalf < 1 || hourOfHalf > 12) return 24;
    return half * 12 + (hourOfHalf % 12);
  }
}

function holdsHour(parts: readonly Part[]): boolean {
  return parts.some((part) => {
    if (part.kind === 'optional') return holdsHour([part.first, ...part.rest]);
    return part.kind === 'number' && (part.field === HOUR || part.field === HOUR_OF_HALF);
  });
}
